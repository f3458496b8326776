import { expect, test } from "@jest/globals";
import type { Answer, TutorEvent } from "@lyceum/shared/tutor";
import fc from "fast-check";
import { applied, begun, failed, further, isOver, stageOf } from "./applied.ts";
import { passage, question } from "./testing.ts";

const fresh = begun(question, "2027-01-01T10:00:00.000Z");
const after = (...events: TutorEvent[]): Answer => events.reduce(applied, fresh);

const passages: TutorEvent = { event: "passages", searched: "What is a cache?", passages: [passage(1)] };
const citations: TutorEvent = {
  event: "citations",
  text: "A cache [1].",
  claims: [{ text: "A cache.", numbers: [1], support: "notes", score: 0.9 }],
  citations: [],
};
const by = { how: "model", model: "some-model", prompt: "answer@1" } as const;
const usage = { inputTokens: 10, outputTokens: 5, usd: 0, firstTextMs: 10, ms: 20 };
const end: TutorEvent = { event: "end", state: "answered" };

test("an answer grows by the events of its stream", () => {
  const text = (words: string): TutorEvent => ({ event: "text", text: words });
  const answer = after(passages, text("A ca"), text("che"), citations, { event: "usage", by, usage }, end);
  expect(answer).toMatchObject({
    ...question,
    searched: "What is a cache?",
    passages: [passage(1)],
    text: "A cache [1].",
    state: "answered",
    by,
    usage,
  });
  expect(after(passages, { event: "fault", code: "internal", message: "Ask again." })).toMatchObject({
    state: "failed",
    notice: "Ask again.",
  });
});

test("what was said is taken back where it may not be said, or rests on nothing", () => {
  for (const state of ["declined", "not_in_notes"] as const) {
    const answer = after(passages, { event: "text", text: "A ca" }, { event: "end", state, notice: "No." });
    expect(answer).toMatchObject({ state, text: "", notice: "No." });
  }
  expect(after({ event: "text", text: "A ca" }, { event: "end", state: "stopped" }).text).toBe("A ca");
});

test("how far it is can be told at any time", () => {
  expect(stageOf(fresh)).toBe("looking");
  expect(stageOf(after(passages))).toBe("reading");
  expect(stageOf(after(passages, { event: "text", text: "A" }))).toBe("writing");
  expect(stageOf(after(passages, { event: "text", text: "A" }, citations))).toBe("checked");
  expect(stageOf(after(end))).toBe("over");
});

const events: fc.Arbitrary<TutorEvent> = fc.oneof(
  fc.record({ event: fc.constant("text" as const), text: fc.string() }),
  fc.constantFrom<TutorEvent>(passages, citations, end, { event: "fault", code: "internal", message: "No." }),
);

test("what comes after the end changes nothing", () => {
  fc.assert(
    fc.property(fc.array(events), events, (list, next) => {
      const answer = after(...list);
      if (isOver(answer)) expect(applied(answer, next)).toBe(answer);
    }),
  );
});

test("it doesn't matter into which pieces a text is cut", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (pieces) => {
      const answer = after(passages, ...pieces.map((text): TutorEvent => ({ event: "text", text })));
      expect(answer.text).toBe(pieces.join(""));
    }),
  );
});

test("the store may be behind what was shown, until the answer is over", () => {
  const shown = { ...fresh, text: "A cache keeps" };
  expect(further(shown, { ...fresh, text: "A ca" }).text).toBe("A cache keeps");
  expect(further(shown, { ...fresh, text: "A cache keeps what" }).text).toBe("A cache keeps what");
  expect(further(shown, { ...fresh, text: "A.", state: "stopped" }).text).toBe("A.");
  expect(failed(shown, "Ask again.")).toMatchObject({ text: "A cache keeps", state: "failed" });
});
