import { fuse } from "@lyceum/backend/search/rules";
import { openIndex } from "@lyceum/backend/search/sqlite";
import { createDice } from "../simulation/dice.ts";
import { question, vector } from "./search-texts.ts";

// node --expose-gc search-ask.ts FILE: searches an index, and says as JSON how long each search took.

const [, , file = ""] = process.argv;
const rounds = 100;
const warmUp = 10;
/** Words of a question. */
const words = 8;

const dice = createDice(2);
const queries = Array.from({ length: rounds + warmUp }, () => ({
  text: question(dice, words),
  vector: vector(dice),
}));

global.gc?.();
const before = process.memoryUsage.rss();
const start = performance.now();
const index = openIndex(file, "1");
const openMs = performance.now() - start;

function timed(filter: { taskIds?: string[] }): number[] {
  const times = queries.map((query) => {
    const begun = performance.now();
    const found = fuse(index.candidates({ ...query, ...filter }), 5);
    for (const { candidate } of found) index.passage(candidate.row);
    return performance.now() - begun;
  });
  return times.slice(warmUp);
}

const all = timed({});
const filtered = timed({ taskIds: ["7.1"] });
global.gc?.();
console.log(
  JSON.stringify({ openMs, residentMB: (process.memoryUsage.rss() - before) / 1e6, all, filtered }),
);
