import { expect, test } from "@jest/globals";
import type { Confidence, ItemSession, ReviewedItem } from "@lyceum/shared/attempts";
import { untouched } from "@lyceum/shared/attempts";
import type { Response } from "@lyceum/shared/questions";
import fc from "fast-check";
import { filtered, filterOf, shows } from "./filters.ts";
import {
  calibration,
  changes,
  overallInterval,
  rightUnsurely,
  slowerThan,
  standardErrorAtCut,
  timeReport,
  weakestDomain,
} from "./report.ts";

const choice = (letter: string): Response => ({ type: "multiple_choice", choice: letter });

/** An item whose right answer is A. */
function reviewed(position: number, taskId: string, session: Partial<ItemSession> = {}): ReviewedItem {
  const whole: ItemSession = { ...untouched, ...session };
  const isRight = (response: Response | null) =>
    response?.type === "multiple_choice" && response.choice === "a";
  return {
    position,
    questionId: `que_${position}`,
    version: 1,
    taskId,
    scored: true,
    item: { type: "multiple_choice", stem: "?", options: [] },
    session: whole,
    initialCorrect: whole.initial && isRight(whole.initial),
    review: {
      correct: isRight(whole.response),
      key: choice("a"),
      rationales: {},
      decidedBy: "",
      difficulty: "medium",
      references: [],
    },
  };
}

const confidence = fc.option(fc.constantFrom<Confidence>("guess", "unsure", "sure"));
const response = fc.option(fc.constantFrom("a", "b", "c").map(choice));
const attempt = fc
  .array(
    fc.record({
      taskId: fc.constantFrom("1.1", "1.2", "2.1", "10.1"),
      session: fc.record({
        response,
        initial: response,
        confidence,
        flagged: fc.boolean(),
        seconds: fc.nat(600),
      }),
    }),
    { maxLength: 30 },
  )
  .map((items) => items.map(({ taskId, session }, index) => reviewed(index + 1, taskId, session)));

test("changed answers are told apart by what was right before and after", () => {
  const found = changes([
    reviewed(1, "1.1", { initial: choice("b"), response: choice("a") }),
    reviewed(2, "1.1", { initial: choice("a"), response: choice("b") }),
    reviewed(3, "1.1", { initial: choice("b"), response: choice("c") }),
    reviewed(4, "1.1", { initial: choice("a"), response: null }),
    reviewed(5, "1.1", { initial: choice("a"), response: choice("a") }),
    reviewed(6, "1.1", { initial: null, response: choice("a") }),
  ]);
  expect(found).toEqual({ wrongToRight: [1], rightToWrong: [2, 4], wrongToWrong: [3] });
});

test("what changes gained and lost is the difference between first and last answers", () => {
  fc.assert(
    fc.property(attempt, (items) => {
      const { wrongToRight, rightToWrong } = changes(items);
      const begun = items.filter(({ initialCorrect }) => initialCorrect !== null);
      const before = begun.filter(({ initialCorrect }) => initialCorrect).length;
      const after = begun.filter(({ review }) => review.correct).length;
      expect(wrongToRight.length - rightToWrong.length).toBe(after - before);
    }),
  );
});

test("confidence: only answered items count, each once", () => {
  const rows = calibration([
    reviewed(1, "1.1", { confidence: "guess", response: choice("a") }),
    reviewed(2, "1.1", { confidence: "guess", response: choice("b") }),
    reviewed(3, "1.1", { confidence: "guess" }),
    reviewed(4, "1.1", { confidence: "sure", response: choice("a") }),
    reviewed(5, "1.1", { response: choice("a") }),
  ]);
  expect(rows.map(({ confidence, correct, total }) => [confidence, correct, total])).toEqual([
    ["guess", 1, 2],
    ["unsure", 0, 0],
    ["sure", 1, 1],
  ]);
  fc.assert(
    fc.property(attempt, (items) => {
      const rows = calibration(items);
      const given = items.filter(({ session }) => session.confidence && session.response);
      expect(rows.reduce((sum, { total }) => sum + total, 0)).toBe(given.length);
      for (const { correct, total, low, high } of rows) {
        expect(low).toBeLessThanOrEqual(total === 0 ? 0 : correct / total);
        expect(high).toBeGreaterThanOrEqual(total === 0 ? 1 : correct / total);
      }
      const [guess, unsure] = rows;
      expect(rightUnsurely(items)).toHaveLength((guess?.correct ?? 0) + (unsure?.correct ?? 0));
    }),
  );
});

test("times: medians and the middle half, by domain, of items that were open", () => {
  const seconds = [10, 20, 40, 80, 0];
  const items = seconds.map((each, index) => reviewed(index + 1, "1.1", { seconds: each }));
  const report = timeReport([...items, reviewed(6, "2.1", { seconds: 500 })]);
  expect(report?.open).toBe(650);
  expect(report?.byDomain).toEqual([
    { domainId: "1", items: 4, low: 17.5, median: 30, high: 50 },
    { domainId: "2", items: 1, low: 500, median: 500, high: 500 },
  ]);
  expect(report?.slowest.map(({ position }) => position)).toEqual([6, 4, 3, 2, 1]);
  expect(slowerThan(items, 20)).toBe(2);
  expect(timeReport([reviewed(1, "1.1")])).toBeUndefined();
});

test("half of the items lie at or below the median, and quartiles surround it", () => {
  fc.assert(
    fc.property(attempt, (items) => {
      const report = timeReport(items);
      const timed = items.filter(({ session }) => session.seconds > 0);
      if (!report) return expect(timed).toEqual([]);
      const { low, median, high } = report.all;
      expect(low).toBeLessThanOrEqual(median);
      expect(median).toBeLessThanOrEqual(high);
      const below = timed.filter(({ session }) => session.seconds <= median).length;
      const above = timed.filter(({ session }) => session.seconds >= median).length;
      expect(Math.min(below, above)).toBeGreaterThanOrEqual(timed.length / 2);
      expect(report.byDomain.reduce((sum, domain) => sum + domain.items, 0)).toBe(timed.length);
    }),
  );
});

test("one 65-item form has a standard error of about 50 points at the cut", () => {
  const scale = { min: 100, pass: 750, max: 1000 };
  expect(standardErrorAtCut(scale, { cut: 0.722, total: 65 })).toBeCloseTo(50, 0);
  expect(standardErrorAtCut(scale, { cut: 0.722, total: 260 })).toBeCloseTo(25, 0);
});

const domain = (domainId: string, correct: number, total: number) => ({
  domainId,
  correct,
  total,
  low: 0.1,
  high: 0.9,
  competency: "meets" as const,
});

test("the weakest domain is the one with the most wrong answers", () => {
  expect(weakestDomain([domain("1", 8, 10), domain("2", 1, 4), domain("3", 5, 5)])?.domainId).toBe("2");
  expect(weakestDomain([domain("1", 10, 10), domain("2", 4, 4)])).toBeUndefined();
  expect(weakestDomain([domain("1", 1, 10)])).toBeUndefined();
});

test("of one domain alone, the whole has the domain's interval", () => {
  const result = { correct: 5, total: 10, answered: 10, cut: 0.7 };
  expect(overallInterval({ ...result, byDomain: [domain("1", 5, 10)] })).toMatchObject({
    low: 0.1,
    high: 0.9,
  });
  expect(overallInterval({ ...result, byDomain: [domain("1", 5, 5), domain("2", 0, 5)] }).low).toBeCloseTo(
    0.2366,
    4,
  );
});

test("filters choose by both of what they say, and keep the order", () => {
  fc.assert(
    fc.property(attempt, (items) => {
      expect(filtered(items, {})).toEqual(items);
      for (const show of shows) {
        const parts = [1, 2, 10].flatMap((domain) => filtered(items, { show, domain }));
        expect(parts).toHaveLength(filtered(items, { show }).length);
      }
      const positions = filtered(items, { show: "flagged" }).map(({ position }) => position);
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
      expect(
        filtered(items, { show: "guessed" }).every(({ session }) => session.confidence === "guess"),
      ).toBe(true);
    }),
  );
});

test.each([
  [
    { show: "wrong", domain: 2 },
    { show: "wrong", domain: 2 },
  ],
  [{ show: "everything", domain: "x" }, {}],
  [{ domain: 1.5 }, {}],
])("the address %j means the filter %j", (search, filter) => {
  expect(filterOf(search)).toEqual(filter);
});
