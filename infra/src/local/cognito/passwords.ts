import type { Pool } from "./context.ts";
import { ServiceError } from "./errors.ts";
import type { PasswordPolicy } from "./pool.ts";
import { createVerifier, type Identity, type PasswordVerifier } from "./srp.ts";

/** The characters that Cognito counts as symbols; a space counts inside a password. Letters are basic Latin. */
const symbol = /[\^$*.[\]{}()?\-"!@#%&/\\,><':;|_~`+= ]/;

/**
 * @throws ServiceError InvalidPasswordException, naming the first rule that is broken
 */
export function checkPassword(policy: PasswordPolicy, password: string): void {
  const broken = (rule: string) =>
    new ServiceError("InvalidPasswordException", `Password did not conform with policy: ${rule}`);
  if (password.length < policy.minimumLength) throw broken("Password not long enough");
  if (policy.requireUppercase && !/[A-Z]/.test(password))
    throw broken("Password must have uppercase characters");
  if (policy.requireLowercase && !/[a-z]/.test(password))
    throw broken("Password must have lowercase characters");
  if (policy.requireNumbers && !/[0-9]/.test(password)) throw broken("Password must have numeric characters");
  if (policy.requireSymbols && !symbol.test(password)) throw broken("Password must have symbol characters");
}

/** A password that keeps the policy, for a user that an administrator makes without one. */
export function temporaryPassword(pool: Pool): string {
  const pick = (from: string) => from.charAt(pool.random.below(from.length));
  const kinds = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "!#%+:=?@_"];
  const length = Math.max(16, pool.config.passwordPolicy.minimumLength);
  return Array.from({ length }, (_, index) => pick(kinds[index % kinds.length] ?? "")).join("");
}

export const poolName = (pool: Pool) => pool.config.poolId.slice(pool.config.poolId.indexOf("_") + 1);

export const identityOf = (pool: Pool, userId: string): Identity => ({ poolName: poolName(pool), userId });

/** What is kept of a password. */
export function keepPassword(pool: Pool, sub: string, password: string): PasswordVerifier {
  return createVerifier(identityOf(pool, sub), password, pool.random.bytes(16));
}

/** When a temporary password that is set now ends. */
export function temporaryUntil(pool: Pool): number {
  return pool.now() + pool.config.passwordPolicy.temporaryPasswordValidityDays * 24 * 60 * 60 * 1000;
}
