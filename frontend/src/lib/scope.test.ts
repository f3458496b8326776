import { expect, test } from "@jest/globals";
import type { Domain } from "@lyceum/shared/exams";
import { domainState, scopeOf, toggleDomain, toggleTask } from "./scope.ts";

const domain = (id: string, count: number): Domain => ({
  id,
  title: id,
  weight: 50,
  tasks: Array.from({ length: count }, (_, index) => ({
    id: `${id}.${index + 1}`,
    title: "t",
    summary: "s",
  })),
});
const first = domain("1", 2);
const second = domain("2", 3);

test("a domain is ticked by its tasks", () => {
  const one = toggleTask("1.1", new Set());
  expect(domainState(first, one)).toBe("some");
  const all = toggleDomain(first, one);
  expect(domainState(first, all)).toBe("all");
  expect(toggleDomain(first, all)).toEqual(new Set());
  expect(domainState(second, all)).toBe("none");
});

test("whole domains are asked for by their number, the whole exam by nothing", () => {
  const ticked = toggleTask("2.3", toggleDomain(first, new Set()));
  expect(scopeOf([first, second], ticked)).toEqual(["1", "2.3"]);
  expect(scopeOf([first, second], toggleDomain(second, toggleDomain(first, new Set())))).toEqual([]);
});
