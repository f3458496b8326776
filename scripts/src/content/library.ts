import { readdir, readFile } from "node:fs/promises";
import { ExamProfile, TaskId } from "@lyceum/shared/exams";
import { AuthorItem, type Question, QuestionId } from "@lyceum/shared/questions";
import * as z from "zod";
import { readGolden } from "../eval/tutor/golden.ts";
import { cited, type PackNote, readNotes } from "./notes.ts";
import type { Entry, PackFiles } from "./rules.ts";
import { Standards } from "./standards/rules.ts";

/** An exam with its questions, each at version 1, and the notes that all who prepare for it share. */
export type Pack = { exam: ExamProfile; questions: Question[]; notes: readonly PackNote[] };

/** What is wrong with a file: `path` leads to the value inside it and is empty for the whole file. */
export type Problem = { file: string; path: string; message: string };

const packsFolder = new URL("../../content/", import.meta.url);

/** A pack holds what learners may see; drafts live in the platform's review, not in files. */
const itemFile = (notes: readonly PackNote[]) =>
  z.array(
    z.strictObject({
      id: QuestionId,
      taskId: TaskId,
      state: z.enum(["scored", "pilot"]),
      item: cited(notes).pipe(AuthorItem),
    }),
  );

/**
 * Reads all packs under a folder (a URL that ends with a slash), each of them a folder named like its exam with
 * `exam.json`, `items/<task>.json` and, if it has any, `notes/<task>.md`, `golden/*.json` and
 * `standards.json`. A file that does not fit its schema is left out and told of in `problems`.
 */
export async function readPacks(
  root: URL = packsFolder,
): Promise<{ packs: PackFiles[]; problems: Problem[] }> {
  const packs: PackFiles[] = [];
  const problems: Problem[] = [];
  const folders = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const { name } of folders.sort((a, b) => a.name.localeCompare(b.name))) {
    const exam = await readJson(root, `${name}/exam.json`, ExamProfile, problems);
    if (!exam) continue;
    if (exam.id !== name)
      problems.push({ file: `${name}/exam.json`, path: "id", message: `must be ${name}, like its folder` });
    const files = await readdir(new URL(`${name}/`, root));
    const notes = await readNotes(root, name, problems);
    const items = itemFile(notes);
    const entries: Entry[] = [];
    for (const file of await itemFiles(root, name, problems)) {
      for (const row of (await readJson(root, file, items, problems)) ?? [])
        entries.push({ file, question: { ...row, examId: exam.id, version: 1 } });
    }
    const standards = files.includes("standards.json")
      ? await readJson(root, `${name}/standards.json`, Standards, problems)
      : undefined;
    const golden = await readGolden(root, name, notes, problems);
    packs.push({
      exam,
      entries,
      ...(notes.length > 0 && { notes }),
      ...(golden.length > 0 && { golden }),
      ...(standards && { standards }),
    });
  }
  return { packs, problems };
}

/** All packs, or an error that names every file, the path in it and what is wrong there. */
export async function loadPacks(root?: URL): Promise<Pack[]> {
  const { packs, problems } = await readPacks(root);
  if (problems.length > 0)
    throw new Error(["Content packs cannot be loaded.", ...problems.map(problemText)].join("\n"));
  return packs.map(({ exam, entries, notes = [] }) => ({
    exam,
    questions: entries.map((entry) => entry.question),
    notes,
  }));
}

/** A problem in one line, such as `an-exam/items/1.1.json: 0.item.stem: must not be empty`. */
export function problemText({ file, path, message }: Problem): string {
  return [file, path, message].filter((part) => part !== "").join(": ");
}

/** In the order of the tasks' numbers, so that 1.10 follows 1.9. */
async function itemFiles(root: URL, pack: string, problems: Problem[]): Promise<string[]> {
  const folder = `${pack}/items`;
  try {
    const names = (await readdir(new URL(`${folder}/`, root))).filter((name) => name.endsWith(".json"));
    return names
      .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
      .map((name) => `${folder}/${name}`);
  } catch (error) {
    problems.push({ file: folder, path: "", message: reason(error) });
    return [];
  }
}

async function readJson<T>(
  root: URL,
  file: string,
  schema: z.ZodType<T>,
  problems: Problem[],
): Promise<T | undefined> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(new URL(file, root), "utf8"));
  } catch (error) {
    problems.push({ file, path: "", message: reason(error) });
    return undefined;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    problems.push({ file, path: issue.path.join("."), message: issue.message });
  return undefined;
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));
