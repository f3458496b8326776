import { expect, test } from "@jest/globals";
import { loadPacks, readPacks } from "./library.ts";
import { goodPack, packFiles, writePacks } from "./samples.ts";

test("what committed questions cite stands where they say", async () => {
  for (const { questions, notes } of await loadPacks()) {
    for (const { item } of questions) {
      for (const { noteId, ordinal, quote } of item.citations ?? []) {
        const part = notes.find(({ id }) => id === noteId)?.parts[ordinal];
        expect(part?.text.replace(/\s+/g, " ")).toContain(quote.replace(/\s+/g, " "));
      }
    }
  }
});

const noteId = "not_01M7ZPCZ6248PGVCVVCGXT463B";

/** The good pack, whose first question cites a sentence of a note. */
async function citing(quote: string, cited = noteId) {
  const pack = goodPack();
  const files = packFiles(pack);
  const entries = Object.entries(files).find(([name]) => name.includes("/items/"));
  if (!entries || !Array.isArray(entries[1])) throw new TypeError("the pack has items");
  const [file, [first, ...rest]] = entries;
  const item = { ...first.item, citations: [{ noteId: cited, quote }] };
  const root = await writePacks({ ...files, [file]: [{ ...first, item }, ...rest] });
  return { root, pack: pack.exam.id };
}

test("a quote that is in no note, or of no note, is a problem of its file", async () => {
  const { root } = await citing("Nobody has written this.");
  const { problems } = await readPacks(root);
  expect(problems).toMatchObject([
    { path: "0.item.citations.0.quote", message: `there is no note ${noteId}` },
  ]);
});
