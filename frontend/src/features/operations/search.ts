import { isMonth } from "../../lib/months.ts";

/** Which month is looked at, as `YYYY-MM`; this one where none is named. */
export const operationsSearch = ({ month }: Record<string, unknown>): { month?: string } =>
  isMonth(month) ? { month } : {};
