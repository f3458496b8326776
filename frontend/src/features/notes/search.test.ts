import { expect, test } from "@jest/globals";
import { noteSearch } from "./search.ts";

test.each([
  [
    { version: 2, part: 0, quote: "It is so." },
    { version: 2, part: 0, quote: "It is so." },
  ],
  [{ quote: 42 }, { quote: "42" }],
  [{ quote: true }, { quote: "true" }],
  [{ quote: ["It is so.", " ", 42] }, { quote: ["It is so.", "42"] }],
  [{ quote: [""] }, {}],
  [{ version: 0, part: -1, quote: " " }, {}],
  [{ version: "2", part: 1.5, quote: { a: 1 } }, {}],
])("%j asks for %j", (search, place) => {
  expect(noteSearch(search)).toEqual(place);
});
