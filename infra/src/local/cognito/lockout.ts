import type { Pool } from "./context.ts";
import { limitExceeded, notAuthorized } from "./errors.ts";
import { type FailureCount, forgottenAfter } from "./store/failures.ts";

/** Failures that are free of waiting, for passwords and for codes. */
export const freeFailures = 5;

/**
 * Until when sign-in is refused after these failures, in milliseconds since the epoch. From the fifth failure
 * on the wait is 2^(n - 5) seconds, at most 15 minutes: "Lockout behavior for failed sign-in attempts" in
 * Cognito's developer guide.
 */
export function signInLockedUntil({ count, lastAt }: FailureCount): number {
  if (count < freeFailures) return 0;
  return lastAt + Math.min(2 ** (count - freeFailures) * 1000, forgottenAfter);
}

/**
 * Runs one attempt to give a password, counting failures under the name that signs in. An attempt during the
 * wait is refused unseen and doesn't lengthen it.
 * @throws ServiceError NotAuthorizedException
 */
export function attemptSignIn(pool: Pool, login: string, isRight: () => boolean): boolean {
  const key = `sign-in:${login}`;
  const now = pool.now();
  if (now < signInLockedUntil(pool.failures.of(key, now))) throw notAuthorized("Password attempts exceeded");
  const right = isRight();
  if (right) pool.failures.clear(key);
  else pool.failures.add(key, now);
  return right;
}

/**
 * Runs one attempt to give a code or the previous password. After five failures all are refused until
 * 15 minutes have passed since the last.
 * @throws ServiceError LimitExceededException
 */
export function attemptLimited(pool: Pool, key: string, isRight: () => boolean): boolean {
  const now = pool.now();
  if (pool.failures.of(key, now).count >= freeFailures) throw limitExceeded();
  const right = isRight();
  if (right) pool.failures.clear(key);
  else pool.failures.add(key, now);
  return right;
}
