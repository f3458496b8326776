import { expect, test } from "@jest/globals";
import type { Note, PersonalData, Upload } from "@lyceum/shared/notes";
import { findingsText, noteFacts, uploadText } from "./texts.ts";

const upload = (wish: Partial<Upload>): Upload => ({
  id: "upl_1",
  noteId: "not_1",
  fileName: "a.md",
  mediaType: "text/markdown",
  bytes: 10,
  by: "user",
  at: "2026-11-21T10:00:00.000Z",
  state: "reading",
  ...wish,
});

test("an upload says how far it is, and what a failure leaves", () => {
  expect(uploadText(upload({ state: "indexing", progress: { done: 3, total: 12 } }), 0)).toBe(
    "Being indexed: 3 of 12 parts.",
  );
  expect(uploadText(upload({ state: "indexing" }), 0)).toBe("Being indexed.");
  const problem = { code: "encrypted" as const, message: "The PDF has a password. Save it without." };
  expect(uploadText(upload({ state: "failed", problem }), 2)).toBe(
    "The PDF has a password. Save it without. The note is as it was.",
  );
  expect(uploadText(upload({ state: "failed", problem }), 0)).toBe(problem.message);
  expect(uploadText(upload({ state: "ready" }), 1)).toBeUndefined();
});

test("a note's facts leave out what is not known", () => {
  const note: Note = {
    id: "not_1",
    examId: "demo",
    title: "Costs",
    taskIds: [],
    cohortId: null,
    version: 1,
    words: 1,
    chunks: 1,
    changedAt: "2026-11-21T10:00:00.000Z",
  };
  expect(noteFacts(note)).toBe("1 word");
  expect(noteFacts({ ...note, words: 640, taskIds: ["1.1", "2.3"], version: 3 })).toBe(
    "640 words · tasks 1.1, 2.3 · version 3",
  );
});

test("findings are counted by kind", () => {
  const found = (kind: PersonalData["kind"]): PersonalData => ({ kind, text: "", ordinal: 0, context: "" });
  expect(findingsText([found("phone"), found("email"), found("email")])).toBe(
    "E-mail address (2), Phone number",
  );
});
