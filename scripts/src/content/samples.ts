import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll } from "@jest/globals";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { AuthorItem, Question } from "@lyceum/shared/questions";
import type { Entry, PackFiles } from "./rules.ts";

// A small pack without any flaw, for tests to spoil.

const exam: ExamProfile = {
  id: "sample",
  code: "S-1",
  title: "Sample",
  vendor: "Nobody",
  description: "Two tasks and two types of items.",
  durationMinutes: 60,
  scoredItems: 4,
  unscoredItems: 0,
  scale: { min: 100, max: 1000, pass: 700 },
  itemTypes: { multiple_choice: 50, multiple_response: 50 },
  pacing: { reviewMinutes: 10, drillSeconds: 60 },
  domains: [
    {
      id: "1",
      title: "Only domain",
      weight: 100,
      tasks: [
        { id: "1.1", title: "One", summary: "The first of two tasks." },
        { id: "1.2", title: "Two", summary: "The second of two tasks." },
      ],
    },
  ],
  url: "https://example.com/exam",
};

const common = {
  decidedBy: "The budget decides between the plausible ones.",
  references: [{ title: "Manual", url: "https://example.com/manual", checked: "2026-01-01" }],
  difficulty: "medium" as const,
  angoff: { rating: 0.7, reason: "Half of them know the manual." },
  constraints: ["cost" as const],
  provenance: { origin: "written" as const, by: "Nobody", on: "2026-01-01" },
};

/** Options of like length whose rationales differ by topic and letter. `longest` gets a few letters more. */
const options = (topic: string, letters: string, longest: string) =>
  [...letters].map((id) => ({
    id,
    text: `Put ${topic}${id} into ${topic}house by ${topic}${id}ways${id === longest ? " at hand" : ""}.`,
    rationale: `Kind ${id} of the ${topic} has a cost of its own, and the budget in this case is what makes it right or wrong here.`,
  }));

/** Stems share few words unless topic and subject are the same. */
const stem = (topic: string, subject: string) =>
  `${subject} ${subject}work ${topic} ${topic}plan.\n\nWhich ${topic} is best?`;

export function multipleChoice(topic: string, subject: string, choice: string, longest: string): AuthorItem {
  return {
    type: "multiple_choice",
    stem: stem(topic, subject),
    options: options(topic, "abcd", longest),
    key: { type: "multiple_choice", choice },
    ...common,
  };
}

export function multipleResponse(
  topic: string,
  subject: string,
  choices: string[],
  longest: string,
): AuthorItem {
  return {
    type: "multiple_response",
    stem: `${stem(topic, subject)} (Choose two.)`,
    options: options(topic, "abcde", longest),
    key: { type: "multiple_response", choices },
    ...common,
  };
}

/** The nth of any number of valid question ids. */
export const sampleId = (n: number) => `que_${String(n).padStart(26, "0")}`;

export function entry(n: number, taskId: string, item: AuthorItem): Entry {
  const question: Question = {
    id: sampleId(n),
    examId: exam.id,
    taskId,
    state: "scored",
    version: 1,
    item,
  };
  return { file: `${exam.id}/items/${taskId}.json`, question };
}

/** Four questions over both tasks and both types, in which no rule finds anything. */
export function goodPack(): PackFiles {
  return {
    exam,
    entries: [
      entry(1, "1.1", multipleChoice("storage", "bakery", "a", "b")),
      entry(2, "1.1", multipleChoice("network", "school", "c", "d")),
      entry(3, "1.2", multipleResponse("queue", "harbour", ["b", "e"], "a")),
      entry(4, "1.2", multipleResponse("cache", "theatre", ["a", "d"], "d")),
    ],
  };
}

/** The good pack with its first question replaced by what `change` makes of its item. */
export function spoiled(change: (item: AuthorItem) => AuthorItem): PackFiles {
  const pack = goodPack();
  return {
    ...pack,
    entries: pack.entries.map(({ file, question }, index) => ({
      file,
      question: index === 0 ? { ...question, item: change(question.item) } : question,
    })),
  };
}

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/**
 * Writes files under a new folder, which lasts until the test file is done, and returns its URL. A value that is no
 * string becomes JSON.
 */
export async function writePacks(files: Record<string, unknown>): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), "packs-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  }
  return pathToFileURL(`${folder}/`);
}

/** The files of a pack as they would be committed. */
export function packFiles(pack: PackFiles): Record<string, unknown> {
  const files = Object.groupBy(pack.entries, (row) => row.file);
  const rows = Object.entries(files).map(([file, entries]) => [
    file,
    entries?.map(({ question: { id, taskId, state, item } }) => ({ id, taskId, state, item })),
  ]);
  return { [`${pack.exam.id}/exam.json`]: pack.exam, ...Object.fromEntries(rows) };
}
