import { createHash, hkdfSync, randomBytes } from "node:crypto";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  createVerifier,
  isClientPublic,
  isPassword,
  type PasswordVerifier,
  serverKeys,
  sessionKey,
  signClaim,
  simulatedVerifier,
  verifyClaim,
} from "./srp.ts";

const identity = { poolName: "LOCAL0001", userId: "5c8f8b0e-31f5-4f4c-8f63-0a6a0b2f3d11" };
const claim = { ...identity, secretBlock: randomBytes(48).toString("base64"), timestamp: "now" };
const prime = createPrime();

/** A prime of RFC 3526 is 2^n - 2^(n-64) - 1 + 2^64 * (floor(2^(n-130) * pi) + c): here n = 3072 and c = 1690314. */
function createPrime(): bigint {
  return (1n << 3072n) - (1n << 3008n) - 1n + (1n << 64n) * (piTimesTwoTo(2942n) + 1_690_314n);
}

/** Machin's formula with 64 guard bits. */
function piTimesTwoTo(bits: bigint): bigint {
  const one = 1n << (bits + 64n);
  const arctanOfInverse = (x: bigint) => {
    let sum = 0n;
    for (let term = one / x, n = 1n, sign = 1n; term > 0n; term /= x * x, n += 2n, sign = -sign) {
      sum += (sign * term) / n;
    }
    return sum;
  };
  return (4n * (4n * arctanOfInverse(5n) - arctanOfInverse(239n))) >> 64n;
}

const power = (base: bigint, exponent: bigint): bigint => {
  if (exponent === 0n) return 1n;
  const half = power((base * base) % prime, exponent / 2n);
  return exponent % 2n ? (half * base) % prime : half;
};

const bytesOf = (value: bigint) => {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(2 * Math.ceil((value.toString(2).length + 1) / 8), "0"), "hex");
};
const hash = (...parts: (Buffer | string)[]) =>
  BigInt(
    `0x${createHash("sha256")
      .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
      .digest("hex")}`,
  );

/** The client's half, written from RFC 5054 and not from the server's code. */
function clientKey(password: string, secret: bigint, serverPublic: string, salt: string): Buffer {
  const b = BigInt(`0x${serverPublic}`);
  const u = hash(bytesOf(power(2n, secret)), bytesOf(b));
  const person = createHash("sha256").update(`${identity.poolName}${identity.userId}:${password}`).digest();
  const x = hash(bytesOf(BigInt(`0x${salt}`)), person);
  const k = hash(bytesOf(prime), bytesOf(2n));
  const base = (((b - k * power(2n, x)) % prime) + prime) % prime;
  const shared = power(base, secret + u * x);
  return Buffer.from(hkdfSync("sha256", bytesOf(shared), bytesOf(u), "Caldera Derived Key", 16));
}

/** One sign-in from both sides: whether the server takes the client's signature. */
function signIn(
  kept: PasswordVerifier,
  password: string,
  secrets: { client: bigint; server: Buffer },
): boolean {
  const clientPublic = power(2n, secrets.client).toString(16);
  const keys = serverKeys(kept, secrets.server);
  const signature = signClaim(clientKey(password, secrets.client, keys.public, kept.salt), claim);
  return verifyClaim(sessionKey(clientPublic, keys, kept), claim, signature);
}

const passwords = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
const salts = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes));
const secrets = fc.record({
  client: fc.bigInt({ min: 1n, max: 1n << 256n }),
  server: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from([...bytes.slice(1), 1])),
});

test("client and server agree for any password and salt", () => {
  fc.assert(
    fc.property(passwords, salts, secrets, (password, salt, secret) => {
      const kept = createVerifier(identity, password, salt);
      expect(signIn(kept, password, secret)).toBe(true);
      expect(isPassword(identity, password, kept)).toBe(true);
    }),
    {
      numRuns: 15,
      examples: [["Pässwörd 🔑 ключ", Buffer.alloc(16), { client: 1n, server: Buffer.alloc(32, 1) }]],
    },
  );
});

test("a wrong password never verifies, nor does the right one of somebody else", () => {
  fc.assert(
    fc.property(passwords, passwords, salts, secrets, (password, other, salt, secret) => {
      fc.pre(password !== other);
      const kept = createVerifier(identity, password, salt);
      expect(signIn(kept, other, secret)).toBe(false);
      expect(isPassword(identity, other, kept)).toBe(false);
      expect(isPassword({ ...identity, userId: "other" }, password, kept)).toBe(false);
    }),
    { numRuns: 15 },
  );
});

test("a signature is good for its own claim only", () => {
  const key = randomBytes(16);
  const signature = signClaim(key, claim);
  expect(verifyClaim(key, claim, signature)).toBe(true);
  expect(verifyClaim(key, { ...claim, timestamp: "later" }, signature)).toBe(false);
  expect(verifyClaim(key, claim, "")).toBe(false);
  expect(verifyClaim(key, claim, "not base64 at all")).toBe(false);
});

test("a public number that would make the key known is refused", () => {
  const refused = [
    "0",
    "00",
    prime.toString(16),
    (2n * prime).toString(16),
    "",
    "xyz",
    "-2",
    "f".repeat(800),
  ];
  for (const hex of refused) expect([hex, isClientPublic(hex)]).toEqual([hex, false]);
  expect(isClientPublic("2")).toBe(true);
  expect(isClientPublic((prime - 1n).toString(16).toUpperCase())).toBe(true);
});

test("somebody who does not exist has the same salt each time and no password", () => {
  const secret = randomBytes(32);
  const first = simulatedVerifier(secret, "nobody@example.com");
  expect(simulatedVerifier(secret, "nobody@example.com")).toEqual(first);
  expect(simulatedVerifier(secret, "somebody@example.com").salt).not.toBe(first.salt);
  expect(isPassword(identity, "", first)).toBe(false);
});
