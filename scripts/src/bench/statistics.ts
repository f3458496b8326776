/** The value below which a share `q` of the sample lies (nearest rank). The sample must not be empty. */
export function quantile(sample: readonly number[], q: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** Length of what the intervals cover together, in their unit: calls made side by side count once. */
export function covered(intervals: readonly { start: number; end: number }[]): number {
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { start, end } of intervals.toSorted((a, b) => a.start - b.start)) {
    total += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return total;
}

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));
