import { isDeepStrictEqual } from "node:util";
import type { notesOn } from "@lyceum/backend/notes/composition";
import { wordsOfParts } from "@lyceum/backend/notes/reading/read";
import { ulid } from "ulid";
import type { PackNote } from "./notes.ts";

/** Embedding twenty notes takes a minute, where nothing is known of them. */
const patience = 30 * 60_000;

/**
 * Puts an exam's shared notes where learners read them, and makes their index. A note whose text has changed gets its
 * next version; the others are left alone. May be interrupted and begun again.
 */
export async function publishNotes(
  { store, folder, library }: ReturnType<typeof notesOn>,
  examId: string,
  notes: readonly PackNote[],
  now: () => number,
): Promise<void> {
  const changed = [];
  for (const note of notes) {
    const key = { owner: examId, noteId: note.id };
    const before = await store.get(key);
    if (before && before.publishing === undefined && (await isPublished(note))) continue;
    const uploadId = `upl_${ulid()}`;
    await folder.writeParts({ ...key, uploadId }, note.parts);
    const next = {
      id: note.id,
      examId,
      cohortId: null,
      title: note.title,
      taskIds: note.taskIds,
      version: before?.version ?? 0,
      words: wordsOfParts(note.parts),
      chunks: note.parts.length,
      changedAt: new Date(now()).toISOString(),
    };
    await store.putPublishing({
      ...next,
      ...(before?.current && { current: before.current }),
      publishing: uploadId,
    });
    changed.push({ next, uploadId });
  }
  if (changed.length === 0) return;
  await library.publish(examId, now() + patience);
  for (const { next, uploadId } of changed) {
    await store.putShared({ ...next, version: next.version + 1, current: uploadId }, uploadId);
  }

  async function isPublished(note: PackNote): Promise<boolean> {
    const key = { owner: examId, noteId: note.id };
    const stored = await store.get(key);
    if (!stored?.current || stored.title !== note.title || !isDeepStrictEqual(stored.taskIds, note.taskIds)) {
      return false;
    }
    const parts = await folder.parts({ ...key, uploadId: stored.current }).catch(() => []);
    return isDeepStrictEqual(parts, note.parts);
  }
}
