import { PersonalData } from "@lyceum/shared/notes";
import QuickLRU from "quick-lru";
import * as z from "zod";
import type { Files } from "../aws/files.ts";
import type { Part } from "./reading/chunks.ts";
import type { UploadKey } from "./store.ts";

const Parts = z.array(
  z.object({
    headings: z.array(z.string()),
    page: z.number().int().nullable(),
    text: z.string(),
    overlap: z.number().int(),
  }),
);

const Vectors = z.object({
  model: z.string(),
  dimensions: z.number().int(),
  /** Float32, little endian, one vector after the other, in base64. */
  data: z.base64(),
});

const Findings = z.array(PersonalData.pick({ kind: true, text: true }));

interface Embedded {
  model: string;
  vectors: readonly Float32Array[];
}

/** An upload, a note, or somebody. */
interface Whose {
  owner: string;
  noteId?: string | undefined;
  uploadId?: string | undefined;
}

export type Folder = ReturnType<typeof folderOn>;

/** Notes whose parts are kept in memory: what is read page by page. About 100 kB each. */
const cached = 20;

/** The files of uploads: what was uploaded, the parts that it became, and their vectors. */
export function folderOn(files: Files) {
  const parts = new QuickLRU<string, readonly Part[]>({ maxSize: cached });

  return {
    original: (key: UploadKey): string => `${folder(key)}original`,

    readOriginal: (key: UploadKey) => files.read(`${folder(key)}original`),

    /**
     * The parts of an upload that is ready: they change no more.
     * @throws TypeError where there are none
     */
    async parts(key: UploadKey): Promise<readonly Part[]> {
      const name = `${folder(key)}parts.json`;
      const known = parts.get(name);
      if (known) return known;
      const read = await this.latestParts(key);
      parts.set(name, read);
      return read;
    },

    /** As they are now: until an upload is ready they may be masked yet. */
    async latestParts(key: UploadKey): Promise<readonly Part[]> {
      const read = await readJson(Parts, `${folder(key)}parts.json`);
      if (!read) throw new TypeError(`${folder(key)} has no parts`);
      return read;
    },

    writeParts: (key: UploadKey, all: readonly Part[]): Promise<void> =>
      writeJson(`${folder(key)}parts.json`, all),

    findings: async (key: UploadKey) => (await readJson(Findings, `${folder(key)}personal-data.json`)) ?? [],

    writeFindings: (key: UploadKey, findings: z.infer<typeof Findings>): Promise<void> =>
      writeJson(`${folder(key)}personal-data.json`, findings),

    removeFindings: (key: UploadKey): Promise<void> => files.removeAll(`${folder(key)}personal-data.json`),

    /** What is known of personal data and where it stands, after it was masked. */
    async removeUnmasked(key: UploadKey): Promise<void> {
      await files.removeAll(`${folder(key)}original`);
      await this.removeFindings(key);
    },

    /** @param from the ordinal of the first part of the batch */
    batch: (key: UploadKey, from: number) => readVectors(`${folder(key)}batches/${from}`),

    writeBatch: (key: UploadKey, from: number, embedded: Embedded): Promise<void> =>
      writeVectors(`${folder(key)}batches/${from}`, embedded),

    removeBatches: (key: UploadKey): Promise<void> => files.removeAll(`${folder(key)}batches/`),

    vectors: (key: UploadKey) => readVectors(`${folder(key)}vectors`),

    writeVectors: (key: UploadKey, embedded: Embedded): Promise<void> =>
      writeVectors(`${folder(key)}vectors`, embedded),

    /** Deletes the files of an upload, of a note, or all of somebody. */
    remove: ({ owner, noteId, uploadId }: Whose): Promise<void> =>
      files.removeAll(
        `${["notes", owner, noteId, uploadId].filter((part) => part !== undefined).join("/")}/`,
      ),
  };

  async function readJson<S extends z.ZodType>(schema: S, name: string): Promise<z.output<S> | undefined> {
    const bytes = await files.read(name);
    return bytes && schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  }

  function writeJson(name: string, value: unknown): Promise<void> {
    return files.write(name, JSON.stringify(value), "application/json");
  }

  async function readVectors(name: string): Promise<Embedded | undefined> {
    const read = await readJson(Vectors, name);
    return read && { model: read.model, vectors: vectorsFrom(read.data, read.dimensions) };
  }

  function writeVectors(name: string, { model, vectors }: Embedded): Promise<void> {
    const dimensions = vectors[0]?.length ?? 0;
    return writeJson(name, { model, dimensions, data: base64Of(vectors) });
  }
}

const folder = ({ owner, noteId, uploadId }: UploadKey) => `notes/${owner}/${noteId}/${uploadId}/`;

/** Float32 in little endian, as every machine has it that this runs on. */
const base64Of = (vectors: readonly Float32Array[]): string =>
  Buffer.concat(
    vectors.map((vector) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)),
  ).toString("base64");

function vectorsFrom(data: string, dimensions: number): Float32Array[] {
  const bytes = new Uint8Array(Buffer.from(data, "base64"));
  const all = new Float32Array(bytes.buffer);
  const count = dimensions > 0 ? all.length / dimensions : 0;
  return Array.from({ length: count }, (_, at) => all.subarray(at * dimensions, (at + 1) * dimensions));
}
