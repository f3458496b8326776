import { expect, test } from "@jest/globals";
import { noteAddress } from "./note-links.ts";

test("a group's note is read in the group, a shared one at its exam", () => {
  const place = { noteId: "not_1", version: 2, ordinal: 7 };
  expect(noteAddress("demo", { ...place, cohortId: "coh_1" })).toBe(
    "/groups/coh_1/notes/not_1?version=2&part=7",
  );
  expect(noteAddress("demo", { ...place, cohortId: null }, "It is 50 % & more.")).toBe(
    "/exams/demo/notes/not_1?version=2&part=7&quote=It+is+50+%25+%26+more.",
  );
  expect(noteAddress("demo", { ...place, cohortId: null }, "One.", "Two.")).toBe(
    "/exams/demo/notes/not_1?version=2&part=7&quote=One.&quote=Two.",
  );
});
