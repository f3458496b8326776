import { expect, test } from "@jest/globals";
import { copied, placeOf, sourcesOf } from "./sources.ts";
import { passage } from "./testing.ts";
import { answererText, byText, listed, seconds, spread, stageText, suggested, toolText } from "./texts.ts";

test("what goes on is told with the titles that are looked in, once each", () => {
  const passages = [passage(1), passage(2), passage(3, { noteTitle: "Prompts" })];
  expect(stageText({ passages }, "reading")).toBe("Looking in Caching and Prompts");
  expect(stageText({ passages: [] }, "looking")).toBe("Looking in the notes");
  expect(stageText({ passages }, "writing")).toBeUndefined();
  expect(listed(["A", "B", "C", "D", "E"])).toBe("A, B, C and 2 more");
});

test("who wrote an answer is told with what it took", () => {
  const usage = { inputTokens: 900, outputTokens: 100, usd: 0.002, firstTextMs: 400, ms: 2340 };
  const by = { how: "model", model: "amazon.nova-lite-v1:0", prompt: "answer@1" } as const;
  expect(byText({ by, usage })).toBe(
    "Answered by amazon.nova-lite-v1:0 · 2.3 s · 1000 tokens · less than $0.01",
  );
  const free = { ...usage, inputTokens: 0, outputTokens: 0, usd: 0, ms: 12_300 };
  expect(byText({ by: { how: "quotes", model: "", prompt: "" }, usage: free })).toBe(
    "Quoted from the notes · 12 s",
  );
  expect(byText({ usage: free })).toBe("");
  expect(seconds(9_999)).toBe("10 s");
});

test("what answers is told wherever the platform runs", () => {
  expect(answererText({ source: "built-in" }, "some")).toMatch(/^No language model answers here/);
  expect(answererText({ source: "server", model: "llama" }, undefined)).toMatch(/^llama answers/);
  expect(answererText({ source: "aws" }, undefined)).toBe("A model in Amazon Bedrock answers.");
  expect(answererText({}, "nova")).toBe("nova answers, in Amazon Bedrock.");
});

test("tools are told by what they were used for", () => {
  const tool = {
    name: "calculate",
    input: '{"expression":"2 * 3"}',
    output: '{"result":6}',
    failed: false,
  } as const;
  expect(toolText(tool)).toBe("2 * 3 = 6");
  expect(toolText({ ...tool, failed: true })).toBe("2 * 3 could not be calculated");
  expect(toolText({ ...tool, input: "no JSON", output: "7" })).toBe("no JSON = 7");
  expect(toolText({ ...tool, name: "my_progress" })).toBe("Your progress was read");
});

test("titles become questions, from all over the notes", () => {
  expect(suggested([" Prompt caching"])).toEqual(["What do the notes say about “Prompt caching”?"]);
  expect(spread([1, 2, 3, 4, 5, 6], 3)).toEqual([1, 3, 5]);
  expect(spread([1, 2], 3)).toEqual([1, 2]);
});

test("what is cited is told from what was found as well", () => {
  const quote = "A cache keeps what is asked for often.";
  const citation = { noteId: "n", version: 1, ordinal: 1, cohortId: null, title: "Caching", quote };
  const answer = {
    text: "Keep it [1]. Always [?].",
    passages: [passage(1), passage(2)],
    citations: [
      { ...citation, number: 1 },
      { ...citation, number: 1 },
    ],
  };
  const { cited, others } = sourcesOf(answer);
  expect(cited).toEqual([{ passage: passage(1), quotes: [quote] }]);
  expect(others).toEqual([passage(2)]);
  expect(placeOf(passage(1))).toEqual(["Caching", "When it pays"]);
  expect(copied(answer)).toBe(
    "Keep it [1]. Always (not in the notes).\n\nSources:\n\n- [1] Caching › When it pays",
  );
  expect(copied({ ...answer, citations: [] })).toBe("Keep it [1]. Always (not in the notes).");
});
