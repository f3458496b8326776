/** The most extra time that the server gives, in per cent. */
export const mostExtraTime = 200;

/** Reads a percentage of extra time as it was typed, nothing as none; `undefined` for what the server would refuse. */
export function extraTime(typed: string): number | undefined {
  const percent = Number(typed.trim());
  return Number.isInteger(percent) && percent >= 0 && percent <= mostExtraTime ? percent : undefined;
}
