import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createEvaluate } from "./evaluate.ts";

const now = Date.parse("2030-02-03T04:05:06.007Z");
const evaluate = createEvaluate(() => now);
const one = (source: string, bindings: Record<string, unknown> = {}) =>
  evaluate(`{% ${source} %}`, "Output", bindings);

test("expressions are found anywhere in a value; other texts stay", async () => {
  const value = { a: ["{% $n + 1 %}", "{% no", 3, null], b: { c: "x {% $n %}" } };
  expect(await evaluate(value, "Output", { n: 1 })).toEqual({
    a: [2, "{% no", 3, null],
    b: { c: "x {% $n %}" },
  });
});

test("what Step Functions adds", async () => {
  expect(await one("$partition([1..5], 2)")).toEqual([[1, 2], [3, 4], [5]]);
  expect(await one("$range(1, 9, 3)")).toEqual([1, 4, 7]);
  expect(await one("$range(5, 1, -2)")).toEqual([5, 3, 1]);
  expect(await one("$hash('x', 'SHA-256')")).toBe(createHash("sha256").update("x").digest("hex"));
  expect(await one("$random(7) = $random(7)")).toBe(true);
  expect(await one("$uuid()")).toMatch(/^[\da-f-]{36}$/);
  expect(await one(`$parse('{"a":[1]}').a`)).toEqual(expect.anything());
});

test("the time is the engine's", async () => {
  expect(await one("$millis()")).toBe(now);
  expect(await one("$now()")).toBe("2030-02-03T04:05:06.007Z");
  expect(await one("$now('[Y0001]-[M01]')")).toBe("2030-02");
});

test("nothing, functions and errors are States.QueryEvaluationError", async () => {
  for (const source of ["$states.nothing", "function($x) { $x }", "$sum", "$error('no')", "1 / 'a'"]) {
    await expect(one(source, { states: {} })).rejects.toMatchObject({ error: "States.QueryEvaluationError" });
  }
});

test("values pass through a variable as they are", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const expected: unknown = JSON.parse(JSON.stringify(value));
      expect(await one("$v", { v: expected })).toEqual(expected);
    }),
  );
});
