import { expect, test } from "@jest/globals";
import * as z from "zod";
import { ConverseRequest } from "../../conversation.ts";
import { converseExtractively } from "../model.ts";
import { completed } from "./rewrite-question.ts";
import { sumIn } from "./sums.ts";

// The built-in model's part in the tutor. Nothing here needs vectors.

const passages = [
  { title: "[1] Greenhouse > Climate", text: "Roof vents let warm air escape." },
  { title: "[2] Greenhouse > Water > Pipes", text: "Drip tubes bring 4 litres an hour to each root." },
];
const quotes = [
  { number: 2, text: "Drip tubes bring 4 litres an hour to each root." },
  { number: 1, text: "- Roof vents let warm air\n  escape." },
  { number: 2, text: "Rain barrels store soft water." },
];
const tools = ["calculate", "my_progress"].map((name) => ({
  toolSpec: { name, inputSchema: { json: { type: "object" } } },
}));
const item = {
  type: "multiple_choice",
  stem: "A gardener has dry beds. Water is dear. What brings water to each root?",
  options: [
    { id: "a", text: "Drip tubes", rationale: "Drip tubes end at the root." },
    { id: "b", text: "Roof vents", rationale: "Roof vents are for air." },
  ],
  key: { type: "multiple_choice", choice: "a" },
  response: { type: "multiple_choice", choice: "b" },
  correct: false,
  decidedBy: "Water has to come to each root.",
};

const asked = (prompt: string, input: object, more: object = {}, results: object[] = []) =>
  ConverseRequest.parse({
    messages: [
      {
        role: "user",
        content: [
          ...passages.map(({ title, text }, at) => ({
            text: `<passage id="${at}" title="${title.replaceAll(">", "&gt;")}">\n${text}\n</passage>`,
          })),
          { text: `<input>${JSON.stringify(input)}</input>` },
        ],
      },
      ...results,
    ],
    requestMetadata: { prompt: `${prompt}@1` },
    ...more,
  });
const noVectors = async () => [];

async function said(input: object, results: object[] = []) {
  const request = asked(
    "answer-question",
    { question: "How much water comes to each root?", help: "full", quotes, memory: "", ...input },
    { toolConfig: { tools, toolChoice: { auto: {} } } },
    results,
  );
  const { content, stopReason } = await converseExtractively(request, noVectors);
  const [first] = content;
  return { text: first && "text" in first ? first.text : "", content, stopReason };
}

test("a full answer is the best quotes with their numbers, lists below what leads to them", async () => {
  expect((await said({})).text).toBe(
    [
      "- Drip tubes bring 4 litres an hour to each root. [2]",
      "- Roof vents let warm air escape. [1]",
      "- Rain barrels store soft water. [2]",
    ].join("\n"),
  );
  const steps = [
    { number: 1, text: "Open a\nvent.", lead: "Each morning:", mark: "1." },
    { number: 2, text: "Fill the barrel.", mark: "2." },
    { number: 2, text: "It rains." },
  ];
  expect((await said({ quotes: steps })).text).toBe(
    "Each morning:\n\n1. Open a vent. [1]\n2. Fill the barrel. [2]\n\nIt rains. [2]",
  );
  expect((await said({ quotes: [] })).text).toBe("NOT_IN_NOTES");
});

test("a hint says where to look, and not what stands there", async () => {
  const { text } = await said({ help: "hint" });
  expect(text).toBe("Look at “Greenhouse › Pipes” [2]. What does it say about “root”?");
  expect(text).not.toContain("4 litres");
});

test("guided help asks for what is missing in the best sentence", async () => {
  const { text } = await said({ help: "guided" });
  expect(text).toContain("“Drip tubes bring _____ litres an hour to each root.” [2]");
  expect(text).toMatch(/\?/);
  expect((await said({ help: "guided", quotes: [] })).text).toBe("NOT_IN_NOTES");
});

test("an item is explained by its rationales, to who wants all of it", async () => {
  const { text } = await said({ item, quotes: [] });
  expect(text).toContain("The right answer: Drip tubes");
  expect(text).toContain("Roof vents are for air.");
  const hint = await said({ item, help: "hint" });
  expect(hint.text).toContain("What decides");
  expect(hint.text).not.toContain("Drip tubes end");
});

test.each([
  ["What is 1500 * 0.003 / 1000?", "1500 * 0.003 / 1000"],
  ["calculate (2 + 3) × 4", "(2 + 3) × 4"],
  ["How much is 15% of 200?", "15% of 200"],
  ["What is 12 times 12?", "12 * 12"],
  ["How much is 2,000 tokens at 0.003 USD per 1,000?", "2000 * 0.003 / 1000"],
  ["What do 5 million tokens cost at $3 per million?", "5000000 * 3 / 1000000"],
  ["How much are 5 million tokens at $3 per million tokens?", "5000000 * 3 / 1000000"],
  ["If a request costs $0.40 per million, what do 35 million requests cost?", "35000000 * 0.4 / 1000000"],
  ["At 0.003 USD per 1,000 tokens, how much are 2,000 tokens?", "2000 * 0.003 / 1000"],
  ["10 - 4", "10 - 4"],
  ["Is support there 24/7?", undefined],
  ["What changed between 2024-2025?", undefined],
  ["Which of Claude 3.5 and 3.7 is cheaper?", undefined],
  ["Why do chunks of 100 to 300 tokens overlap?", undefined],
])("the sum in %j is %j", (question, sum) => {
  expect(sumIn(question)).toBe(sum);
});

const ToolUse = z.object({ toolUse: z.object({ toolUseId: z.string(), name: z.string(), input: z.json() }) });

test("a sum is given to the calculator, and its result is the answer", async () => {
  const first = await said({ question: "What is 1500 * 0.003 / 1000?" });
  expect(first.stopReason).toBe("tool_use");
  const { toolUse } = ToolUse.parse(first.content[0]);
  expect(toolUse).toMatchObject({ name: "calculate", input: { expression: "1500 * 0.003 / 1000" } });
  const answered = (output: object, status: string) => [
    { role: "assistant", content: [{ toolUse }] },
    {
      role: "user",
      content: [
        { toolResult: { toolUseId: toolUse.toolUseId, content: [{ text: JSON.stringify(output) }], status } },
      ],
    },
  ];
  const input = { question: "What is 1500 * 0.003 / 1000?" };
  const result = { expression: "1500 * 0.003 / 1000", result: 0.0045 };
  expect((await said(input, answered(result, "success"))).text).toBe(
    "The result of 1500 × 0.003 / 1000 is 0.0045.",
  );
  // Where it has failed, there are still the notes.
  expect((await said(input, answered({ error: "no" }, "error"))).text).toContain("[2]");
});

test.each(["How am I doing?", "What are my weakest tasks?", "Which topics should I practise?"])(
  "%s is for the learner's own progress",
  async (question) => {
    const first = await said({ question });
    expect(first.content).toEqual([{ toolUse: expect.objectContaining({ name: "my_progress", input: {} }) }]);
    const { toolUse } = ToolUse.parse(first.content[0]);
    const told = {
      exam: "AIP-C01",
      readiness: { chanceOfPassingPercent: 62, from: 48, to: 75 },
      answered: 34,
      right: 25,
      weakestTasks: [{ task: "1.2 Data", answered: 9, right: 3 }],
    };
    const content = [{ text: JSON.stringify(told) }];
    const { text } = await said({ question }, [
      { role: "assistant", content: [{ toolUse }] },
      {
        role: "user",
        content: [{ toolResult: { toolUseId: toolUse.toolUseId, content, status: "success" } }],
      },
    ]);
    expect(text).toMatch(/34 questions.*62 %.*1\.2 Data/s);
  },
);

test.each([
  ["And what about the cost?", "How does prompt caching lower latency?", ["caching", "latency", "cost"]],
  ["Why?", "Which chunk size suits tables?", ["chunk", "tables"]],
  ["How much does it cost?", "What is provisioned throughput?", ["provisioned", "throughput"]],
])("%s after %s has what it leans on", (own, last, words) => {
  const question = completed(own, last);
  for (const word of words) expect(question).toContain(word);
  expect(question.startsWith(own)).toBe(true);
});

test.each([
  "What is a vector store?",
  "Which metric tells that retrieval found the right passages for a question?",
])("%s stands alone", (own) => {
  expect(completed(own, "How does prompt caching lower latency?")).toBe(own);
});

const Rewritten = z.object({ question: z.string(), memory: z.string() });

async function rewritten(input: object) {
  const whole = { question: "Why?", before: [], memory: "", ...input };
  const { content } = await converseExtractively(asked("rewrite-question", whole), noVectors);
  const [first] = content;
  return Rewritten.parse(JSON.parse(first && "text" in first ? first.text : ""));
}

test("what was asked is kept in mind, and what the learner wrote stays", async () => {
  const memory = "I fail at pipes.\n- What is a vent?";
  expect((await rewritten({ question: "What is a drip tube?", memory })).memory).toBe(
    `${memory}\n- What is a drip tube?`,
  );
  const long = `I fail at pipes.\n${Array.from({ length: 80 }, (_, at) => `- What is thing ${at}?`).join("\n")}`;
  const kept = (await rewritten({ memory: long })).memory;
  expect(kept.length).toBeLessThanOrEqual(1000);
  expect(kept).toMatch(/^I fail at pipes\..*- Why\?$/s);
});

test("of an item, what it asks and what decides is looked for", async () => {
  const { question } = await rewritten({ item });
  expect(question).toContain("What brings water to each root?");
  expect(question).toContain("Drip tubes");
  expect(question).not.toContain("dear");
});
