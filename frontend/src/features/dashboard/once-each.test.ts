import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { onceEach } from "./once-each.ts";

test("who moved while pages were loaded is listed where they are now", () => {
  const [ada, late, bob] = [
    { userId: "ada", lastActiveOn: "2026-11-01" },
    { userId: "ada", lastActiveOn: "2026-11-21" },
    { userId: "bob", lastActiveOn: "2026-11-20" },
  ];
  expect(onceEach([ada, bob, late])).toEqual([bob, late]);
});

test("nobody is lost, and nobody comes twice", () => {
  const learner = fc.record({ userId: fc.constantFrom("a", "b", "c", "d"), place: fc.nat() });
  fc.assert(
    fc.property(fc.array(learner), (learners) => {
      const ids = onceEach(learners).map(({ userId }) => userId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(new Set(ids)).toEqual(new Set(learners.map(({ userId }) => userId)));
    }),
  );
});
