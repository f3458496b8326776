/**
 * A circuit breaker: a model that has failed several times in a row is let alone for a while, and then asked once; what
 * that one try brings decides. Times are ms since 1970.
 */
export type Breaker =
  | { state: "closed"; failures: number }
  | { state: "open"; since: number }
  /** One try is under way. */
  | { state: "half_open"; since: number };

export const closed: Breaker = { state: "closed", failures: 0 };

/** Failures in a row that open it. */
export const mostFailures = 5;
/** How long it is open; and how long a try may be under way before another takes its place. In ms. */
export const rest = 30_000;

/**
 * Whether a try may begin now.
 * @returns the breaker as it is once the try has begun, or `undefined` where none may
 */
export function admit(breaker: Breaker, now: number): Breaker | undefined {
  if (breaker.state === "closed") return breaker;
  return now - breaker.since >= rest ? { state: "half_open", since: now } : undefined;
}

export function afterFailure(breaker: Breaker, now: number): Breaker {
  // A try that had begun before it opened says nothing new.
  if (breaker.state === "open") return breaker;
  const failures = breaker.state === "closed" ? breaker.failures + 1 : mostFailures;
  return failures >= mostFailures ? { state: "open", since: now } : { state: "closed", failures };
}
