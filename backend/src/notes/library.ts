import type { Models } from "../models/models.ts";
import type { Entry, IndexWriter, Library } from "../search/search.ts";
import type { Folder } from "./folder.ts";
import { searchedText } from "./reading/chunks.ts";
import { ownerOf } from "./rules.ts";
import type { NoteRecord, NoteStore, UploadKey } from "./store.ts";

interface Dependencies {
  store: NoteStore;
  folder: Folder;
  index: IndexWriter;
  embed: Models["embed"];
}

/** As many texts as are embedded by one request of the library. */
const textsAtOnce = 20;

/** The index of all notes of somebody. */
export function libraryOf({ store, folder, index, embed }: Dependencies) {
  return {
    /**
     * Makes the index anew from the notes as they are, those included that are becoming their next version. Vectors that
     * another model has made are made once more.
     * @param like the upload whose vectors' model is the index's. Without one, it is the model that makes vectors now
     * @param deadline ms since 1970
     */
    async publish(owner: string, deadline: number, like?: UploadKey): Promise<void> {
      const library = libraryNamed(owner);
      if ((await uploadsOf(owner)).length === 0) return index.remove(library);
      const model = (like && (await folder.vectors(like))?.model) ?? (await currentModel(owner, deadline));
      await publishAs(owner, model, deadline);
    },

    /** The same for notes of which one is gone. No model is needed for that. */
    async without(owner: string, deadline: number): Promise<void> {
      const [first] = await uploadsOf(owner);
      if (!first) return index.remove(libraryNamed(owner));
      const model = (await folder.vectors(first))?.model ?? (await currentModel(owner, deadline));
      await publishAs(owner, model, deadline);
    },

    remove: (owner: string): Promise<void> => index.remove(libraryNamed(owner)),
  };

  async function uploadsOf(owner: string): Promise<UploadKey[]> {
    const uploads: UploadKey[] = [];
    for (const note of await store.all(owner)) {
      const shown = await shownOf(note);
      if (shown) uploads.push(shown.key);
    }
    return uploads;
  }

  function publishAs(owner: string, model: string, deadline: number): Promise<void> {
    return index.publish(libraryNamed(owner), model, async () => {
      const entries: Entry[] = [];
      for (const note of await store.all(owner)) entries.push(...(await entriesOf(note, model, deadline)));
      return entries;
    });
  }

  async function currentModel(owner: string, deadline: number): Promise<string> {
    const spender = { cohortId: owner };
    return (await embed(["model"], { kind: "passage", spender, deadline })).model;
  }

  async function entriesOf(note: NoteRecord, model: string, deadline: number): Promise<Entry[]> {
    const shown = await shownOf(note);
    if (!shown) return [];
    const { key, version } = shown;
    const parts = await folder.latestParts(key);
    const vectors = await vectorsOf(key, parts.map(searchedText), model, deadline);
    return parts.map(({ headings, page, text }, ordinal) => ({
      passage: {
        noteId: note.id,
        version,
        ordinal,
        noteTitle: note.title,
        cohortId: note.cohortId,
        headings: [...headings],
        page,
        text,
      },
      taskIds: note.taskIds,
      vector: vectors[ordinal] ?? new Float32Array(),
    }));
  }

  /**
   * Whose parts are in the index: those of the upload that is becoming the next version, or those of the current one.
   * An upload that was cancelled, or has failed, has no parts.
   */
  async function shownOf(note: NoteRecord): Promise<{ key: UploadKey; version: number } | undefined> {
    const { publishing, current, version } = note;
    const ofNote = { owner: ownerOf(note), noteId: note.id };
    if (publishing !== undefined) {
      const key = { ...ofNote, uploadId: publishing };
      // Shared notes have no uploads.
      const state = note.cohortId === null ? "indexing" : (await store.upload(key))?.state;
      // `ready` where the note was read a moment before it got that version.
      if (state === "indexing" || state === "ready") return { key, version: version + 1 };
    }
    return current === undefined ? undefined : { key: { ...ofNote, uploadId: current }, version };
  }

  async function vectorsOf(
    key: UploadKey,
    texts: readonly string[],
    model: string,
    deadline: number,
  ): Promise<readonly Float32Array[]> {
    const stored = await folder.vectors(key);
    if (stored?.model === model && stored.vectors.length === texts.length) return stored.vectors;
    const vectors: Float32Array[] = [];
    for (let from = 0; from < texts.length; from += textsAtOnce) {
      const batch = texts.slice(from, from + textsAtOnce);
      const spender = { cohortId: key.owner };
      vectors.push(...(await embed(batch, { kind: "passage", spender, deadline })).vectors);
    }
    await folder.writeVectors(key, { model, vectors });
    return vectors;
  }
}

const libraryNamed = (owner: string): Library =>
  owner.startsWith("coh_") ? { cohortId: owner } : { examId: owner };
