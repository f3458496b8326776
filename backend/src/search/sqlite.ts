import { DatabaseSync } from "node:sqlite";
import { Passage } from "@lyceum/shared/notes";
import * as z from "zod";
import { anyWordOf, type Candidate, mostOfSide } from "./rules.ts";
import type { Entry, Filter, SearchIndex } from "./search.ts";

// An index is one SQLite file that never changes: the passages, an FTS5 table of their words, and all their vectors as
// one block of numbers, which are compared here and not in SQLite (docs/decisions/0012).

const form = "1";

/**
 * `scope` holds one word for the note and one for each task: a filter is a part of the full-text query, because a join
 * would make FTS5 find everything first. The words of the text are not kept, but for the index of them.
 */
const schema = `
  CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE passages (row INTEGER PRIMARY KEY, passage TEXT NOT NULL) STRICT;
  CREATE TABLE scopes (id TEXT PRIMARY KEY, word TEXT NOT NULL) STRICT;
  CREATE TABLE vectors (only INTEGER PRIMARY KEY, numbers BLOB NOT NULL) STRICT;
  CREATE VIRTUAL TABLE words USING fts5(
    text, scope, content = '', columnsize = 1, tokenize = 'porter unicode61 remove_diacritics 2'
  );
`;

/**
 * Writes the index of a library to a file, which must not be there yet.
 * @param model that made the vectors
 * @throws TypeError where vectors have not all the same length
 */
export function writeIndex(path: string, model: string, entries: readonly Entry[]): void {
  const dimensions = entries[0]?.vector.length ?? 0;
  if (entries.some(({ vector }) => vector.length !== dimensions)) {
    throw new TypeError("the vectors of an index have one length");
  }
  const database = new DatabaseSync(path);
  try {
    // A crash leaves a file that nobody reads: nothing has to reach the disk in any order.
    database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;");
    database.exec(`BEGIN; ${schema}`);
    const about = database.prepare("INSERT INTO about VALUES (?, ?)");
    const facts = { form, model, dimensions: String(dimensions), chunks: String(entries.length) };
    for (const [name, value] of Object.entries(facts)) about.run(name, value);

    const passages = database.prepare("INSERT INTO passages VALUES (?, ?)");
    const words = database.prepare("INSERT INTO words (rowid, text, scope) VALUES (?, ?, ?)");
    const scopes = new Map<string, string>();
    const scopeOf = (id: string): string => {
      const word = scopes.get(id) ?? `s${scopes.size}`;
      scopes.set(id, word);
      return word;
    };
    const numbers = new Float32Array(entries.length * dimensions);
    for (const [row, { passage, taskIds, vector }] of entries.entries()) {
      passages.run(row, JSON.stringify(passage));
      const scope = [noteScope(passage.noteId), ...taskIds.map(taskScope)].map(scopeOf).join(" ");
      words.run(row, searchedText(passage), scope);
      numbers.set(vector, row * dimensions);
    }
    const scoped = database.prepare("INSERT INTO scopes VALUES (?, ?)");
    for (const [id, word] of scopes) scoped.run(id, word);
    database.prepare("INSERT INTO vectors VALUES (0, ?)").run(bytesOf(numbers));
    database.exec("INSERT INTO words (words) VALUES ('optimize'); COMMIT;");
  } finally {
    database.close();
  }
}

const noteScope = (noteId: string) => `note ${noteId}`;
const taskScope = (taskId: string) => `task ${taskId}`;

/** The headings count as the passage's own words: .73 of questions find theirs among the first five, and .65 without. */
const searchedText = ({ noteTitle, headings, text }: Passage) => [noteTitle, ...headings, text].join("\n");

const bytesOf = (numbers: Float32Array) =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

const About = z.array(z.object({ name: z.string(), value: z.string() }));
const Rows = z.array(z.object({ row: z.number() }));
const Scored = z.array(z.object({ row: z.number(), score: z.number() }));
const Stems = z.array(z.object({ stem: z.string(), chunks: z.number() }));
const Counted = z.object({ chunks: z.number() });
const Scope = z.object({ word: z.string() });
const Numbers = z.object({ numbers: z.instanceof(Uint8Array) });
const Stored = z.object({ passage: z.string() });

/**
 * Opens an index. The file may be deleted afterwards, where the system lets go of the names of open files.
 * @throws Error where the file is not of this form: it is to be made anew
 */
export function openIndex(path: string, version: string): SearchIndex {
  const database = new DatabaseSync(path, { readOnly: true });
  const facts = new Map(
    About.parse(database.prepare("SELECT name, value FROM about").all()).map(({ name, value }) => [
      name,
      value,
    ]),
  );
  if (facts.get("form") !== form) throw new Error(`index ${version} has another form`);
  const dimensions = Number(facts.get("dimensions"));
  const chunks = Number(facts.get("chunks"));
  const vectors = floatsOf(Numbers.parse(database.prepare("SELECT numbers FROM vectors").get()).numbers);

  const byWords = database.prepare(
    // The words of a filter count nothing: the weight of their column is 0.
    `SELECT rowid AS row, -bm25(words, 1.0, 0.0) AS score FROM words WHERE words MATCH ?
     ORDER BY bm25(words, 1.0, 0.0), rowid LIMIT ${mostOfSide}`,
  );
  const inScope = database.prepare("SELECT rowid AS row FROM words WHERE words MATCH ? ORDER BY rowid");
  const having = database.prepare("SELECT count(*) AS chunks FROM words WHERE words MATCH ?");
  database.exec(
    "PRAGMA temp_store = MEMORY; CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words, col)",
  );
  const beginning = database.prepare(
    `SELECT term AS stem, doc AS chunks FROM temp.vocabulary WHERE col = 'text' AND term >= ? AND term < ?`,
  );
  const scopeOf = database.prepare("SELECT word FROM scopes WHERE id = ?");
  const passageOf = database.prepare("SELECT passage FROM passages WHERE row = ?");

  const scopeQuery = (ids: readonly string[]): string => {
    const words = ids.flatMap((id) => Scope.optional().parse(scopeOf.get(id))?.word ?? []);
    // An id that no passage has finds nothing, and no other id.
    return `scope : (${words.length > 0 ? words.join(" OR ") : "none"})`;
  };
  const scopeQueries = ({ noteIds = [], taskIds = [] }: Filter): string[] => [
    ...(noteIds.length > 0 ? [scopeQuery(noteIds.map(noteScope))] : []),
    ...(taskIds.length > 0 ? [scopeQuery(taskIds.map(taskScope))] : []),
  ];

  const similarityOf = (vector: Float32Array, row: number): number => dot(vector, vectors, row * dimensions);

  return {
    model: facts.get("model") ?? "",
    dimensions,
    version,
    chunks,

    candidates({ text, vector, ...filter }) {
      const scope = scopeQueries(filter);
      const query = anyWordOf(text);
      const found = new Map<number, Candidate>();
      if (query !== undefined) {
        const match = [`text : (${query})`, ...scope].join(" AND ");
        for (const { row, score } of Scored.parse(byWords.all(match))) {
          const similarity = vector ? { similarity: similarityOf(vector, row) } : {};
          found.set(row, { row, words: score, near: false, ...similarity });
        }
      }
      if (vector) {
        const rows =
          scope.length > 0 ? Rows.parse(inScope.all(scope.join(" AND "))).map(({ row }) => row) : null;
        for (const { row, similarity } of nearest(rows ?? chunks, (row) => similarityOf(vector, row))) {
          found.set(row, { ...found.get(row), row, similarity, near: true });
        }
      }
      return [...found.values()].sort((a, b) => a.row - b.row);
    },

    chunksWith: (words) =>
      words.map((word) => {
        const query = anyWordOf(word);
        return query === undefined ? 0 : Counted.parse(having.get(`text : (${query})`)).chunks;
      }),

    stemsFrom: (start) => Stems.parse(beginning.all(start, `${start}\u{10ffff}`)),

    passage: (row) => Passage.parse(JSON.parse(Stored.parse(passageOf.get(row)).passage)),

    close: () => database.close(),
  };
}

/** A view where the bytes begin at a multiple of four, and else a copy. */
function floatsOf(bytes: Uint8Array): Float32Array {
  const { buffer, byteOffset, byteLength } = byteOffsetFits(bytes) ? bytes : new Uint8Array(bytes);
  return new Float32Array(buffer, byteOffset, byteLength / Float32Array.BYTES_PER_ELEMENT);
}

const byteOffsetFits = ({ byteOffset }: Uint8Array) => byteOffset % Float32Array.BYTES_PER_ELEMENT === 0;

/** Of vectors of length 1, this is the cosine. Four sums at a time, which don't wait for each other. */
function dot(vector: Float32Array, all: Float32Array, from: number): number {
  const { length } = vector;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = 0;
  for (; at + 3 < length; at += 4) {
    a += (vector[at] ?? 0) * (all[from + at] ?? 0);
    b += (vector[at + 1] ?? 0) * (all[from + at + 1] ?? 0);
    c += (vector[at + 2] ?? 0) * (all[from + at + 2] ?? 0);
    d += (vector[at + 3] ?? 0) * (all[from + at + 3] ?? 0);
  }
  for (; at < length; at++) a += (vector[at] ?? 0) * (all[from + at] ?? 0);
  return a + b + c + d;
}

/** The rows that are most alike, the most alike first; of equals, those that come first. */
function nearest(rows: readonly number[] | number, similarityOf: (row: number) => number) {
  const best: { row: number; similarity: number }[] = [];
  const consider = (row: number) => {
    const similarity = similarityOf(row);
    const worst = best.at(-1);
    if (best.length === mostOfSide && worst && similarity <= worst.similarity) return;
    // Nearly all rows end above; the few others find their place.
    let low = 0;
    for (let high = best.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((best[middle]?.similarity ?? 0) >= similarity) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, { row, similarity });
    if (best.length > mostOfSide) best.pop();
  };
  if (typeof rows === "number") for (let row = 0; row < rows; row++) consider(row);
  else for (const row of rows) consider(row);
  return best;
}
