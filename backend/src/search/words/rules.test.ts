import { readdir, readFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { meantBy, stemOf, tellingOf, wordsIn } from "./rules.ts";

/** The words of some texts as FTS5 has them in its index. */
function indexed(texts: readonly string[]): Map<string, string> {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE VIRTUAL TABLE t USING fts5(text, tokenize = 'porter unicode61 remove_diacritics 2')");
  database.exec("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)");
  const insert = database.prepare("INSERT INTO t (rowid, text) VALUES (?, ?)");
  for (const [row, text] of texts.entries()) insert.run(row, text);
  const rows = database.prepare("SELECT doc, term FROM v").all();
  database.close();
  return new Map(rows.map(({ doc, term }) => [texts[Number(doc)] ?? "", String(term)]));
}

test.each([
  ["chunks", "chunk"],
  ["chunking", "chunk"],
  ["retrieval", "retriev"],
  ["retrieves", "retriev"],
  ["agreed", "agre"],
  ["hopping", "hop"],
  ["relational", "relat"],
  ["tokenization", "token"],
  ["controlling", "control"],
  ["policies", "polici"],
  ["policy", "polici"],
  ["is", "is"],
  ["1990s", "1990"],
  ["größe", "größe"],
  ["検索", "検索"],
])("the stem of %s is %s", (word, stem) => {
  expect(stemOf(word)).toBe(stem);
});

test("stems are those of the full-text index, for all words of the seed notes", async () => {
  const folder = new URL("../../../../scripts/content/aip-c01/notes/", import.meta.url);
  const texts = await Promise.all(
    (await readdir(folder)).map((name) => readFile(new URL(name, folder), "utf8")),
  );
  const words = [...new Set(texts.flatMap(wordsIn))];
  const terms = indexed(words);
  expect(words.length).toBeGreaterThan(2_000);
  expect(words.filter((word) => stemOf(word) !== terms.get(word))).toEqual([]);
});

test("words are those of the index, in whatever language", () => {
  expect(wordsIn("Café-naïve: GRÖßE, ΣΊΣΥΦΟΣ! 検索 S3 \ud800 don’t")).toEqual([
    ...["cafe", "naive", "große", "σίσυφος", "検索", "s3", "don", "t"],
  ]);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      for (const each of wordsIn(text)) expect(each).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
    }),
    { numRuns: 30 },
  );
});

test("common words tell nothing, unless there are no others", () => {
  expect(tellingOf(["what", "is", "rag"])).toEqual(["rag"]);
  expect(tellingOf(["what", "is", "it"])).toEqual(["what", "is", "it"]);
  expect(tellingOf([])).toEqual([]);
});

test.each([
  ["heirarchical", "hierarch"],
  ["chunkng", "chunk"],
  ["gatway", "gatewai"],
  ["guardrial", "guardrail"],
  ["infernce", "infer"],
  // Another letter is another word, and short words are alike by chance.
  ["trading", undefined],
  ["cost", undefined],
  ["photosynthesis", undefined],
])("%s is taken for %s", (word, meant) => {
  const stems = ["hierarch", "chunk", "gatewai", "guardrail", "infer", "trace", "coast", "photo"];
  expect(
    meantBy(
      word,
      stems.map((stem) => ({ stem, chunks: 1 })),
    ),
  ).toBe(meant);
});

test("of several words that may be meant, it is the commonest", () => {
  const stems = [
    { stem: "later", chunks: 1 },
    { stem: "latter", chunks: 2 },
  ];
  expect(meantBy("latteer", stems)).toBe("latter");
  expect(meantBy("lattre", stems)).toBe("latter");
  expect(meantBy("anything", [])).toBeUndefined();
});
