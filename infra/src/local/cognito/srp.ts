import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/**
 * The server's half of Secure Remote Password 6a (RFC 5054) as Cognito speaks it: the 3072-bit group of
 * RFC 3526, SHA-256, numbers hashed as Java's BigInteger writes them, and a session key of 16 bytes.
 */

export const groupPrime = BigInt(
  `0x${[
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD",
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED",
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F",
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B",
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510",
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7",
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C",
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
  ].join("")}`,
);
export const generator = 2n;

/** The prime's 384 bytes and the zero byte in front: no number of the protocol is longer. */
const maxHexDigits = 770;

/** What is kept instead of a password. Both are hexadecimal. */
export interface PasswordVerifier {
  salt: string;
  verifier: string;
}

/** Whose password it is: the pool's name (after the underscore) and the user's id, which both sides hash. */
export interface Identity {
  poolName: string;
  userId: string;
}

/** The server's secret and public numbers of one sign-in, hexadecimal. */
export interface ServerKeys {
  secret: string;
  public: string;
}

const number = (hex: string) => BigInt(`0x${hex}`);

/** Two's complement with a leading zero byte where the first bit is set, as both sides hash numbers. */
function padded(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, "hex");
}

const hash = (...parts: (Buffer | string)[]) => {
  const sha256 = createHash("sha256");
  for (const part of parts) sha256.update(part);
  return sha256.digest();
};

/** The SHA-256 of numbers, as a number. */
export const hashedNumber = (...values: bigint[]) => number(hash(...values.map(padded)).toString("hex"));

/** `base` to the power of `exponent`, modulo the prime. */
export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % groupPrime;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % groupPrime;
    square = (square * square) % groupPrime;
  }
  return result;
}

/** `k` of the RFC. */
export const multiplier = hashedNumber(groupPrime, generator);

/** `x` of the RFC, that only a client who knows the password has. */
export function passwordExponent(identity: Identity, password: string, salt: bigint): bigint {
  const person = hash(`${identity.poolName}${identity.userId}:${password}`);
  return number(hash(padded(salt), person).toString("hex"));
}

function verifierOf(identity: Identity, password: string, salt: bigint): PasswordVerifier {
  const exponent = passwordExponent(identity, password, salt);
  return { salt: salt.toString(16), verifier: power(generator, exponent).toString(16) };
}

/** The verifier of a password. `salt` is 16 random bytes. */
export function createVerifier(identity: Identity, password: string, salt: Buffer): PasswordVerifier {
  return verifierOf(identity, password, number(salt.toString("hex")));
}

/** Whether `password` is the one that `kept` was made from. */
export function isPassword(identity: Identity, password: string, kept: PasswordVerifier): boolean {
  const { verifier } = verifierOf(identity, password, number(kept.salt));
  return timingSafeEqual(hash(verifier), hash(kept.verifier));
}

/** Whether `hex` can be a client's public number: hexadecimal and not a multiple of the prime. */
export function isClientPublic(hex: string): boolean {
  return /^[0-9a-f]+$/i.test(hex) && hex.length <= maxHexDigits && number(hex) % groupPrime !== 0n;
}

/** The server's numbers for one sign-in. `secret` is 32 random bytes. */
export function serverKeys(kept: PasswordVerifier, secret: Buffer): ServerKeys {
  const exponent = number(secret.toString("hex"));
  const publicNumber = (multiplier * number(kept.verifier) + power(generator, exponent)) % groupPrime;
  return { secret: exponent.toString(16), public: publicNumber.toString(16) };
}

/** The key that a client with the right password also comes to: 16 bytes. */
export function sessionKey(clientPublic: string, keys: ServerKeys, kept: PasswordVerifier): Buffer {
  const scramble = hashedNumber(number(clientPublic), number(keys.public));
  const shared = power(number(clientPublic) * power(number(kept.verifier), scramble), number(keys.secret));
  return deriveKey(shared, scramble);
}

/** The session key from the number that both sides have come to. */
export function deriveKey(shared: bigint, scramble: bigint): Buffer {
  return Buffer.from(hkdfSync("sha256", padded(shared), padded(scramble), "Caldera Derived Key", 16));
}

/** What a client signs with the session key to prove that it has it. */
export interface Claim extends Identity {
  /** base64, as the challenge gave it. */
  secretBlock: string;
  /** The client's time as it wrote it. */
  timestamp: string;
}

/** The signature of a claim: HMAC-SHA-256 in base64. */
export function signClaim(key: Buffer, claim: Claim): string {
  return createHmac("sha256", key)
    .update(claim.poolName)
    .update(claim.userId)
    .update(Buffer.from(claim.secretBlock, "base64"))
    .update(claim.timestamp)
    .digest("base64");
}

/** Whether `signature` (base64) is that of `claim`. */
export function verifyClaim(key: Buffer, claim: Claim, signature: string): boolean {
  const expected = Buffer.from(signClaim(key, claim), "base64");
  const given = Buffer.from(signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * A verifier that fits no password, always the same for the same name: someone who does not exist is
 * answered as someone who does (RFC 5054, 2.5.1.3). It takes no exponentiation, so it is as quick too.
 */
export function simulatedVerifier(secret: Buffer, name: string): PasswordVerifier {
  const bytes = (label: string, size: number) =>
    number(Buffer.from(hkdfSync("sha256", secret, name, label, size)).toString("hex"));
  return {
    salt: bytes("salt", 16).toString(16),
    verifier: (bytes("verifier", 384) % groupPrime).toString(16),
  };
}
