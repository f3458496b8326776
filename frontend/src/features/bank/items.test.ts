import { expect, test } from "@jest/globals";
import type { ItemStatistics } from "@lyceum/shared/questions";
import fc from "fast-check";
import { type Item, type Look, looked, lookOf, sorts, tasksOf } from "./items.ts";

const item = (id: string, taskId: string, statistics: Partial<ItemStatistics> = {}): Item => ({
  questionId: id,
  version: 1,
  taskId,
  type: "multiple_choice",
  stem: "?",
  statistics: {
    n: 40,
    lowN: false,
    facility: 0.5,
    discrimination: 30,
    choices: [],
    medianSeconds: 60,
    flags: [],
    ...statistics,
  },
});

const items = [
  item("que_1", "10.1", { facility: null, discrimination: null, medianSeconds: null, n: 0, lowN: true }),
  item("que_2", "2.3", { facility: 0.2, flags: ["too_hard"], medianSeconds: 200 }),
  item("que_3", "2.1", { discrimination: -5, flags: ["low_discrimination"], lowN: true, n: 12 }),
];
const ids = (look: Look) => looked(items, look).map(({ questionId }) => questionId);

test("tasks are ordered by number, and what is not known comes last", () => {
  expect(ids({})).toEqual(["que_3", "que_2", "que_1"]);
  expect(ids({ sort: "hardest" })).toEqual(["que_2", "que_3", "que_1"]);
  expect(ids({ sort: "discrimination" })).toEqual(["que_3", "que_2", "que_1"]);
  expect(ids({ sort: "slowest" })).toEqual(["que_2", "que_3", "que_1"]);
  expect(ids({ sort: "answers" })).toEqual(["que_2", "que_3", "que_1"]);
  expect(tasksOf([...items, ...items])).toEqual(["2.1", "2.3", "10.1"]);
});

test("filters narrow each other", () => {
  expect(ids({ flagged: true })).toEqual(["que_3", "que_2"]);
  expect(ids({ flagged: true, enough: true })).toEqual(["que_2"]);
  expect(ids({ flagged: true, task: "10.1" })).toEqual([]);
});

test("whatever an address holds, a look comes of it that says the same when it is read again", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom("flagged", "enough", "task", "sort"), fc.jsonValue()),
      (search) => {
        const look = lookOf(search);
        expect(lookOf({ ...look })).toEqual(look);
        expect(() => looked(items, look)).not.toThrow();
      },
    ),
  );
  expect(lookOf({ flagged: true, enough: "yes", task: "2.10", sort: "slowest" })).toEqual({
    flagged: true,
    task: "2.10",
    sort: "slowest",
  });
});

test("an order neither loses nor repeats an item, and does not depend on how the items came", () => {
  const figure = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
  const some = fc.uniqueArray(
    fc.record({ id: fc.uuid(), task: fc.constantFrom("1.1", "1.2", "10.1"), facility: figure }),
    { selector: ({ id }) => id, maxLength: 20 },
  );
  fc.assert(
    fc.property(some, fc.constantFrom(...sorts), (records, sort) => {
      const all = records.map(({ id, task, facility }) => item(id, task, { facility }));
      const look = lookOf({ sort });
      const order = looked(all, look);
      expect(new Set(order)).toEqual(new Set(all));
      expect(looked(all.toReversed(), look)).toEqual(order);
    }),
  );
});
