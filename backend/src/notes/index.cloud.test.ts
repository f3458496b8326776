import { S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { newCohort } from "@lyceum/scripts/testing/cohorts";
import { eventually } from "@lyceum/scripts/testing/eventually";
import { newNote, untilUpload, upload } from "@lyceum/scripts/testing/notes";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { platformTable, platformVariable } from "@lyceum/scripts/testing/platform";
import { Fault } from "@lyceum/shared/contract/fault";
import { type Files, files as filesIn } from "../aws/files.ts";
import { logger } from "../http/logger.ts";
import { searchOn } from "../search/composition.ts";
import type { Search } from "../search/search.ts";

// What becomes of notes in the index and among the files.

jest.setTimeout(180_000);

let owner: Person;
let client: S3Client;
let files: Files;
let search: Search;

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
  const models = { ask: noModel, embed: noModel, screen: noModel, stream };
  search = searchOn(await platformTable(), files, models);
});
afterAll(() => client?.destroy());

/** The texts that a cohort's notes have on stores, the best first. */
async function found(cohortId: string): Promise<string[]> {
  const request = { text: "vector store", limit: 50, spender: { cohortId }, deadline: Date.now() + 60_000 };
  const hits = await search.find([{ cohortId }], request);
  return hits.map(({ passage }) => `${passage.version} ${passage.noteTitle}: ${passage.text}`);
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
