import { expect, test } from "@jest/globals";
import type { AuthorItem } from "@lyceum/shared/questions";
import { entry, goodPack, multipleChoice } from "../samples.ts";
import { checkStandards, type Pack, type Standards } from "./rules.ts";

const standards: Standards = {
  items: 1,
  itemsPerTask: 1,
  longScenarios: { items: 0, words: 10, constraints: 2 },
  outOfScope: [],
};

/** A pack of the sample exam with one difficulty after the other. */
function packOf(count: number, change: (item: AuthorItem, at: number) => AuthorItem = (item) => item): Pack {
  const { exam } = goodPack();
  const grades = [
    { difficulty: "easy" as const, angoff: { rating: 0.9, reason: "Well known." } },
    { difficulty: "medium" as const, angoff: { rating: 0.7, reason: "Known to most." } },
    { difficulty: "hard" as const, angoff: { rating: 0.5, reason: "Known to some." } },
  ];
  const questions = Array.from({ length: count }, (_, at) => {
    const item = { ...multipleChoice(`topic${at}`, `subject${at}`, "a", "b"), ...grades[at % 3] };
    return entry(at, at % 2 ? "1.1" : "1.2", change(item, at)).question;
  });
  return { exam: { ...exam, itemTypes: { multiple_choice: 100 } }, standards, questions };
}

const rules = (pack: Pack, more: Partial<Standards> = {}) =>
  checkStandards({ ...pack, standards: { ...standards, ...more } }).map(({ rule }) => rule);

test("a pack that keeps its standards has no findings", () => {
  expect(rules(packOf(12))).toEqual([]);
});

test("too few questions, in all and of a task, are found", () => {
  expect(rules(packOf(12), { items: 13 })).toEqual(["pack-size"]);
  expect(rules(packOf(12), { itemsPerTask: 7 })).toEqual(["pack-size", "pack-size"]);
});

test("domains and types out of proportion are found", () => {
  const pack = packOf(12);
  const [domain] = pack.exam.domains;
  if (!domain) throw new TypeError("the sample exam has a domain");
  const halves = [
    { ...domain, weight: 50 },
    { ...domain, id: "2", weight: 50, tasks: [{ id: "2.1", title: "Other", summary: "Other." }] },
  ];
  expect(rules({ ...pack, exam: { ...pack.exam, domains: halves } }, { itemsPerTask: 1 })).toEqual([
    "pack-size",
    "domain-balance",
    "domain-balance",
  ]);
  const mixed = { multiple_choice: 50, matching: 50 };
  expect(rules({ ...pack, exam: { ...pack.exam, itemTypes: mixed } })).toEqual([
    "type-balance",
    "type-balance",
  ]);
});

test("a difficulty that hardly occurs, and ratings that contradict difficulties, are found", () => {
  expect(rules(packOf(12, (item) => ({ ...item, difficulty: "easy" })))).toEqual([
    "difficulty-spread",
    "difficulty-spread",
  ]);
  const sameRating = packOf(12, (item) => ({ ...item, angoff: { rating: 0.7, reason: "As all others." } }));
  expect(rules(sameRating)).toEqual(["difficulty-ratings", "difficulty-ratings"]);
});

test("long scenarios need both words and constraints", () => {
  const long = { longScenarios: { items: 4, words: 30, constraints: 2 } };
  const words = "word ".repeat(30);
  const constrained = (item: AuthorItem): AuthorItem => ({ ...item, constraints: ["cost", "latency"] });
  const wordy = (item: AuthorItem): AuthorItem => ({ ...item, stem: words + item.stem });
  expect(rules(packOf(12, constrained), long)).toEqual(["long-scenarios"]);
  expect(rules(packOf(12, wordy), long)).toEqual(["long-scenarios"]);
  expect(
    rules(
      packOf(12, (item, at) => (at < 4 ? wordy(constrained(item)) : item)),
      long,
    ),
  ).toEqual([]);
});

test("a service out of scope is found in the key, and allowed in a distractor", () => {
  const withText = (id: string) =>
    packOf(12, (item) => ({
      ...item,
      options: item.options.map((option) =>
        option.id === id ? { ...option, text: "Use Far Off Service" } : option,
      ),
    }));
  const outOfScope = ["far off service"];
  expect(rules(withText("b"), { outOfScope })).toEqual([]);
  expect(new Set(rules(withText("a"), { outOfScope }))).toEqual(new Set(["out-of-scope"]));
});
