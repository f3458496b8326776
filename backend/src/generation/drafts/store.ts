import { createHash } from "node:crypto";
import * as z from "zod";
import { ifAbsent, type Table, type TransactWrite } from "../../aws/table.ts";
import { candidateKeys } from "../../review/candidates/record.ts";

export type DraftStore = ReturnType<typeof draftStore>;

/** What models have answered in steps that may be run again, and the vectors of questions. */
export const draftStore = (table: Pick<Table, "get" | "transact" | "queryAll" | "putAll" | "deleteAll">) => ({
  work: async <S extends z.ZodType>(
    questionId: string,
    name: string,
    schema: S,
  ): Promise<z.output<S> | undefined> => {
    const found = await table.get(Work, candidateKeys.work(questionId, name));
    return found && schema.parse(found.made);
  },

  /**
   * Stores what a step has made, before it is used. The first that was made stays.
   * @param more what it has cost
   * @throws Fault conflict where there is some already
   */
  keep: (questionId: string, name: string, made: unknown, more: readonly TransactWrite[]): Promise<void> =>
    table.transact([putWork(questionId, name, made), ...more]),

  /** Of all that a group's questions are compared with, so far as they were made. */
  vectors: (collection: string) =>
    table.queryAll(StoredVector, { pk: `VECTORS#${collection}`, prefix: "que_" }),

  keepVectors: (collection: string, vectors: readonly StoredVector[]): Promise<void> =>
    table.putAll(
      vectors.map((vector) => ({
        pk: `VECTORS#${collection}`,
        sk: vector.questionId,
        entity: "questionVector",
        ...vector,
      })),
    ),

  forgetVectors: (collection: string): Promise<void> =>
    table.deleteAll({ pk: `VECTORS#${collection}`, prefix: "que_" }),
});

const Work = z.object({ made: z.unknown() });

/** A vector of stem and key, of one version of a question, by one model. */
const StoredVector = z.object({
  questionId: z.string(),
  version: z.number().int(),
  model: z.string(),
  stem: z.string(),
  /** 32-bit floats, little endian, in base64. */
  vector: z.string(),
});
export type StoredVector = z.infer<typeof StoredVector>;

export const putWork = (questionId: string, name: string, made: unknown): TransactWrite => ({
  Put: { Item: { ...candidateKeys.work(questionId, name), entity: "candidateWork", made }, ...ifAbsent },
});

export const encoded = (vector: Float32Array): string =>
  Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64");

export function decoded(text: string): Float32Array {
  const bytes = Buffer.from(text, "base64");
  return Float32Array.from({ length: bytes.length / 4 }, (_, place) => bytes.readFloatLE(4 * place));
}

const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The id of a candidate: the same whenever a generation is planned, and another in each group. */
export function questionIdOf(generation: { cohortId: string; id: string }, place: number): string {
  const hash = createHash("sha256").update(`${generation.cohortId}#${generation.id}#${place}`).digest();
  const random = [...hash.subarray(0, 16)].map((byte) => digits.charAt(byte % 32)).join("");
  return `que_${generation.id.slice("gen_".length, "gen_".length + 10)}${random}`;
}
