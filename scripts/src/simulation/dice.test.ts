import { expect, test } from "@jest/globals";
import { createDice, mixedDice } from "./dice.ts";

test("the same seed gives the same numbers", () => {
  for (const dice of [createDice, mixedDice]) {
    const numbers = (seed: number) => Array.from({ length: 5 }, dice(seed).random);
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
  }
});

test("numbers are spread as they should be", () => {
  const { between, whole, normal } = createDice(1);
  const many = <T>(one: () => T) => Array.from({ length: 10_000 }, one);
  expect(Math.min(...many(() => between(2, 3)))).toBeGreaterThanOrEqual(2);
  expect(new Set(many(() => whole(1, 6)))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  const normals = many(normal);
  const mean = normals.reduce((sum, one) => sum + one, 0) / normals.length;
  const variance = normals.reduce((sum, one) => sum + (one - mean) ** 2, 0) / normals.length;
  expect(Math.abs(mean)).toBeLessThan(0.05);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});

test("the first numbers of seeds that follow one another have nothing to do with each other", () => {
  const firsts = Array.from({ length: 1000 }, (_, seed) => mixedDice(seed).random());
  const tenths = Map.groupBy(firsts, (first) => Math.floor(10 * first));
  expect(tenths.size).toBe(10);
  for (const some of tenths.values()) expect(Math.abs(some.length - 100)).toBeLessThan(50);
  const rising = firsts.filter((first, at) => first > (firsts[at - 1] ?? 1)).length;
  expect(Math.abs(rising - 500)).toBeLessThan(75);
});
