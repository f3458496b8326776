import { randomBytes, randomInt, randomUUID } from "node:crypto";

/** Where the pool's chance comes from. */
export interface Random {
  bytes(size: number): Buffer;
  /** A whole number from 0 up to and without `limit`. */
  below(limit: number): number;
  uuid(): string;
}

/** The operating system's generator. */
export const systemRandom: Random = {
  bytes: (size) => randomBytes(size),
  below: (limit) => randomInt(limit),
  uuid: () => randomUUID(),
};
