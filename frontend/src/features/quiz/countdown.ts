const second = 1_000;
const minute = 60 * second;

/** A time that is left, in ms, as a clock shows it: `2:05:09`, `14:03`, `0:07`. */
export function clockText(left: number): string {
  const seconds = Math.max(0, Math.ceil(left / second));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** How long until the clock shows something else, in ms. */
export const untilNextSecond = (left: number): number => (left <= 0 ? 0 : ((left - 1) % second) + 1);

/** Of these many minutes people are warned, beside half of the time. */
const warned = [15, 5, 1];

/** For how long a warning stays, in ms. The last one stays until the end. */
const shownFor = 30 * second;

/**
 * The warning that stands while so much is left of so much, both in ms: at half time and 15, 5 and 1 minutes before
 * the end, as far as they lie within the time.
 */
export function warningAt(left: number, total: number): string | undefined {
  const marks = [total / 2, ...warned.map((minutes) => minutes * minute)].filter((mark) => mark < total);
  const passed = Math.min(...marks.filter((mark) => left <= mark));
  const stays = passed <= minute ? passed : shownFor;
  if (left <= 0 || passed - left >= stays) return undefined;
  const half = passed === total / 2 && !warned.includes(passed / minute);
  return half ? "Half of the time is left" : `${minutesText(passed)} left`;
}

const minutesText = (left: number): string => {
  const minutes = Math.round(left / minute);
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
};
