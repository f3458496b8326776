import { createHmac } from "node:crypto";
import type { Pool } from "./context.ts";
import { ServiceError } from "./errors.ts";
import { attemptLimited } from "./lockout.ts";
import { deliver } from "./mail.ts";
import type { CodePurpose } from "./store/codes.ts";
import type { User } from "./store/users.ts";

const hour = 60 * 60 * 1000;

/** How long a code is good for in milliseconds, and the words of its mail where the template has none. */
const purposes = {
  confirm: { validity: 24 * hour, kind: "Sign-up", message: "Your confirmation code is {####}" },
  reset: { validity: hour, kind: "Password reset", message: "Your password reset code is {####}" },
  verify: { validity: 24 * hour, kind: "New e-mail address", message: "Your verification code is {####}" },
} as const satisfies Record<CodePurpose, unknown>;

/** `CodeDeliveryDetails` of the wire. */
export interface CodeDelivery {
  AttributeName: "email";
  DeliveryMedium: "EMAIL";
  /** The address with most of it hidden, as `a***@e***`. */
  Destination: string;
}

/** What a reply says of a code sent to `address`; also said when none was sent, to tell nobody who exists. */
export function deliveryTo(address: string): CodeDelivery {
  const [name = "", host = ""] = address.split("@");
  return {
    AttributeName: "email",
    DeliveryMedium: "EMAIL",
    Destination: `${name.charAt(0)}***@${host.charAt(0)}***`,
  };
}

const hashOf = (pool: Pool, sub: string, purpose: CodePurpose, code: string) =>
  createHmac("sha256", pool.secret).update(`${purpose}:${sub}:${code}`).digest("hex");

/**
 * Makes a code of six digits, which replaces the one before, and mails it.
 * @throws ServiceError CodeDeliveryFailureException
 */
export async function sendCode(
  pool: Pool,
  user: User,
  purpose: CodePurpose,
  target = user.email,
): Promise<CodeDelivery> {
  const { validity, kind, message } = purposes[purpose];
  const code = String(pool.random.below(1_000_000)).padStart(6, "0");
  pool.codes.put(user.sub, purpose, {
    hash: hashOf(pool, user.sub, purpose, code),
    target,
    expiresAt: pool.now() + validity,
  });
  const words = pool.config.verificationMail ?? { subject: "Your verification code", message };
  const fill = (text: string) => text.replaceAll("{####}", code);
  await deliver(pool, { to: target, subject: fill(words.subject), text: fill(words.message), kind });
  return deliveryTo(target);
}

const wrongCode = () =>
  new ServiceError("CodeMismatchException", "Invalid verification code provided, please try again.");
const expiredCode = () =>
  new ServiceError("ExpiredCodeException", "Invalid code provided, please request a code again.");

/** What to say about a code of someone who does not exist. */
export const codeOfNobody = { confirm: expiredCode, reset: wrongCode } as const;

/**
 * Checks a code. It stays good until `forgetCode`, so that a refusal on other grounds does not use it up.
 * @returns the address that the code was sent to
 * @throws ServiceError CodeMismatchException, ExpiredCodeException, LimitExceededException
 */
export function checkCode(pool: Pool, user: User, purpose: CodePurpose, code: string): string {
  const kept = pool.codes.find(user.sub, purpose);
  const right = attemptLimited(
    pool,
    `code:${purpose}:${user.sub}`,
    () => kept?.hash === hashOf(pool, user.sub, purpose, code),
  );
  if (!kept || kept.expiresAt <= pool.now()) throw expiredCode();
  if (!right) throw wrongCode();
  return kept.target;
}

export const forgetCode = (pool: Pool, user: User, purpose: CodePurpose) =>
  pool.codes.remove(user.sub, purpose);
