import { createHash, randomUUID } from "node:crypto";
import type { AuditEntry } from "@lyceum/shared/cohorts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Note, notes, Upload } from "@lyceum/shared/notes";
import type { Membership } from "../http/caller.ts";
import type { Handlers } from "../http/run.ts";
import type { Folder } from "./folder.ts";
import { isSittingExam, isUnfinished, mostNotes, noteView, ownerOf, placeOf, putSeconds } from "./rules.ts";
import type { Along, NoteKey, NoteRecord, NoteStore, UploadKey, UploadRecord } from "./store.ts";

interface Dependencies {
  store: NoteStore;
  folder: Folder;
  files: {
    size: (key: string) => Promise<number | undefined>;
    signedPut: (key: string, file: { mediaType: string; bytes: number }, seconds: number) => Promise<string>;
  };
  /** The workflow `note-indexing`. All may be asked for again. */
  indexing: {
    start: (name: string, input: Record<string, unknown>) => Promise<void>;
    stop: (name: string, cause: string) => Promise<void>;
    succeed: (token: string, output: unknown) => Promise<"sent" | "gone">;
  };
  cohorts: {
    /** Fails a transaction where the cohort is not active. */
    whileActive: (cohortId: string) => Along[number];
    putAudit: (cohortId: string, entry: AuditEntry & { id: string }) => Along[number];
    isArchived: (cohortId: string) => Promise<boolean>;
    /** What the log calls a member. */
    nameOf: (cohortId: string, userId: string) => Promise<string>;
  };
  examExists: (examId: string) => Promise<boolean>;
  /** All attempts of a learner. */
  attemptsOf: (userId: string) => Promise<Parameters<typeof isSittingExam>[0]>;
  /** ISO time */
  now: () => string;
}

/** How long what stays of a note that was deleted keeps its id from being used again. */
const removedDays = 30;
/** How often a change is tried that meets another one. */
const tries = 3;

export function handlers(dependencies: Dependencies): Handlers<typeof notes> {
  const { store, folder, files, indexing, cohorts, examExists, attemptsOf, now } = dependencies;

  return {
    async list({ member, query }) {
      const owner = member.cohortId;
      const { items, ...rest } = await store.list(owner, query);
      const shown = items.filter((note) => teaches(member) || note.version > 0);
      const uploads = teaches(member) ? await store.uploads(shown.flatMap(latestOf)) : [];
      const byId = new Map(uploads.map((upload) => [upload.id, upload]));
      return { ...rest, items: shown.map((note) => noteView(note, byId.get(note.latest ?? ""))) };
    },

    async get({ member, params }) {
      const note = await noteOf(ofCohort(params));
      if (!teaches(member) && note.version === 0) throw notFound();
      return shown(note, member);
    },

    async parts({ member, caller, params, query }) {
      await assertOpen(caller.userId, member.cohort.examId);
      return partsOf(await noteOf(ofCohort(params)), query);
    },

    async upload({ member, params, body }) {
      const key = ofCohort(params);
      const { id, title, taskIds, fileName, mediaType, bytes } = body;
      for (let attempt = 1; ; attempt++) {
        const head = await store.head(key);
        if (head?.removedAt) throw new Fault("conflict", "This note was deleted. Upload it as a new one.");
        const again = await store.upload({ ...key, uploadId: id });
        if (head && again) return coming(head, again, member);
        if (!head && (await store.all(key.owner)).length >= mostNotes) {
          throw new Fault(
            "too_many_requests",
            `A group may have ${mostNotes} notes. Delete one that nobody needs, or add to one that is there.`,
          );
        }
        const before = head && { note: head, upload: await latestUpload(head) };
        const at = now();
        const upload: UploadRecord = {
          id,
          noteId: key.noteId,
          fileName,
          mediaType,
          bytes,
          by: member.userId,
          at,
          state: "awaiting_file",
        };
        const note: NoteRecord = {
          ...(head ?? {
            id: key.noteId,
            examId: member.cohort.examId,
            cohortId: member.cohortId,
            version: 0,
            words: 0,
            chunks: 0,
          }),
          title,
          taskIds,
          changedAt: at,
          latest: id,
        };
        try {
          await store.begin(note, upload, before, await logged(member, "note_uploaded", title));
        } catch (error) {
          await explain(error, member.cohortId, attempt);
          continue;
        }
        if (before?.upload && isUnfinished(before.upload)) {
          await halt({ ...key, uploadId: before.upload.id }, "A newer file was uploaded.");
        }
        return coming(note, upload, member);
      }
    },

    async uploaded({ member, params }) {
      await assertActive(member.cohortId);
      const { key, note, upload } = await uploadOf(params);
      if (upload.state === "awaiting_file") {
        const size = await files.size(folder.original(key));
        if (size !== upload.bytes) {
          throw new Fault("conflict", "The file has not arrived as a whole. Put it to its address again.");
        }
        await store.move(key, ["awaiting_file"], "reading").catch(unlessConflict);
      }
      // Started again by who asks again: what was cut off in between goes on.
      if (isUnfinished(upload)) await indexing.start(executionOf(key), { work: "upload", ...key });
      return shown(note, member);
    },

    async consent({ member, params, body }) {
      await assertActive(member.cohortId);
      const { key, note, upload } = await uploadOf(params);
      if (upload.consent !== undefined && upload.consent !== body.personalData) {
        throw new Fault("conflict", "It was decided otherwise already. Load the note again.");
      }
      if (upload.state === "awaiting_consent") {
        await store
          .move(key, ["awaiting_consent"], "awaiting_consent", { consent: body.personalData })
          .catch(unlessConflict);
        const { token } = (await store.upload(key)) ?? {};
        if (token !== undefined) await indexing.succeed(token, {});
      } else if (upload.consent === undefined) {
        throw new Fault("conflict", "This upload does not wait for a decision. Load the note again.");
      }
      return shown(note, member);
    },

    async cancelUpload({ member, params }) {
      await assertActive(member.cohortId);
      const { key, upload } = await uploadOf(params);
      if (upload.state === "ready") {
        throw new Fault("conflict", "The upload is ready. Delete the note, or upload another version.");
      }
      await store.cancel(key).catch(unlessConflict);
      if ((await store.upload(key))?.state === "ready") {
        throw new Fault("conflict", "The upload has just become ready. Load the note again.");
      }
      // The note last: while it is there, whoever asks again comes here and does the rest.
      await halt(key, "The upload was cancelled.");
      const note = await store.get(key);
      if (note?.version === 0 && note.latest === key.uploadId) await removeNote(note, []);
    },

    async change({ member, params, body }) {
      await assertActive(member.cohortId);
      const key = ofCohort(params);
      for (let attempt = 1; ; attempt++) {
        const before = await noteOf(key);
        const changed = {
          ...before,
          title: body.title ?? before.title,
          taskIds: body.taskIds ?? before.taskIds,
          changedAt: now(),
        };
        try {
          await store.change(changed, before, [cohorts.whileActive(member.cohortId)]);
        } catch (error) {
          await explain(error, member.cohortId, attempt);
          continue;
        }
        if (changed.version > 0) {
          await indexing.start(`refresh-${randomUUID()}`, { work: "refresh", owner: key.owner });
        }
        return shown(changed, member);
      }
    },

    async remove({ member, params }) {
      await assertActive(member.cohortId);
      const key = ofCohort(params);
      for (let attempt = 1; ; attempt++) {
        const note = await store.head(key);
        if (!note) return;
        // Asked again, because the answer before did not arrive, or what was to follow was not started.
        if (note.removedAt !== undefined) {
          await purge(note);
          return;
        }
        try {
          await removeNote(note, await logged(member, "note_deleted", note.title));
        } catch (error) {
          await explain(error, member.cohortId, attempt);
          continue;
        }
        for (const latest of latestOf(note))
          await indexing.stop(executionOf(latest), "The note was deleted.");
        return;
      }
    },

    async shared({ params, query }) {
      if (!(await examExists(params.examId))) throw new Fault("not_found", "There is no such exam.");
      const { items, ...rest } = await store.list(params.examId, query);
      return { ...rest, items: items.map((note) => noteView(note, undefined)) };
    },

    sharedNote: async ({ params }) => noteView(await noteOf(ofExam(params)), undefined),

    async sharedParts({ caller, params, query }) {
      await assertOpen(caller.userId, params.examId);
      return partsOf(await noteOf(ofExam(params)), query);
    },
  };

  async function noteOf(key: NoteKey): Promise<NoteRecord> {
    const note = await store.get(key);
    if (!note) throw notFound();
    return note;
  }

  async function uploadOf(params: { cohortId: string; noteId: string; uploadId: string }) {
    const key = { ...ofCohort(params), uploadId: params.uploadId };
    const [note, upload] = await Promise.all([noteOf(key), store.upload(key)]);
    if (!upload) throw new Fault("not_found", "There is no such upload.");
    return { key, note, upload };
  }

  async function latestUpload(note: NoteRecord): Promise<UploadRecord | undefined> {
    const [key] = latestOf(note);
    return key && store.upload(key);
  }

  async function shown(note: NoteRecord, member: Membership): Promise<Note> {
    const upload = teaches(member) ? await latestUpload(note) : undefined;
    return noteView(note, upload && asDecided(upload));
  }

  /** The address that the file of an upload is to be put to. */
  async function coming(note: NoteRecord, upload: UploadRecord, member: Membership) {
    if (upload.state !== "awaiting_file") {
      throw new Fault("conflict", "This upload has its file already. Start another one.");
    }
    const { mediaType, bytes } = upload;
    const key = { owner: member.cohortId, noteId: note.id, uploadId: upload.id };
    const expiresAt = new Date(Date.parse(now()) + putSeconds * 1000).toISOString();
    const url = await files.signedPut(folder.original(key), { mediaType, bytes }, putSeconds);
    return {
      note: noteView(note, upload),
      put: { url, headers: { "content-type": mediaType }, expiresAt },
    };
  }

  /** Ends what works on an upload, and deletes its files: also those that are just being written. */
  async function halt(key: UploadKey, cause: string): Promise<void> {
    await indexing.stop(executionOf(key), cause);
    await indexing.start(`purge-${executionOf(key)}`, { work: "purge", ...key });
  }

  async function removeNote(note: NoteRecord, more: Along): Promise<void> {
    const at = now();
    const expiresAt = Math.floor(Date.parse(at) / 1000) + removedDays * 86_400;
    await store.remove(note, { at, expiresAt }, more);
    await purge(note);
  }

  /** Deletes what belongs to a note that is removed. It may be asked for again: the first wins. */
  async function purge(note: NoteRecord): Promise<void> {
    const { id: noteId } = note;
    const owner = ownerOf(note);
    await indexing.start(`purge-${noteId}-${hashOf(owner)}`, { work: "purge", owner, noteId });
  }

  async function partsOf(
    note: NoteRecord,
    { limit, cursor, version }: { limit: number; cursor?: string | undefined; version?: number | undefined },
  ) {
    const key = { owner: note.cohortId ?? note.examId, noteId: note.id };
    const wanted = version ?? note.version;
    const found = wanted > 0 ? await store.version(key, wanted) : undefined;
    if (!found) throw new Fault("not_found", "There is no such version of the note.");
    const all = await folder.parts({ ...key, uploadId: found.uploadId });
    const from = placeOf(cursor);
    const items = all.slice(from, from + limit).map(({ headings, page, text, overlap }, at) => ({
      noteId: note.id,
      version: wanted,
      ordinal: from + at,
      headings: [...headings],
      page,
      text,
      overlap,
    }));
    const next = from + items.length;
    return next < all.length ? { items, cursor: String(next) } : { items };
  }

  async function assertOpen(userId: string, examId: string): Promise<void> {
    if (isSittingExam(await attemptsOf(userId), examId, now())) {
      throw new Fault("conflict", "Notes are closed while you sit an exam. Submit it, then read on.");
    }
  }

  async function assertActive(cohortId: string): Promise<void> {
    if (await cohorts.isArchived(cohortId)) {
      throw new Fault("conflict", "The group is archived. An owner can restore it; then try again.");
    }
  }

  async function logged(
    { cohortId, userId }: Membership,
    action: AuditEntry["action"],
    detail: string,
  ): Promise<Along> {
    const actor = await cohorts.nameOf(cohortId, userId);
    const entry = { id: randomUUID(), at: now(), action, actor, actorId: userId, detail };
    return [cohorts.whileActive(cohortId), cohorts.putAudit(cohortId, entry)];
  }

  /** Says why a change was refused; says nothing where it is worth another try. */
  async function explain(error: unknown, cohortId: string, attempt: number): Promise<void> {
    unlessConflict(error);
    await assertActive(cohortId);
    if (attempt === tries) throw error;
  }
}

const ofCohort = ({ cohortId, noteId }: { cohortId: string; noteId: string }): NoteKey => ({
  owner: cohortId,
  noteId,
});
const ofExam = ({ examId, noteId }: { examId: string; noteId: string }): NoteKey => ({
  owner: examId,
  noteId,
});

/**
 * The name of an execution that works on an upload. Ids are made by clients, and an execution's name is taken once for
 * all: whose it is belongs to the name, so that nobody can take it for another group.
 */
const executionOf = ({ owner, noteId, uploadId }: UploadKey): string =>
  `${uploadId}-${hashOf(`${owner}/${noteId}`)}`;

/** Short enough for a name of at most 80 characters. */
const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 24);

const teaches = ({ role }: Membership): boolean => role !== "learner";

const latestOf = ({ cohortId, id: noteId, latest }: NoteRecord): UploadKey[] =>
  cohortId !== null && latest !== undefined ? [{ owner: cohortId, noteId, uploadId: latest }] : [];

/** Once it is decided, there is nothing to decide: the workflow is about to go on. */
const asDecided = (upload: UploadRecord): Upload =>
  upload.state === "awaiting_consent" && upload.consent !== undefined
    ? { ...upload, state: "indexing", personalData: undefined }
    : upload;

const notFound = () => new Fault("not_found", "There is no such note.");

function unlessConflict(error: unknown): void {
  if (!(error instanceof Fault && error.code === "conflict")) throw error;
}
