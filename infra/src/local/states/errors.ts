import type { Retrier } from "./definition/schema.ts";

/** What makes a state fail: an error name of the States Language and its cause. */
export class StateError extends Error {
  readonly error: string;

  constructor(error: string, cause: string) {
    super(cause);
    this.name = "StateError";
    this.error = error;
  }
}

/** The most that the input or the output of a state may have, in bytes of UTF-8. */
export const dataLimit = 256 * 1024;

/** @throws StateError `States.DataLimitExceeded` */
export function withinLimit(json: string, what: string): string {
  if (Buffer.byteLength(json) > dataLimit) {
    throw new StateError("States.DataLimitExceeded", `${what} is larger than ${dataLimit} bytes.`);
  }
  return json;
}

/** Whether a Retry or Catch with these names takes an error. */
export function takes(names: readonly string[], error: string): boolean {
  if (error === "States.Runtime") return false;
  const isTimeout = error === "States.Timeout" || error === "States.HeartbeatTimeout";
  return names.some(
    (name) =>
      name === error ||
      (name === "States.ALL" && error !== "States.DataLimitExceeded") ||
      (name === "States.TaskFailed" && !isTimeout && error !== "States.DataLimitExceeded") ||
      (name === "States.Timeout" && isTimeout),
  );
}

/**
 * How long to wait before a retry, in seconds.
 * @param before how many retries there were by this retrier
 * @param random 0 to 1, for jitter
 */
export function retryDelay(
  { IntervalSeconds, BackoffRate, MaxDelaySeconds = Number.POSITIVE_INFINITY, JitterStrategy }: Retrier,
  before: number,
  random: number,
): number {
  const delay = Math.min(IntervalSeconds * BackoffRate ** before, MaxDelaySeconds, 99_999_999);
  return JitterStrategy === "FULL" ? delay * random : delay;
}
