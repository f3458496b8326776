import type { State } from "./queries.ts";

/** Which disputes, as the address has it; absent for the open ones. */
export const casesSearch = ({ state }: Record<string, unknown>): { state?: State } =>
  state === "answered" ? { state } : {};
