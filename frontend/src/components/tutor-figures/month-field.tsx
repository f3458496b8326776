import { NativeSelect } from "@mantine/core";
import { monthOf, monthsUntil, monthText } from "../../lib/months.ts";

/** How many months back can be looked at. */
const months = 12;

/** Chooses one of the last months. */
export function MonthField({ month, onChange }: { month: string; onChange: (month: string) => void }) {
  const now = monthOf(new Date());
  const listed = monthsUntil(now, months);
  return (
    <NativeSelect
      label="Month"
      description="In UTC"
      w="fit-content"
      value={month}
      onChange={({ currentTarget: { value } }) => onChange(value)}
      data={(listed.includes(month) ? listed : [month, ...listed]).map((value) => ({
        value,
        label: monthText(value),
      }))}
    />
  );
}
