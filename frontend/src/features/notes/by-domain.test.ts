import { expect, test } from "@jest/globals";
import type { Domain } from "@lyceum/shared/exams";
import type { Note } from "@lyceum/shared/notes";
import { byDomain } from "./by-domain.ts";

const domain = (id: string): Domain => ({
  id,
  title: `Domain ${id}`,
  weight: 50,
  tasks: [
    { id: `${id}.1`, title: "One", summary: "One." },
    { id: `${id}.2`, title: "Two", summary: "Two." },
  ],
});

const note = (title: string, ...taskIds: string[]): Note => ({
  id: `not_${title}`,
  examId: "demo",
  title,
  taskIds,
  cohortId: null,
  version: 1,
  words: 600,
  chunks: 5,
  changedAt: "2026-11-21T10:00:00.000Z",
});

test("notes stand below the domain of their first task, each once, others last", () => {
  const notes = [note("z"), note("b", "2.1", "1.1"), note("a", "1.2"), note("c", "9.9"), note("d", "1.1")];
  const told = byDomain(notes, [domain("1"), domain("2")]).map((group) => [
    group.domain?.id,
    group.notes.map(({ title }) => title).join(" "),
  ]);
  expect(told).toEqual([
    ["1", "a d"],
    ["2", "b"],
    [undefined, "z c"],
  ]);
  expect(byDomain([], [domain("1")])).toEqual([]);
});
