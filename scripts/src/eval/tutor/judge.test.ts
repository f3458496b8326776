import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import type { Models, Source } from "@lyceum/backend/models/models";
import { judge, judgeAnswer } from "./judge.ts";
import { someAnswer, someQuestion } from "./samples.ts";

test("a judge sees the cited passages and the reference, of answers alone", async () => {
  const asked: { input: unknown; sources: readonly Source[] }[] = [];
  const models: Pick<Models, "ask"> = {
    ask: async (prompt, { input, sources }) => {
      asked.push({ input, sources });
      const correct = asked.length === 1 ? "partly" : "fully";
      const output = prompt.output.parse({ correct, supported: true, reason: "So it is." });
      return { output, by: { model: "a-judge", prompt: "judge-answer@1" }, usd: 0 };
    },
  };
  const of = (answer: typeof someAnswer) => ({ question: someQuestion, answer, firstTextMs: null, ms: 1 });
  const scored = [
    of({ ...someAnswer, text: "A store keeps vectors [1]." }),
    of(someAnswer),
    of({ ...someAnswer, state: "not_in_notes" }),
  ];
  const rows = await judge(models, scored, "coh_01M7ZPCZ6248PGVCVVCGXT463B", () => {});
  expect(asked).toHaveLength(2);
  expect(asked[0]).toEqual({
    input: {
      question: someQuestion.question,
      reference: someQuestion.answer,
      answer: "A store keeps vectors [1].",
    },
    sources: [{ title: "[1] Stores", text: "A store keeps vectors. Another sentence." }],
  });
  expect(rows.map(({ measure, estimate }) => [measure, estimate.value])).toEqual([
    ["judged fully correct", 0.5],
    ["judged at least partly correct", 1],
    ["judged supported", 1],
  ]);
});

test("its words are those of its version", () => {
  const hash = createHash("sha256").update(judgeAnswer.system).digest("hex").slice(0, 12);
  expect([judgeAnswer.version, hash]).toEqual([1, "ac9ed286f358"]);
});
