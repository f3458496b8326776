/** The least and the greatest value that a chart can show. */
export interface Scale {
  min: number;
  max: number;
}

/** Where a value lies on a scale, as a percentage for SVG and CSS. What is beyond its ends is put there. */
export function onScale(value: number, { min, max }: Scale): string {
  const share = max > min ? (value - min) / (max - min) : 0;
  return `${100 * Math.min(1, Math.max(0, share))}%`;
}

/** Steps of time that people count in, in seconds. */
const steps = [10, 30, 60, 120, 300, 600, 1800, 3600];
const mostTicks = 4;

/** Round times in seconds from 0 to the first that is not below `most`. */
export function timeTicks(most: number): number[] {
  const step = steps.find((each) => most <= each * mostTicks) ?? Math.ceil(most / mostTicks / 3600) * 3600;
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, place) => place * step);
}
