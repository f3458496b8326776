import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Counted, type Counters, classes, figuresOf, modelOf, toCount } from "./rules.ts";

const of = { cohortId: "coh_01JQ0000000000000000000000", model: "m" };
const usage = (ms: number) => ({ inputTokens: 10, outputTokens: 2, usd: 0.001, firstTextMs: ms, ms: ms * 2 });
const claim = (support: "notes" | "none" | "unchecked") => ({ text: "", numbers: [], support, score: null });
const answer = {
  state: "answered" as const,
  claims: [claim("notes"), claim("none"), claim("unchecked")],
  by: { how: "model" as const, model: "m", prompt: "p@1" },
  usage: usage(700),
};

const sum = (all: readonly Counters[]): Counters => {
  const total: Record<string, number> = {};
  for (const counters of all) {
    for (const [name, count] of Object.entries(counters)) total[name] = (total[name] ?? 0) + count;
  }
  return total;
};

test("an answer is counted when it is over, by the model that wrote it", () => {
  expect(toCount({ ...answer, state: "answering" }, undefined)).toBeUndefined();
  expect(modelOf(answer)).toBe("m");
  expect(modelOf({ by: { how: "quotes", model: "", prompt: "" } })).toBe("");
  expect(modelOf({})).toBe("");
  const figures = figuresOf(of, toCount(answer, undefined)?.counters ?? {});
  expect(figures).toMatchObject({
    answers: 1,
    claims: 2,
    unsupported: 1,
    states: { answered: 1 },
    usd: 0.001,
  });
  const declined = toCount({ state: "declined", claims: [] }, undefined);
  expect(figuresOf(of, declined?.counters ?? {})).toMatchObject({ answers: 1, firstTextMs: null, ms: null });
});

test("whatever is thought of an answer one after the other, its last thumb is counted, once", () => {
  const thumbs = fc.array(fc.constantFrom("up" as const, "down" as const, undefined), { maxLength: 8 });
  fc.assert(
    fc.property(thumbs, (all) => {
      let counted: Counted | undefined;
      const changes: Counters[] = [];
      for (const thumb of [undefined, ...all]) {
        const change = toCount({ ...answer, ...(thumb && { feedback: { thumb } }) }, counted);
        if (!change) continue;
        changes.push(change.counters);
        counted = change.counted;
      }
      const last = all.at(-1);
      expect(figuresOf(of, sum(changes))).toMatchObject({
        answers: 1,
        thumbsUp: last === "up" ? 1 : 0,
        thumbsDown: last === "down" ? 1 : 0,
      });
    }),
  );
});

test("percentiles are the upper ends of the classes that hold them", () => {
  const times = fc.array(fc.integer({ min: 0, max: 96_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(times, (all) => {
      const counters = sum(
        all.map((ms) => toCount({ ...answer, usage: { ...usage(0), ms } }, undefined)?.counters ?? {}),
      );
      const sorted = all.toSorted((a, b) => a - b);
      const exact = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
      const { ms } = figuresOf(of, counters);
      for (const [share, told] of [
        [0.5, ms?.p50],
        [0.95, ms?.p95],
      ] as const) {
        expect(told).toBe(classes.find((end) => exact(share) <= end));
      }
    }),
  );
});
