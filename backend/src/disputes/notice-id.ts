import { createHash } from "node:crypto";

/** Crockford's base 32, as ULIDs are written. */
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A notice's id: a ULID whose random part is made from a text, so that who writes the notice again writes the same one.
 * @param at ISO time
 */
export function noticeId(at: string, seed: string): string {
  const time = base32(BigInt(Date.parse(at)), 10);
  const hash = createHash("sha256").update(seed).digest().subarray(0, 10);
  return `ntc_${time}${base32(BigInt(`0x${hash.toString("hex")}`), 16)}`;
}

function base32(value: bigint, length: number): string {
  return Array.from(
    { length },
    (_, place) => digits[Number((value >> BigInt(5 * (length - 1 - place))) & 31n)],
  ).join("");
}
