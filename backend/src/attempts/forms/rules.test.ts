import { expect, test } from "@jest/globals";
import { Fault } from "@lyceum/shared/contract/fault";
import { ItemType } from "@lyceum/shared/exams";
import fc from "fast-check";
import { largestRemainder } from "../../exams/rules.ts";
import { examWith } from "../../testing/items.ts";
import { assembleMock, inScope, type Random, selectItems, sharesWithin, shuffled, timeFor } from "./rules.ts";

const exam = { ...examWith([50, 30, 20]), scoredItems: 10, unscoredItems: 3 };
const taskIds = exam.domains.flatMap((domain) => domain.tasks.map((task) => task.id));

const random: fc.Arbitrary<Random> = fc
  .infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
  .map((stream) => () => {
    const next = stream.next();
    return next.done ? 0 : next.value;
  });

/** Questions that may be given to learners, by when the learner last saw them (0: never). */
const bankOf = (minLength: number, maxLength: number) =>
  fc
    .array(
      fc.record({
        taskId: fc.constantFrom(...taskIds),
        state: fc.constantFrom("scored" as const, "scored" as const, "pilot" as const),
        face: fc.record({ type: fc.constantFrom(...ItemType.options) }),
        cohortId: fc.constantFrom(undefined, undefined, "coh_1"),
        seenAt: fc.nat(5),
      }),
      { minLength, maxLength },
    )
    .map((questions) => questions.map((question, place) => ({ ...question, id: `que_${place}` })));
type Bank = ReturnType<typeof bankOf> extends fc.Arbitrary<infer B> ? B : never;

const lastSeenIn = (bank: Bank) => (id: string) =>
  bank.find((question) => question.id === id)?.seenAt || undefined;

const scored = (id: string, taskId: string) => ({
  id,
  taskId,
  state: "scored" as const,
  face: { type: "multiple_choice" as const },
});

test("a shuffle keeps what it is given", () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), random, (values, next) => {
      expect(shuffled(values, next).sort()).toEqual([...values].sort());
    }),
  );
});

test("capacities hold, the count is met, and weights decide where there is room", () => {
  expect(
    sharesWithin(10, [
      { weight: 50, capacity: 100 },
      { weight: 30, capacity: 100 },
      { weight: 20, capacity: 100 },
    ]),
  ).toEqual([5, 3, 2]);
  expect(
    sharesWithin(10, [
      { weight: 50, capacity: 2 },
      { weight: 30, capacity: 100 },
      { weight: 20, capacity: 100 },
    ]),
  ).toEqual([2, 5, 3]);
  fc.assert(
    fc.property(
      fc.array(fc.record({ weight: fc.integer({ min: 0, max: 100 }), capacity: fc.nat(40) }), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.nat(300),
      (places, wanted) => {
        const room = places.reduce((sum, place) => sum + place.capacity, 0);
        const count = Math.min(wanted, room);
        const shares = sharesWithin(count, places);
        expect(shares.reduce((a, b) => a + b, 0)).toBe(count);
        for (const [at, share] of shares.entries()) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(places[at]?.capacity ?? 0);
        }
      },
    ),
  );
});

test("a quiz has as many items as asked for, each once", () => {
  fc.assert(
    fc.property(bankOf(1, 60), fc.integer({ min: 1, max: 75 }), random, (candidates, count, next) => {
      const lastSeen = lastSeenIn(candidates);
      const select = () => selectItems({ exam, candidates, count, lastSeen, random: next });
      if (candidates.length < count) {
        expect(select).toThrow(new RegExp(`There are ${candidates.length} questions`));
        return;
      }
      const ids = select().map((question) => question.id);
      expect(ids).toHaveLength(count);
      expect(new Set(ids).size).toBe(count);
    }),
  );
});

test("unseen questions come first, then those seen longest ago", () => {
  const candidates = ["new", "old", "recent"].map((id) => scored(id, "1.1"));
  const seen = new Map([
    ["recent", 2000],
    ["old", 1000],
  ]);
  const ids = (count: number) =>
    selectItems({ exam, candidates, count, lastSeen: (id) => seen.get(id), random: Math.random })
      .map((question) => question.id)
      .sort();
  expect(ids(1)).toEqual(["new"]);
  expect(ids(2)).toEqual(["new", "old"]);
});

test("a scope keeps what is of its domains and tasks; one that the exam has not is refused", () => {
  const questions = ["1.1", "1.2", "2.1", "3.1"].map((taskId) => scored(taskId, taskId));
  const ids = (scope: string[]) => inScope(exam, scope, questions).map((question) => question.id);
  expect(ids([])).toEqual(["1.1", "1.2", "2.1", "3.1"]);
  expect(ids(["1", "3.1"])).toEqual(["1.1", "1.2", "3.1"]);
  expect(() => ids(["9"])).toThrow(Fault);
  expect(() => ids(["9"])).toThrow(/no domain or task 9/);
});

const quotas = largestRemainder(exam.scoredItems, [50, 30, 20]);

test("a mock has the blueprint's counts, each question once, and scores nothing that is not scored", () => {
  fc.assert(
    fc.property(bankOf(10, 120), random, (candidates, next) => {
      const lastSeen = lastSeenIn(candidates);
      const assemble = () => assembleMock({ exam, candidates, lastSeen, random: next });
      const scorable = (domainId: string) =>
        candidates.filter(
          (question) => question.state === "scored" && question.taskId.startsWith(`${domainId}.`),
        );
      const short = exam.domains.filter((domain, place) => scorable(domain.id).length < (quotas[place] ?? 0));
      if (short.length > 0) {
        for (const domain of short) expect(assemble).toThrow(new RegExp(`domain ${domain.id} has`));
        return;
      }
      if (candidates.length < exam.scoredItems + exam.unscoredItems) {
        expect(assemble).toThrow(/left for the unscored places/);
        return;
      }
      const form = assemble();
      expect(new Set(form.map(({ question }) => question.id)).size).toBe(
        exam.scoredItems + exam.unscoredItems,
      );
      const counting = form.filter((item) => item.scored).map((item) => item.question);
      expect(counting.every((question) => question.state === "scored")).toBe(true);
      for (const [place, domain] of exam.domains.entries()) {
        const ofDomain = counting.filter((question) => question.taskId.startsWith(`${domain.id}.`));
        expect(ofDomain).toHaveLength(quotas[place] ?? 0);
        // What the learner has seen is taken only where nothing unseen is left.
        const unseen = scorable(domain.id).filter((question) => !question.seenAt);
        expect(ofDomain.filter((question) => !question.seenAt)).toHaveLength(
          Math.min(unseen.length, ofDomain.length),
        );
      }
      const pilots = candidates.filter((question) => question.state === "pilot").length;
      const trial = form.filter((item) => !item.scored).map((item) => item.question);
      expect(trial.filter(({ state }) => state === "pilot")).toHaveLength(
        Math.min(pilots, exam.unscoredItems),
      );
      // A group's own pilots that are unseen come before all others.
      const isOwn = ({ state, cohortId, seenAt }: Bank[number]) => state === "pilot" && cohortId && !seenAt;
      expect(trial.filter(isOwn)).toHaveLength(Math.min(candidates.filter(isOwn).length, exam.unscoredItems));
    }),
    { numRuns: 300 },
  );
});

test("a mock mixes the item types as the profile says where the bank has them", () => {
  const types = ItemType.options.flatMap((type) =>
    taskIds.flatMap((taskId) =>
      Array.from({ length: 20 }, (_, n) => ({ ...scored(`${type} ${taskId} ${n}`, taskId), face: { type } })),
    ),
  );
  const mixed = { ...exam, scoredItems: 100, itemTypes: { multiple_choice: 70, matching: 30 } };
  const form = assembleMock({
    exam: mixed,
    candidates: types,
    lastSeen: () => undefined,
    random: Math.random,
  });
  const counts = Map.groupBy(
    form.filter((item) => item.scored),
    ({ question }) => question.face.type,
  );
  expect(counts.get("multiple_choice")).toHaveLength(70);
  expect(counts.get("matching")).toHaveLength(30);
});

test("the same candidates and the same randomness give the same form", () => {
  fc.assert(
    fc.property(bankOf(60, 120), fc.integer(), (candidates, seed) => {
      const draw = () => {
        let state = seed;
        return () => {
          state = (Math.imul(state, 1664525) + 1013904223) | 0;
          return (state >>> 0) / 2 ** 32;
        };
      };
      const ids = () =>
        selectItems({ exam, candidates, count: 20, lastSeen: lastSeenIn(candidates), random: draw() }).map(
          (question) => question.id,
        );
      expect(ids()).toEqual(ids());
    }),
  );
});

test("extra time lengthens the limit by its per cent", () => {
  expect(timeFor(10_800, 0)).toBe(10_800_000);
  expect(timeFor(10_800, 25)).toBe(13_500_000);
});
