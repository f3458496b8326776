import { parse } from "csv-parse/sync";
import * as z from "zod";
import type { Place } from "./corpus.ts";
import { type GoldenQuestion, plain } from "./golden.ts";

// An instructor's own golden set: a CSV file with a row for each sentence that answers.

const columns = ["question", "kind", "note", "sentence"] as const;
const kinds = ["fact", "which", "why", "how", "number", "difference", "near", "far"] as const;

/** A file that is wrong: a line for each fault, with its place. */
export class WrongFile extends Error {}

/**
 * @param text CSV with the columns `question`, `kind`, `note` (its title) and `sentence`. Rows with the same question
 *   are one question with several needs; one without a note is not answered by the notes, and of the kind `near` or `far`.
 * @param places the passages that are searched
 * @throws WrongFile
 */
export function readOwnSet(text: string, places: readonly Place[]): GoldenQuestion[] {
  const faults: string[] = [];
  const rows = readRows(text);
  const questions = new Map<string, GoldenQuestion>();
  for (const { line, question, kind: named, note, sentence } of rows) {
    const fault = (message: string) => faults.push(`line ${line}: ${message}`);
    const kind = kinds.find((each) => each === named);
    const isAbsent = kind === "near" || kind === "far";
    if (question === "") fault("there is no question");
    else if (question.length > 2000) fault("the question is longer than 2,000 characters");
    if (!kind) {
      fault(`the kind "${named}" is none of ${kinds.join(", ")}`);
      continue;
    }
    if ((note === "") !== (sentence === "")) fault("a note and a sentence come together");
    if (isAbsent !== (note === "")) {
      fault(
        isAbsent
          ? `a question of the kind ${kind} has no note: the notes don't answer it`
          : `a question of the kind ${kind} names the note that answers it`,
      );
    }
    const known = questions.get(question);
    if (known && known.kind !== kind)
      fault(`the same question is of the kind ${known.kind} on a line before`);
    const entry = known ?? {
      id: `g${String(questions.size + 1).padStart(3, "0")}`,
      expects: "not_in_notes",
      // Nothing is tuned by it.
      split: "test",
      kind,
      style: "plain",
      question,
      needs: [],
    };
    if (note !== "" && sentence !== "") {
      const titled = places.filter(({ passage }) => plain(passage.noteTitle) === note);
      const held = titled.find(({ passage }) => plain(passage.text).includes(plain(sentence)));
      if (titled.length === 0) fault(`there is no note "${note}"`);
      else if (!held) fault(`this does not stand in the note "${note}": ${sentence}`);
      else entry.needs.push([{ noteId: held.passage.noteId, quote: sentence }]);
    }
    questions.set(question, entry);
  }
  if (rows.length === 0) faults.push("line 1: there are no questions");
  if (faults.length > 0) throw new WrongFile(faults.join("\n"));
  return [...questions.values()].map((question) => ({ ...question, expects: expected(question) }));
}

function expected({ needs }: GoldenQuestion): GoldenQuestion["expects"] {
  const noteIds = new Set(needs.flat().map(({ noteId }) => noteId));
  if (noteIds.size === 0) return "not_in_notes";
  return noteIds.size === 1 ? "one_note" : "two_notes";
}

const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true };
/** What the option `info` makes of it, which the package's types don't say; the line is that on which a row ends. */
const Records = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.number().int() }) }),
);

type Row = Record<(typeof columns)[number], string> & { line: number };

function readRows(text: string): Row[] {
  try {
    const [head, ...records] = Records.parse(parse(text, options));
    const names = (head?.record ?? []).map((name) => name.toLowerCase());
    const missing = columns.filter((column) => !names.includes(column));
    if (missing.length > 0)
      throw new WrongFile(`line 1: the columns are ${columns.join(", ")}; missing: ${missing.join(", ")}`);
    const value = (record: readonly string[], column: (typeof columns)[number]) =>
      plain(record[names.indexOf(column)] ?? "");
    return records.map(({ record, info }) => ({
      line: info.lines,
      question: value(record, "question"),
      kind: value(record, "kind").toLowerCase(),
      note: value(record, "note"),
      sentence: value(record, "sentence"),
    }));
  } catch (error) {
    if (error instanceof WrongFile) throw error;
    // csv-parse says itself on which line.
    throw new WrongFile(error instanceof Error ? error.message : String(error));
  }
}
