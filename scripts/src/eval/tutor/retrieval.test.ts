import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import * as z from "zod";
import { readPacks } from "../../content/library.ts";
import { committedVectors, indexOf, placesOf, vectorFilesOf } from "./corpus.ts";
import { measureRetrieval, searches } from "./retrieval.ts";

const examId = "aip-c01";
const Figures = z.object({ recall5: z.record(z.string(), z.number()) });
/** Of what was reached once, two points may be lost to something that gains elsewhere. */
const tolerance = 0.02;

test("search finds what the golden questions need as well as it once did", async () => {
  const recorded = new URL(`../../../content/${examId}/golden.figures.json`, import.meta.url);
  const { recall5 } = Figures.parse(JSON.parse(await readFile(recorded, "utf8")));
  const { notes = [], golden = [] } = (await readPacks()).packs.find(({ exam }) => exam.id === examId) ?? {};
  // A question or a part of a note that has changed without its vector fails here, and tells what to do.
  const embed = await committedVectors(vectorFilesOf(examId));
  const index = await indexOf(placesOf(notes), embed);
  const rows = await measureRetrieval(searches(index, embed), golden);
  index.close();

  const reached = (system: string) =>
    rows.find((row) => row.system === system && row.of === "all")?.recall5.value ?? 0;
  expect(reached("hybrid")).toBeGreaterThanOrEqual((recall5.hybrid ?? 1) - tolerance);
  expect(reached("hybrid")).toBeGreaterThanOrEqual(reached("BM25"));
  expect(reached("hybrid")).toBeGreaterThanOrEqual(reached("vectors"));
  // Each side by itself finds something, and not the same: otherwise the comparison says nothing.
  expect(reached("BM25")).toBeCloseTo(recall5.BM25 ?? 1, 1);
  expect(reached("vectors")).toBeCloseTo(recall5.vectors ?? 1, 1);
  expect(rows.find(({ system, of }) => system === "hybrid" && of === "two notes")?.recall5.n).toBe(20);
});
