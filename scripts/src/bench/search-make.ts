import type { Entry } from "@lyceum/backend/search/search";
import { writeIndex } from "@lyceum/backend/search/sqlite";
import { createDice } from "../simulation/dice.ts";
import { tasks, text, vector } from "./search-texts.ts";

// node search-make.ts CHUNKS FILE: writes an index of so many made-up chunks of 130 words, ten of each note.

const [, , chunks = "", file = ""] = process.argv;
const dice = createDice(1);

writeIndex(
  file,
  "bench",
  Array.from({ length: Number(chunks) }, (_, row): Entry => {
    const note = Math.floor(row / 10);
    return {
      passage: {
        noteId: `not_${String(note).padStart(26, "0")}`,
        noteTitle: text(dice, 3),
        cohortId: null,
        version: 1,
        ordinal: row % 10,
        headings: [text(dice, 3)],
        page: null,
        text: text(dice, 130),
      },
      taskIds: [`${1 + (note % tasks)}.1`],
      vector: vector(dice),
    };
  }),
);
