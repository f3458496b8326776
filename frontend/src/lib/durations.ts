/** A length of time for people: to the second below an hour, to the minute above. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return joined(Math.floor(whole / 60), "min", whole % 60, "s");
  const minutes = Math.round(whole / 60);
  return joined(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

const joined = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  `${large} ${largeUnit}${small > 0 ? ` ${small} ${smallUnit}` : ""}`;

/** The time that an attempt gets, in seconds, with so many per cent more of it. */
export const withExtraTime = (seconds: number, percent: number): number =>
  Math.round(seconds * (1 + percent / 100));

/** The time limit of an attempt as the server told it: both ISO, by the server's clock. */
export interface Limit {
  deadline: string;
  /** When the server replied. */
  now: string;
}

/**
 * How many seconds there are until the deadline, whatever this device's clock says; negative where it has passed.
 * @param receivedAt when the reply came, and `at` the moment asked about: both ms by this device's clock
 */
export const secondsLeft = ({ deadline, now }: Limit, receivedAt: number, at: number): number =>
  (Date.parse(deadline) - Date.parse(now) - (at - receivedAt)) / 1000;

/** Rounded down, so that nobody counts on a minute that is not there. */
export function timeLeft(seconds: number): string {
  if (seconds <= 0) return "Time is up";
  return seconds < 60 ? "Less than a minute left" : `${duration(Math.floor(seconds / 60) * 60)} left`;
}
