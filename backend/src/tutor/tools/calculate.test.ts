import { expect, test } from "@jest/globals";
import { Fault } from "@lyceum/shared/contract/fault";
import fc from "fast-check";
import { calculate, resultOf } from "./calculate.ts";

test.each([
  ["1500 * 0.003 / 1000", 0.0045],
  ["1,500 * 2", 3000],
  ["12 345 678 + 1", 12345679],
  ["max(1,500)", 500],
  ["max((1,500), 2)", 1500],
  ["1,000% * 2", 20],
  ["0.1 + 0.2", 0.3],
  ["15% of 200", 30],
  ["200 * 15%", 30],
  ["2 ** 3 ** 2", 512],
  ["2^10", 1024],
  ["17 % 5", 2],
  ["-(2 ** 2)", -4],
  ["$3 × 4 ÷ 2", 6],
  ["round(10 / 3, 2)", 3.33],
  ["ceil(sqrt(17)) + floor(log(8)) + abs(-1)", 8],
  ["(1 + 2) * (3 - 4)", -3],
])("%s is %d", (expression, value) => {
  expect(resultOf(expression)).toBe(value);
});

test.each([
  "1 / 0",
  "9 ** 9 ** 9",
  "sqrt(-1)",
  "constructor",
  "constructor(1)",
  "process.exit(1)",
  "(1).constructor",
  "min.constructor('return 1')()",
  "[1, 2]",
  "'a' + 'b'",
  "1 ? 2 : 3",
  "1; 2",
  "1 == 1",
  "this",
  "min()",
  "sqrt(1, 2)",
  "-2 ** 2",
  "",
  "how much",
  `${"-".repeat(150)}1`,
  "1+".repeat(150),
])("%s is refused with a reason", (expression) => {
  expect(() => resultOf(expression)).toThrow(Fault);
});

test("whatever is asked for, there is a finite number or a reason", () => {
  const words =
    "1 2.5 1,000 + - * / % ** ( ) , min max sqrt log . [ ] constructor __proto__ ' ; e9 % of".split(" ");
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 20 }), (parts) => {
      try {
        expect(Number.isFinite(resultOf(parts.join(" ")))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
      }
    }),
  );
});

test("as a tool it says what it has worked out", async () => {
  const { signal } = new AbortController();
  expect(await calculate.run({ expression: "2 + 3" }, signal)).toEqual({ expression: "2 + 3", result: 5 });
  expect(calculate.input.safeParse({ expression: "1".repeat(201) }).success).toBe(false);
});
