import { S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { newCohort } from "@lyceum/scripts/testing/cohorts";
import { eventually } from "@lyceum/scripts/testing/eventually";
import { newNote, putFile, untilUpload, upload } from "@lyceum/scripts/testing/notes";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { platformTable, platformVariable } from "@lyceum/scripts/testing/platform";
import { Fault } from "@lyceum/shared/contract/fault";
import { ulid } from "ulid";
import { type Files, files as filesIn } from "../aws/files.ts";
import { logger } from "../http/logger.ts";
import { searchOn } from "../search/composition.ts";
import type { IndexWriter, Search } from "../search/search.ts";
import { folderOn } from "./folder.ts";
import { libraryOf } from "./library.ts";
import { steps } from "./steps.ts";
import { type NoteStore, noteStore } from "./store.ts";

// What becomes of notes in the index and among the files.

jest.setTimeout(180_000);

let owner: Person;
let client: S3Client;
let files: Files;
let search: Search & IndexWriter;
let store: NoteStore;

/** Words alone find what is looked for here. */
const noModel = async (): Promise<never> => {
  throw new Fault("model_unavailable", "There is none in this test.");
};

beforeAll(async () => {
  // That it was searched by words alone is no news.
  logger.setLogLevel("SILENT");
  owner = await newPerson();
  client = new S3Client({
    endpoint: await platformVariable("AWS_ENDPOINT_URL_S3"),
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  files = filesIn(await platformVariable("FILES_BUCKET"), client);
  const stream = () => {
    throw new TypeError("nothing is asked here");
  };
  const models = { ask: noModel, embed: noModel, screen: noModel, ground: noModel, stream };
  const table = await platformTable();
  search = searchOn(table, files, models);
  store = noteStore(table);
});
afterAll(() => client?.destroy());

/** The texts that a cohort's notes have on stores, the best first. */
async function found(cohortId: string): Promise<string[]> {
  const request = { text: "vector store", limit: 50, spender: { cohortId }, deadline: Date.now() + 60_000 };
  const hits = await search.find([{ cohortId }], request);
  return hits.map(({ passage }) => `${passage.version} ${passage.noteTitle}: ${passage.text}`);
}

type UploadParams = Awaited<ReturnType<typeof upload>>;
const keyOf = ({ cohortId, noteId, uploadId }: UploadParams) => ({ owner: cohortId, noteId, uploadId });
const folderOf = ({ cohortId, noteId, uploadId }: UploadParams) => `notes/${cohortId}/${noteId}/${uploadId}/`;

const cancel = (params: UploadParams) =>
  owner.client.call("DELETE /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}", { params });
const remove = (params: { cohortId: string; noteId: string }) =>
  owner.client.call("DELETE /cohorts/{cohortId}/notes/{noteId}", { params });

/**
 * The worker's steps, with vectors that mean nothing.
 * @param amid happens once, while an index is being made
 */
function worker(amid: () => Promise<unknown> = async () => undefined) {
  const folder = folderOn(files);
  let happened: Promise<unknown> | undefined;
  const index: IndexWriter = {
    ...search,
    publish: (library, model, entriesOf) =>
      search.publish(library, model, async () => {
        const entries = await entriesOf();
        happened ??= amid();
        await happened;
        return entries;
      }),
  };
  const embed = async (texts: readonly string[]) => ({
    model: "meaningless",
    vectors: texts.map(() => Float32Array.of(1, 0)),
  });
  const screen = async () => ({ blocked: [], personalData: [], usd: 0 });
  const library = libraryOf({ store, folder, index, embed });
  const succeed = async () => undefined;
  return steps({ store, folder, library, models: { embed, screen }, succeed, now: Date.now });
}

const text = (words: string) => `# Stores\n\nA vector store ${words}.\n`;

test("what is searched is the latest version of each note, until it is deleted", async () => {
  const { id: cohortId } = await newCohort(owner);
  expect(await found(cohortId)).toEqual([]);
  const [first, second] = await Promise.all([
    newNote(owner, cohortId, text("keeps embeddings")),
    newNote(owner, cohortId, text("finds neighbours")),
  ]);
  expect((await found(cohortId)).sort()).toEqual([
    "1 Vector stores: A vector store finds neighbours.",
    "1 Vector stores: A vector store keeps embeddings.",
  ]);
  await untilUpload(owner, await upload(owner, { cohortId, noteId: first.id }, text("is replaced")), "ready");
  expect((await found(cohortId)).sort()).toEqual([
    "1 Vector stores: A vector store finds neighbours.",
    "2 Vector stores: A vector store is replaced.",
  ]);
  await owner.client.call("PATCH /cohorts/{cohortId}/notes/{noteId}", {
    params: { cohortId, noteId: second.id },
    body: { title: "Neighbours" },
  });
  await eventually(
    () => found(cohortId),
    (texts) => texts.some((each) => each.includes("Neighbours:")),
  );
  await owner.client.call("DELETE /cohorts/{cohortId}/notes/{noteId}", {
    params: { cohortId, noteId: first.id },
  });
  await eventually(
    () => found(cohortId),
    (texts) => texts.length === 1,
  );
  await owner.client.call("DELETE /cohorts/{cohortId}/notes/{noteId}", {
    params: { cohortId, noteId: second.id },
  });
  expect(
    await eventually(
      () => found(cohortId),
      (texts) => texts.length === 0,
    ),
  ).toEqual([]);
});

test("nothing of a note stays that is deleted while it waits, nor of a cohort that is deleted", async () => {
  const { id: cohortId } = await newCohort(owner);
  const doubtful = await upload(owner, { cohortId }, "Write to ada@uni-berlin.de about it.\n");
  await untilUpload(owner, doubtful, "awaiting_consent");
  const original = ({ noteId, uploadId }: typeof doubtful) =>
    `notes/${cohortId}/${noteId}/${uploadId}/original`;
  expect(await files.size(original(doubtful))).toBeGreaterThan(0);
  await owner.client.call("DELETE /cohorts/{cohortId}/notes/{noteId}", { params: doubtful });
  await eventually(
    () => files.size(original(doubtful)),
    (size) => size === undefined,
  );

  const note = await newNote(owner, cohortId);
  const kept = { ...doubtful, noteId: note.id, uploadId: note.upload?.id ?? "" };
  expect(await files.size(original(kept))).toBeGreaterThan(0);
  await owner.client.call("DELETE /cohorts/{cohortId}", { params: { cohortId } });
  await eventually(
    () => files.size(original(kept)),
    (size) => size === undefined,
  );
  await eventually(
    () => found(cohortId),
    (texts) => texts.length === 0,
  );
});

test.each([
  ["cancelled", cancel],
  [
    "replaced by a file that is no note",
    async ({ cohortId, noteId }: UploadParams) => {
      const mediaType = "application/pdf";
      const params = await upload(owner, { cohortId, noteId }, "no PDF", { mediaType });
      await untilUpload(owner, params, "failed");
    },
  ],
])("an upload that is %s while it is published is not found, and in nobody's way", async (_, end) => {
  const { id: cohortId } = await newCohort(owner);
  const { id: noteId } = await newNote(owner, cohortId, text("keeps embeddings"));
  const params = await putFile(owner, { cohortId, noteId }, text("is withdrawn"));
  const key = keyOf(params);
  await store.move(key, ["awaiting_file"], "reading");
  const run = worker(() => end(params));
  await run({ step: "read", ...key });
  await run({ step: "embed", ...key, from: 0 });
  await run({ step: "publish", ...key });
  await eventually(
    () => found(cohortId),
    (texts) => texts.join() === "1 Vector stores: A vector store keeps embeddings.",
  );
  await newNote(owner, cohortId, text("finds neighbours"));
  await remove({ cohortId, noteId });
  await eventually(
    () => found(cohortId),
    (texts) => texts.join() === "1 Vector stores: A vector store finds neighbours.",
  );
});

test("a mark that was left on a note by an upload that is over is in nobody's way", async () => {
  const { id: cohortId } = await newCohort(owner);
  const { id: noteId } = await newNote(owner, cohortId, text("keeps embeddings"));
  const params = await putFile(owner, { cohortId, noteId }, text("is withdrawn"));
  await cancel(params);
  const note = await store.get(keyOf(params));
  if (!note) throw new TypeError("there is no note");
  await store.change({ ...note, publishing: params.uploadId }, note);
  await newNote(owner, cohortId, text("finds neighbours"));
  expect((await found(cohortId)).sort()).toEqual([
    "1 Vector stores: A vector store finds neighbours.",
    "1 Vector stores: A vector store keeps embeddings.",
  ]);
});

test("personal data stays only where somebody has decided so, and what was found of it nowhere", async () => {
  const { id: cohortId } = await newCohort(owner);
  const doubtful = async (noteId: string) => {
    const params = await upload(owner, { cohortId, noteId }, "Write to ada@uni-berlin.de about it.\n");
    await untilUpload(owner, params, "awaiting_consent");
    expect(await files.list(folderOf(params))).toContain(`${folderOf(params)}personal-data.json`);
    return params;
  };
  const noteId = `not_${ulid()}`;
  const late = await doubtful(noteId);
  await worker()({ step: "decided", ...keyOf(late) });
  expect(await store.upload(keyOf(late))).toMatchObject({ state: "cancelled" });
  expect(await files.list(folderOf(late))).toEqual([]);

  const replaced = await doubtful(noteId);
  const kept = await doubtful(noteId);
  for (const params of [late, replaced]) {
    expect(JSON.stringify(await store.upload(keyOf(params)))).not.toContain("ada@");
  }
  const decision = { params: kept, body: { personalData: "keep" } } as const;
  await owner.client.call("POST /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}/consent", decision);
  await untilUpload(owner, kept, "ready");
  expect((await files.list(folderOf(kept))).map((name) => name.slice(folderOf(kept).length))).toEqual([
    "original",
    "parts.json",
    "vectors",
  ]);
});

test("another group with the same ids is in nobody's way", async () => {
  const [{ id: other }, { id: cohortId }] = await Promise.all([newCohort(owner), newCohort(owner)]);
  const ids = { noteId: `not_${ulid()}`, id: `upl_${ulid()}` };
  for (const each of [other, cohortId]) {
    const { noteId, id } = ids;
    const params = await upload(owner, { cohortId: each, noteId }, text("keeps embeddings"), { id });
    await untilUpload(owner, params, "ready");
    expect(await files.list(folderOf(params))).not.toEqual([]);
    await remove(params);
    await eventually(
      () => files.list(folderOf(params)),
      (names) => names.length === 0,
    );
  }
});
