import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** 256 random bits need no salt and no slow hash: there is nothing to guess from. */
export const hashed = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/** Whether this is the secret that an invite was made with. */
export const fits = (secret: string, { secretHash }: { secretHash: string }): boolean =>
  timingSafeEqual(Buffer.from(secretHash), Buffer.from(hashed(secret)));

/**
 * Tells one address from another, whatever its case, and is no trace of it: an address can be guessed, but not tested
 * without the secret of the invite's link, of which only the hash is stored.
 */
export const traceless = (email: string, secret: string): string =>
  createHmac("sha256", secret).update(email.toLowerCase()).digest("base64url");
