import { expect, test } from "@jest/globals";
import { isFromTools, isQuoted } from "./rules.ts";

test("a quotation is one whatever its marks, and only with all its words", () => {
  const passage = "| **Batch** | costs `50 %` less |\n\nIt takes\nlonger, e.g. 24 hours.";
  expect(isQuoted("Batch costs 50 % less", passage)).toBe(true);
  expect(isQuoted("It takes longer, e.g. 24 hours.", passage)).toBe(true);
  expect(isQuoted("It takes longer, e.g. 2 hours.", passage)).toBe(false);
  expect(isQuoted("atch costs 50", passage)).toBe(false);
  expect(isQuoted("Call `Send` in a loop.", "Call [`Send`](https://a.example/send) in a loop.")).toBe(true);
  expect(isQuoted("Use [yargs].", "Use [yargs][6].")).toBe(true);
  expect(isQuoted("Write to &lt;bucket>/&lt;key>.", "Write to \\<bucket\\>/<key>.")).toBe(true);
  expect(isQuoted("Write &lt;b>.", "Write &lt;b>.")).toBe(true);
  expect(isQuoted("…", passage)).toBe(false);
});

const used = {
  name: "calculate" as const,
  input: '{"expression":"1500 * 0.003 / 1000"}',
  output: '{"expression":"1500 * 0.003 / 1000","result":0.0045}',
  failed: false,
};

test.each([
  ["That is 0.0045 USD.", true],
  ["1,500 tokens at 0.003 USD per 1,000 cost 0.0045 USD.", true],
  ["That is about 0.005 USD.", true],
  ["That is 0.45 % of a dollar.", true],
  ["That is 0.0046 USD.", false],
  ["1,500 tokens cost 0.0045 USD, and 9,000 cost more.", false],
  ["It is cheap.", false],
  // Given to the tool, and no result of it.
  ["Titan takes at most 1,500 tokens of input.", false],
])("%j is from the tool: %j", (claim, expected) => {
  expect(isFromTools(claim, "What do 1,500 tokens at 0.003 USD per 1,000 cost?", [used])).toBe(expected);
});

test("a tool that has failed supports nothing", () => {
  expect(isFromTools("That is 0.0045 USD.", "", [{ ...used, failed: true }])).toBe(false);
});
