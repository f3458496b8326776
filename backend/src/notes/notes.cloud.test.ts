import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import { newCohort, takeIn } from "@lyceum/scripts/testing/cohorts";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newNote, putFile, someMarkdown, untilUpload, upload } from "@lyceum/scripts/testing/notes";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { PDFDocument } from "pdf-lib";
import { ulid } from "ulid";

jest.setTimeout(120_000);

let owner: Person;
let learner: Person;
let stranger: Person;
let cohortId: string;

beforeAll(async () => {
  [owner, learner, stranger] = await Promise.all([newPerson(), newPerson(), newPerson()]);
  ({ id: cohortId } = await newCohort(owner));
  await takeIn(owner, cohortId, learner);
});

const get = (person: Person, noteId: string) =>
  person.client.call("GET /cohorts/{cohortId}/notes/{noteId}", { params: { cohortId, noteId } });
const partsOf = (
  person: Person,
  noteId: string,
  query: { version?: number; limit?: number; cursor?: string } = {},
) =>
  person.client.call("GET /cohorts/{cohortId}/notes/{noteId}/parts", { params: { cohortId, noteId }, query });
const list = async (person: Person) =>
  (await person.client.call("GET /cohorts/{cohortId}/notes", { params: { cohortId } })).items;

test("an instructor's file becomes a note that learners read", async () => {
  const { noteId } = await putFile(owner, { cohortId, noteId: `not_${ulid()}` }, someMarkdown, {
    taskIds: ["1.1"],
  });
  await expect(get(learner, noteId)).rejects.toMatchObject({ code: "not_found" });
  expect((await list(learner)).map(({ id }) => id)).not.toContain(noteId);
  const before = await get(owner, noteId);
  expect(before).toMatchObject({ version: 0, upload: { state: "awaiting_file" } });

  const params = { cohortId, noteId, uploadId: before.upload?.id ?? "" };
  const said = () =>
    owner.client.call("POST /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}/file", { params });
  await said();
  await said();
  const note = await untilUpload(owner, params, "ready");
  expect(note).toMatchObject({ version: 1, chunks: 2, taskIds: ["1.1"], cohortId });
  expect(note.upload?.progress).toEqual({ done: 2, total: 2 });
  expect(await get(learner, noteId)).toEqual({ ...note, upload: undefined });
  expect((await list(learner)).map(({ id }) => id)).toContain(noteId);

  const { items } = await partsOf(learner, noteId);
  expect(items).toEqual([
    {
      noteId,
      version: 1,
      ordinal: 0,
      headings: ["Vector stores"],
      page: null,
      text: "A vector store keeps embeddings and finds the nearest ones. It answers a question by meaning and not by words.",
      overlap: 0,
    },
    expect.objectContaining({ ordinal: 1, headings: ["Vector stores", "Choosing one"] }),
  ]);
  const first = await partsOf(learner, noteId, { limit: 1 });
  const second = await partsOf(learner, noteId, { limit: 1, cursor: first.cursor ?? "" });
  expect([...first.items, ...second.items]).toEqual(items);
  expect(second.cursor).toBeUndefined();
});

test("a new version replaces the one before, which citations still find", async () => {
  const { id: noteId } = await newNote(owner, cohortId);
  const next = "# Vector stores\n\nAll of it is said in another way now.\n";
  await untilUpload(owner, await upload(owner, { cohortId, noteId }, next, { title: "Stores" }), "ready");
  expect(await get(learner, noteId)).toMatchObject({ version: 2, title: "Stores", chunks: 1 });
  expect((await partsOf(learner, noteId)).items).toMatchObject([{ version: 2, ordinal: 0 }]);
  expect((await partsOf(learner, noteId, { version: 1 })).items).toHaveLength(2);
  await expect(partsOf(learner, noteId, { version: 3 })).rejects.toMatchObject({ code: "not_found" });
});

test("a newer upload cancels one that is not finished", async () => {
  const params = await putFile(owner, { cohortId, noteId: `not_${ulid()}` }, someMarkdown);
  const newer = await upload(owner, params, "# B\n\nThe newer text.\n");
  await untilUpload(owner, params, "ready");
  expect((await partsOf(learner, params.noteId)).items).toMatchObject([
    { text: "The newer text.", version: 1 },
  ]);
  const said = owner.client.call("POST /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}/file", {
    params,
  });
  await expect(said).resolves.toMatchObject({ upload: { id: newer.uploadId, state: "ready" } });
});

test("personal data waits for a decision, and is masked where that is wished", async () => {
  const text = "# Contact\n\nWrite to ada.lovelace@uni-berlin.de about vector stores.\n";
  const params = await upload(owner, { cohortId }, text);
  const waiting = await untilUpload(owner, params, "awaiting_consent");
  expect(waiting.upload?.personalData).toMatchObject([
    { kind: "email", text: "ada.lovelace@uni-berlin.de", ordinal: 0 },
  ]);
  const decide = (personalData: "mask" | "keep") =>
    owner.client.call("POST /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}/consent", {
      params,
      body: { personalData },
    });
  await decide("mask");
  await decide("mask");
  await expect(decide("keep")).rejects.toMatchObject({ code: "conflict" });
  const ready = await untilUpload(owner, params, "ready");
  expect(JSON.stringify(ready)).not.toContain("ada.lovelace");
  const { items } = await partsOf(learner, params.noteId);
  expect(items).toMatchObject([{ text: "Write to [email] about vector stores." }]);
});

test("an upload is cancelled while it waits, and its note goes with it", async () => {
  const params = await upload(owner, { cohortId }, "# Contact\n\nCall +49 30 1234567 for more.\n");
  await untilUpload(owner, params, "awaiting_consent");
  const cancel = () =>
    owner.client.call("DELETE /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}", { params });
  await cancel();
  await expect(get(owner, params.noteId)).rejects.toMatchObject({ code: "not_found" });
});

describe("files that can't be notes", () => {
  test.each([
    ["Latin-1", new Uint8Array([0x47, 0x72, 0xfc, 0xdf, 0x65]), "text/plain", "not_utf8"],
    ["an Office document", Buffer.from("PK\x03\x04 word"), "text/markdown", "wrong_type"],
    ["half a PDF", Buffer.from("%PDF-1.7\n1 0 obj"), "application/pdf", "damaged"],
  ] as const)("%s", async (_, content, mediaType, code) => {
    const params = await upload(owner, { cohortId }, new Uint8Array(content), { mediaType });
    const note = await untilUpload(owner, params, "failed");
    expect(note).toMatchObject({ version: 0, upload: { problem: { code } } });
    await expect(partsOf(owner, params.noteId)).rejects.toMatchObject({ code: "not_found" });
  });

  test("a scanned PDF leaves the version before as it was", async () => {
    const { id: noteId } = await newNote(owner, cohortId);
    const scanned = await PDFDocument.create();
    scanned.addPage();
    const mediaType = "application/pdf";
    const params = await upload(owner, { cohortId, noteId }, new Uint8Array(await scanned.save()), {
      mediaType,
    });
    const note = await untilUpload(owner, params, "failed");
    expect(note).toMatchObject({ version: 1, upload: { problem: { code: "no_text" } } });
    expect((await partsOf(learner, noteId)).items).toHaveLength(2);
  });
});

test("a note gets another title, and is deleted with all that it has", async () => {
  const { id: noteId } = await newNote(owner, cohortId);
  const params = { cohortId, noteId };
  const changed = await owner.client.call("PATCH /cohorts/{cohortId}/notes/{noteId}", {
    params,
    body: { title: "Another title", taskIds: ["2.1"] },
  });
  expect(changed).toMatchObject({ title: "Another title", taskIds: ["2.1"], version: 1 });
  const remove = () => owner.client.call("DELETE /cohorts/{cohortId}/notes/{noteId}", { params });
  await remove();
  await remove();
  await expect(get(owner, noteId)).rejects.toMatchObject({ code: "not_found" });
  await expect(putFile(owner, params, someMarkdown)).rejects.toMatchObject({ code: "conflict" });
  const { items: log } = await owner.client.call("GET /cohorts/{cohortId}/audit", { params: { cohortId } });
  expect(log).toContainEqual(expect.objectContaining({ action: "note_deleted", detail: "Another title" }));
});

test("a note is found by way of its own cohort alone, and not changed in an archived one", async () => {
  const { id: noteId } = await newNote(owner, cohortId);
  const { id: other } = await newCohort(owner);
  const elsewhere = owner.client.call("GET /cohorts/{cohortId}/notes/{noteId}", {
    params: { cohortId: other, noteId },
  });
  await expect(elsewhere).rejects.toMatchObject({ code: "not_found" });
  await expect(get(stranger, noteId)).rejects.toMatchObject({ code: "not_found" });

  const state = (wanted: "archived" | "active") =>
    owner.client.call("PUT /cohorts/{cohortId}/state", {
      params: { cohortId: other },
      body: { state: wanted },
    });
  const { id: old } = await newNote(owner, other);
  await state("archived");
  const params = { cohortId: other, noteId: old };
  await expect(putFile(owner, params, someMarkdown)).rejects.toMatchObject({ code: "conflict" });
  await expect(
    owner.client.call("DELETE /cohorts/{cohortId}/notes/{noteId}", { params }),
  ).rejects.toMatchObject({ code: "conflict" });
  expect(await owner.client.call("GET /cohorts/{cohortId}/notes/{noteId}", { params })).toMatchObject({
    version: 1,
  });
});

test("an exam's notes are there for all, and what its questions cite stands in them", async () => {
  const { exam, questions, notes } = await fullPack();
  const { items } = await stranger.client.call("GET /exams/{examId}/notes", {
    params: { examId: exam.id },
    query: { limit: 100 },
  });
  expect(items.map(({ id }) => id).sort()).toEqual(notes.map(({ id }) => id).sort());
  expect(items.map(({ taskIds }) => taskIds[0])).toEqual(
    exam.domains.flatMap(({ tasks }) => tasks.map(({ id }) => id)),
  );
  const cited = questions.flatMap(({ item }) => item.citations ?? []);
  for (const { noteId, ordinal, quote } of cited.slice(0, 5)) {
    const { items: parts } = await stranger.client.call("GET /exams/{examId}/notes/{noteId}/parts", {
      params: { examId: exam.id, noteId },
      query: { limit: 100 },
    });
    expect(parts[ordinal]?.text.replace(/\s+/g, " ")).toContain(quote);
  }
});

test("notes are closed to who sits a mock", async () => {
  const { exam, notes } = await fullPack();
  const { client } = await newPerson();
  const noteId = notes[0]?.id ?? "";
  const parts = () =>
    client.call("GET /exams/{examId}/notes/{noteId}/parts", { params: { examId: exam.id, noteId } });
  expect((await parts()).items.length).toBeGreaterThan(0);
  // Clients make ids: one may say that it is the oldest.
  const id = `att_${ulid(1)}`;
  await client.call("POST /attempts", { body: { id, examId: exam.id, kind: "mock" } });
  const quiz = { examId: exam.id, kind: "quiz", mode: "practice", count: 1 } as const;
  await Promise.all(
    Array.from({ length: 26 }, () =>
      client.call("POST /attempts", { body: { ...quiz, id: `att_${ulid()}` } }),
    ),
  );
  await expect(parts()).rejects.toMatchObject({ code: "conflict" });
  await client.call("DELETE /attempts/{attemptId}", { params: { attemptId: id } });
  expect((await parts()).items.length).toBeGreaterThan(0);
});
