import { CohortId } from "@lyceum/shared/contract/ids";
import { ExamId, TaskId } from "@lyceum/shared/exams";
import { NoteId, Upload, UploadId } from "@lyceum/shared/notes";
import * as z from "zod";
import { ifAbsent, type Key, type Table, type TransactWrite } from "../aws/table.ts";
import { isUnfinished, ownerOf, taskOrder, unfinished } from "./rules.ts";

export const NoteRecord = z.object({
  id: NoteId,
  examId: ExamId,
  cohortId: CohortId.nullable(),
  title: z.string(),
  taskIds: z.array(TaskId),
  /** 0 until there is one. */
  version: z.number().int(),
  words: z.number().int(),
  chunks: z.number().int(),
  changedAt: z.iso.datetime(),
  /** The latest upload. */
  latest: UploadId.optional(),
  /** Whose files are the current version. */
  current: UploadId.optional(),
  /** The upload that is just becoming the next version: indexes are made with it. */
  publishing: UploadId.optional(),
  /** From then on it is not there for anybody; what belongs to it goes bit by bit. */
  removedAt: z.iso.datetime().optional(),
});
export type NoteRecord = z.infer<typeof NoteRecord>;

export const UploadRecord = Upload.extend({
  /** Lets the workflow go on that waits for a decision about personal data. */
  token: z.string().optional(),
  consent: z.enum(["mask", "keep"]).optional(),
});
export type UploadRecord = z.infer<typeof UploadRecord>;

/** Which upload's files a version is. Immutable: citations name versions. */
const VersionRecord = z.object({
  version: z.number().int(),
  uploadId: UploadId,
  words: z.number().int(),
  chunks: z.number().int(),
  at: z.iso.datetime(),
});

/** Names a note of somebody. */
export interface NoteKey {
  /** A cohort's id, or an exam's. */
  owner: string;
  noteId: string;
}
export interface UploadKey extends NoteKey {
  uploadId: string;
}
type Page = { limit: number; cursor?: string | undefined };

/** Writes of others that are made in the same transaction: that the cohort is active, and what its log says. */
export type Along = readonly TransactWrite[];

export type NoteStore = ReturnType<typeof noteStore>;

/**
 * Study notes, their uploads and versions. All are keyed by whose they are, so that a note of one cohort can't be found
 * by way of another.
 */
export function noteStore(table: Table) {
  return {
    /** One that is removed is none. */
    async get(key: NoteKey): Promise<NoteRecord | undefined> {
      const note = await table.get(NoteRecord, headKey(key));
      return note?.removedAt === undefined ? note : undefined;
    },

    /** Also one that is removed. */
    head: (key: NoteKey) => table.get(NoteRecord, headKey(key)),

    /** A cohort's: the latest changed first; an exam's: by task. */
    list: (owner: string, page: Page) =>
      table.query(NoteRecord, {
        index: "gsi1",
        pk: partition(owner),
        prefix: "NOTE#",
        descending: owner.startsWith("coh_"),
        ...page,
      }),

    /** All that are not removed. */
    async all(owner: string): Promise<NoteRecord[]> {
      const all = await table.queryAll(NoteRecord, { pk: partition(owner), prefix: "NOTE#" });
      return all.filter(({ removedAt }) => removedAt === undefined);
    },

    upload: (key: UploadKey) => table.get(UploadRecord, uploadKey(key)),

    /** In no order; what is not there is left out. */
    uploads: (keys: readonly UploadKey[]) => table.getMany(UploadRecord, keys.map(uploadKey)),

    version: (key: NoteKey, version: number) => table.get(VersionRecord, versionKey(key, version)),

    /**
     * Adds an upload to a note, or a note with its first upload; one that is not finished is cancelled by it, and is no
     * more what becomes the next version.
     * @param before the note as it was read, and its latest upload
     * @throws Fault conflict where it has changed since, or a condition of the other writes fails
     */
    begin(
      note: NoteRecord,
      upload: UploadRecord,
      before: { note: NoteRecord; upload: UploadRecord | undefined } | undefined,
      more: Along,
    ): Promise<void> {
      const owner = ownerOf(note);
      const { publishing: _, ...rest } = note;
      const cancelled = before?.upload && isUnfinished(before.upload) ? before.upload : undefined;
      return table.transact([
        ...more,
        {
          Put: {
            Item: noteItem(rest),
            ...(before ? asRead(before.note) : ifAbsent),
          },
        },
        { Put: { Item: uploadItem(owner, upload), ...ifAbsent } },
        ...(cancelled ? [{ Update: moved(owner, cancelled, unfinished, "cancelled", undecided) }] : []),
      ]);
    },

    /**
     * Cancels the latest upload of a note; from then on it is not what becomes the next version.
     * @throws Fault conflict where it is finished, or not the latest
     */
    cancel: (key: UploadKey): Promise<void> =>
      table.transact([
        {
          Update: moved(
            key.owner,
            { id: key.uploadId, noteId: key.noteId },
            unfinished,
            "cancelled",
            undecided,
          ),
        },
        {
          Update: {
            Key: headKey(key),
            UpdateExpression: "REMOVE publishing",
            ConditionExpression: "latest = :upload",
            ExpressionAttributeValues: { ":upload": key.uploadId },
          },
        },
      ]),

    /**
     * Marks a note with the upload that is becoming its next version, whatever else of it changes meanwhile.
     * @throws Fault conflict where the upload is not being indexed any more, or not the latest
     */
    beginPublishing: (key: UploadKey): Promise<void> =>
      table.transact([
        { Update: moved(key.owner, { id: key.uploadId, noteId: key.noteId }, ["indexing"], "indexing") },
        {
          Update: {
            Key: headKey(key),
            UpdateExpression: "SET publishing = :upload",
            ConditionExpression: "latest = :upload AND attribute_not_exists(removedAt)",
            ExpressionAttributeValues: { ":upload": key.uploadId },
          },
        },
      ]),

    /**
     * Takes that mark away.
     * @throws Fault conflict where the note has none of this upload
     */
    endPublishing: (key: UploadKey): Promise<void> =>
      table.update({
        Key: headKey(key),
        UpdateExpression: "REMOVE publishing",
        ConditionExpression: "publishing = :upload",
        ExpressionAttributeValues: { ":upload": key.uploadId },
      }),

    /**
     * Changes what is said of a note.
     * @param before as it was read
     * @throws Fault conflict where it has changed since, or a condition of the other writes fails
     */
    change: (note: NoteRecord, before: NoteRecord, more: Along = []): Promise<void> =>
      table.transact([...more, { Put: { Item: noteItem(note), ...asRead(before) } }]),

    /**
     * Takes a note away: what stays says that it was there, until the rest of it is gone for sure.
     * @param expiresAt seconds since 1970
     * @throws Fault conflict where it has changed since, or a condition of the other writes fails
     */
    remove: (
      note: NoteRecord,
      { at, expiresAt }: { at: string; expiresAt: number },
      more: Along,
    ): Promise<void> => {
      const { gsi1pk: _, gsi1sk: __, ...item } = noteItem({ ...note, title: "", removedAt: at });
      return table.transact([...more, { Put: { Item: { ...item, expiresAt }, ...asRead(note) } }]);
    },

    /** Deletes the uploads and versions of a note. */
    async purge({ owner, noteId }: NoteKey): Promise<void> {
      for (const kind of ["UPLOAD", "VERSION"]) {
        await table.deleteAll({ pk: partition(owner), prefix: `${kind}#${noteId}#` });
      }
    },

    /** Deletes all that somebody has. */
    async forget(owner: string): Promise<void> {
      for (const prefix of ["NOTE#", "UPLOAD#", "VERSION#"]) {
        await table.deleteAll({ pk: partition(owner), prefix });
      }
    },

    /**
     * Moves an upload on.
     * @param values set with it; `undefined` takes a value away
     * @throws Fault conflict where it is in none of those states
     */
    move: (
      key: UploadKey,
      from: readonly Upload["state"][],
      to: Upload["state"],
      values: Partial<Omit<UploadRecord, "id" | "noteId" | "state">> = {},
    ): Promise<void> =>
      table.update(moved(key.owner, { id: key.uploadId, noteId: key.noteId }, from, to, values)),

    /**
     * Makes an upload the next version of its note.
     * @param note as it was read
     * @throws Fault conflict where note or upload have changed since
     */
    publish(
      note: NoteRecord,
      upload: UploadRecord,
      { words, chunks, at }: { words: number; chunks: number; at: string },
    ): Promise<void> {
      const owner = ownerOf(note);
      const { publishing: _, ...rest } = note;
      const version = note.version + 1;
      const next = { ...rest, version, words, chunks, changedAt: at, current: upload.id };
      return table.transact([
        { Put: { Item: noteItem(next), ...asRead(note) } },
        {
          Put: {
            Item: {
              ...versionKey({ owner, noteId: note.id }, version),
              entity: "noteVersion",
              version,
              uploadId: upload.id,
              words,
              chunks,
              at,
            },
            ...ifAbsent,
          },
        },
        { Update: moved(owner, upload, ["indexing"], "ready") },
      ]);
    },

    /** Puts a shared note that is becoming its next version, in place of what there is. */
    putPublishing: (note: NoteRecord): Promise<void> => table.put(noteItem(note)),

    /** Puts a version of a shared note, which comes from a content pack and not by an upload. */
    putShared(note: NoteRecord, uploadId: string): Promise<void> {
      const { version, words, chunks, changedAt: at } = note;
      const key = versionKey({ owner: ownerOf(note), noteId: note.id }, version);
      return table.transact([
        { Put: { Item: noteItem(note) } },
        { Put: { Item: { ...key, entity: "noteVersion", version, uploadId, words, chunks, at } } },
      ]);
    },
  };
}

/** What waits for a decision, and what it is about: neither stays once there is nothing to decide. */
export const undecided = { token: undefined, personalData: undefined };

const partition = (owner: string) => `NOTES#${owner}`;
const headKey = ({ owner, noteId }: NoteKey): Key => ({ pk: partition(owner), sk: `NOTE#${noteId}` });
const uploadKey = ({ owner, noteId, uploadId }: UploadKey): Key => ({
  pk: partition(owner),
  sk: `UPLOAD#${noteId}#${uploadId}`,
});
const versionKey = ({ owner, noteId }: NoteKey, version: number): Key => ({
  pk: partition(owner),
  sk: `VERSION#${noteId}#${String(version).padStart(4, "0")}`,
});

function noteItem(note: NoteRecord) {
  const owner = ownerOf(note);
  return {
    ...headKey({ owner, noteId: note.id }),
    gsi1pk: partition(owner),
    gsi1sk: `NOTE#${note.cohortId === null ? taskOrder(note.taskIds) : note.changedAt}#${note.id}`,
    entity: "note",
    ...note,
  };
}

const uploadItem = (owner: string, upload: UploadRecord) => ({
  ...uploadKey({ owner, noteId: upload.noteId, uploadId: upload.id }),
  entity: "noteUpload",
  ...upload,
});

/** Where a note is as it was read. */
function asRead({ version, changedAt, latest, publishing }: NoteRecord) {
  const values: Record<string, unknown> = { ":version": version, ":changedAt": changedAt };
  const same = (name: string, value: string | undefined) => {
    if (value === undefined) return `attribute_not_exists(${name})`;
    values[`:${name}`] = value;
    return `${name} = :${name}`;
  };
  return {
    ConditionExpression: [
      "#version = :version",
      "changedAt = :changedAt",
      same("latest", latest),
      same("publishing", publishing),
      "attribute_not_exists(removedAt)",
    ].join(" AND "),
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: values,
  };
}

function moved(
  owner: string,
  { id: uploadId, noteId }: Pick<UploadRecord, "id" | "noteId">,
  from: readonly Upload["state"][],
  to: Upload["state"],
  values: Partial<Omit<UploadRecord, "id" | "noteId" | "state">> = {},
) {
  const entries = Object.entries(values);
  const sets = entries.filter(([, value]) => value !== undefined);
  const gone = entries.filter(([, value]) => value === undefined).map(([name]) => `#${name}`);
  return {
    Key: uploadKey({ owner, noteId, uploadId }),
    UpdateExpression: [
      `SET ${["#state = :to", ...sets.map(([name]) => `#${name} = :${name}`)].join(", ")}`,
      ...(gone.length > 0 ? [`REMOVE ${gone.join(", ")}`] : []),
    ].join(" "),
    ConditionExpression: `#state IN (${from.map((_, at) => `:from${at}`).join(", ")})`,
    ExpressionAttributeNames: {
      "#state": "state",
      ...Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: {
      ":to": to,
      ...Object.fromEntries(from.map((state, at) => [`:from${at}`, state])),
      ...Object.fromEntries(sets.map(([name, value]) => [`:${name}`, value])),
    },
  };
}
