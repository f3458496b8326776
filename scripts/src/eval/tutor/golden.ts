import { readdir, readFile } from "node:fs/promises";
import { NoteId } from "@lyceum/shared/notes";
import * as z from "zod";
import type { PackNote } from "../../content/notes.ts";

// Questions whose answers are known, by which the tutor is measured.

/** Whether the notes answer a question, and in how many of them the answer is. */
export const Expects = z.enum(["one_note", "two_notes", "not_in_notes"]);
export type Expects = z.infer<typeof Expects>;

/** A sentence, or a row of a table, word for word. */
const Quote = z.strictObject({ noteId: NoteId, quote: z.string().min(1).max(600) });

export const GoldenQuestion = z.strictObject({
  id: z.string().regex(/^g\d{3,}$/),
  expects: Expects,
  /** Thresholds are tuned on one half, and what is reported of them is measured on the other. */
  split: z.enum(["tune", "test"]),
  /** What is asked for. Of what is not in the notes, whether they are about the same services. */
  kind: z.enum(["fact", "which", "why", "how", "number", "difference", "near", "far"]),
  style: z.enum(["plain", "short", "long", "typos"]),
  question: z.string().min(1).max(2000),
  /** For people, and for a judge. */
  answer: z.string().min(1).optional(),
  /** What an answer has to say: each need is met by any one of its quotes. */
  needs: z.array(z.array(Quote).min(1)),
});
export type GoldenQuestion = z.infer<typeof GoldenQuestion>;

interface Problem {
  file: string;
  path: string;
  message: string;
}

/** The golden set of a pack, `<pack>/golden/*.json`; none where it has no such folder. */
export async function readGolden(
  root: URL,
  pack: string,
  notes: readonly PackNote[],
  problems: Problem[],
): Promise<GoldenQuestion[]> {
  const folder = `${pack}/golden`;
  const names = await readdir(new URL(`${folder}/`, root)).catch(() => []);
  const golden: GoldenQuestion[] = [];
  for (const name of names.filter((each) => each.endsWith(".json")).sort()) {
    const file = `${folder}/${name}`;
    const text = await readFile(new URL(file, root), "utf8");
    const parsed = z.array(GoldenQuestion).safeParse(parsedJson(text));
    golden.push(...(parsed.data ?? []));
    for (const { path, message } of parsed.error?.issues ?? [])
      problems.push({ file, path: path.join("."), message });
  }
  for (const { id, message } of faultsOf(golden, notes)) problems.push({ file: folder, path: id, message });
  return golden;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a schema can't tell. */
export function faultsOf(
  golden: readonly GoldenQuestion[],
  notes: readonly Pick<PackNote, "id" | "parts">[],
): { id: string; message: string }[] {
  const count = Map.groupBy(golden, ({ id }) => id);
  return golden.flatMap((question) => {
    const { id, expects, kind, needs } = question;
    const noteIds = needs.map((quotes) => new Set(quotes.map(({ noteId }) => noteId)));
    const isApart = noteIds.some((one) => noteIds.some((other) => one.isDisjointFrom(other)));
    const isAbsent = kind === "near" || kind === "far";
    const wrong = [
      [(count.get(id)?.length ?? 0) > 1, "has another question's id"],
      [expects === "not_in_notes" && needs.length > 0, "is not in the notes, and has sentences of them"],
      [expects !== "not_in_notes" && needs.length === 0, "has no sentence that answers it"],
      [(expects === "not_in_notes") !== isAbsent, "is of a kind that does not go with what it expects"],
      [expects === "two_notes" && !isApart, "can be answered from one note"],
    ] as const;
    return [
      ...wrong.flatMap(([isSo, message]) => (isSo ? [{ id, message }] : [])),
      ...needs.flat().flatMap((quote) => {
        if (notes.some((note) => note.id === quote.noteId && note.parts.some(holds(quote)))) return [];
        return [{ id, message: `does not stand in note ${quote.noteId}: ${quote.quote}` }];
      }),
    ];
  });
}

/** Whether a text has a sentence, however its lines are broken. */
const holds =
  ({ quote }: { quote: string }) =>
  ({ text }: { text: string }): boolean =>
    plain(text).includes(plain(quote));

export const plain = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Which needs a passage meets, by their places. */
export const needsMetBy = (
  { needs }: Pick<GoldenQuestion, "needs">,
  passage: { noteId: string; text: string },
): number[] =>
  needs.flatMap((quotes, place) =>
    quotes.some((quote) => quote.noteId === passage.noteId && holds(quote)(passage)) ? [place] : [],
  );
