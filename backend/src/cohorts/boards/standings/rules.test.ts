import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Seen } from "../../../attempts/ledger/rules.ts";
import { examWith } from "../../../testing/items.ts";
import { bucketOf } from "../ranks/rules.ts";
import { type Change, never, nothing, type Source, type Standing, standingOf, stepTowards } from "./rules.ts";

const exam = examWith([50, 30, 20]);
const tasks = exam.domains.flatMap((domain) => domain.tasks.map(({ id }) => id));
const now = "2026-11-18T12:00:00Z";
const dayMs = 86_400_000;

const line = (place: number, changes: Partial<Seen> = {}): Seen => ({
  taskId: tasks[place % tasks.length] ?? "",
  scored: true,
  firstAt: Date.parse(now) - dayMs,
  first: "right",
  fast: false,
  lastAt: Date.parse(now),
  last: "right",
  flagged: false,
  ...changes,
});

/** A listed learner with these lines in the ledger. */
const source = (lines: readonly Seen[], member: Partial<Source["member"]> = {}): Source => ({
  member: { role: "learner", listed: true, shares: false, pseudonym: "Ada", ...member },
  timeZone: "Europe/Berlin",
  exam,
  ledger: { seen: new Map(lines.map((one, place) => [`q${place}`, one])) },
});

const lines = (count: number, changes: Partial<Seen> = {}) =>
  Array.from({ length: count }, (_, place) => line(place, changes));

test("a learner who is listed stands on the boards of the windows with answers, and counts in the totals", () => {
  expect(standingOf(source(lines(24)), now)).toEqual({
    pseudonym: "Ada",
    scores: {
      "mastery#2026-W47": 8619,
      "mastery#2026-Q4": 8619,
      "mastery#all": 8619,
      "effort#2026-W47": 8,
      "effort#2026-Q4": 8,
      "effort#all": 8,
    },
    lastDay: "2026-11-17",
    totals: {
      learners: 1,
      answering: 1,
      ...Object.fromEntries(
        tasks.flatMap((id) => [`answered#${id}`, `right#${id}`].map((name) => [name, 4])),
      ),
      "answers#2026-W47": 24,
      "active#2026-W47": 1,
      "readiness#unknown": 1,
    },
  });
});

test("who hides has no rows, and counts in the totals all the same", () => {
  const { totals, lastDay } = standingOf(source(lines(24)), now);
  const hidden = standingOf(source(lines(24), { listed: false }), now);
  expect(hidden).toEqual({ pseudonym: "", scores: {}, totals, lastDay });
});

test("instructors and owners stand nowhere: they are not learners of the cohort", () => {
  for (const role of ["instructor", "owner"] as const) {
    expect(standingOf(source(lines(24), { role }), now)).toEqual(nothing);
  }
});

test("a learner without answers counts as one, who was never active", () => {
  const fresh = {
    pseudonym: "",
    scores: {},
    totals: { learners: 1, "readiness#unknown": 1 },
    lastDay: never,
  };
  expect(standingOf(source([]), now)).toEqual(fresh);
  expect(standingOf(source([line(0, { first: "skipped" }), line(1, { fast: true })]), now)).toEqual(fresh);
});

test("the last day is the local date of the latest answer that counts, whatever came after it", () => {
  const night = Date.parse("2026-11-15T23:30:00Z");
  const all = source([
    line(0, { firstAt: night - 5 * dayMs }),
    line(1, { firstAt: night }),
    line(2, { firstAt: night + dayMs, first: "skipped" }),
  ]);
  expect(standingOf(all, now).lastDay).toBe("2026-11-16");
  expect(standingOf({ ...all, timeZone: "UTC" }, now).lastDay).toBe("2026-11-15");
});

test("who has left has nothing", () => {
  expect(standingOf(undefined, now)).toEqual(nothing);
});

test("what is skipped, on trial, too fast or of no task of the exam changes nothing", () => {
  const useless = [
    line(0, { first: "skipped" }),
    line(0, { scored: false }),
    line(0, { fast: true }),
    line(0, { taskId: "9.9" }),
  ];
  const [counted, mixed] = [lines(24), [...lines(24), ...useless]].map((all) => standingOf(source(all), now));
  expect(mixed).toEqual(counted);
});

test("an answer is in the window of its local date", () => {
  const sundayNight = Date.parse("2026-11-15T23:30:00Z");
  const all = source(lines(24, { firstAt: sundayNight }));
  expect(Object.keys(standingOf(all, now).scores)).toContain("effort#2026-W47");
  expect(Object.keys(standingOf({ ...all, timeZone: "UTC" }, now).scores)).toContain("effort#2026-W46");
});

test("windows that ended long ago have no boards, and still count in the totals and for all time", () => {
  const old = source(lines(24, { firstAt: Date.parse("2026-05-01T12:00:00Z") }));
  expect(Object.keys(standingOf(old, now).scores)).toEqual(["mastery#all", "effort#all"]);
  expect(standingOf(old, now).totals["answers#2026-W18"]).toBe(24);
});

test("readiness is counted by the tenth of the pass probability, from 100 answers on", () => {
  const binsOf = (all: readonly Seen[]) =>
    Object.keys(standingOf(source(all), now).totals).filter((name) => name.startsWith("readiness#"));
  expect(binsOf(lines(99))).toEqual(["readiness#unknown"]);
  expect(binsOf(lines(120))).toEqual(["readiness#9"]);
  expect(binsOf(lines(120, { first: "wrong" }))).toEqual(["readiness#0"]);
});

const anyLines = fc.array(
  fc
    .record({
      taskId: fc.constantFrom(...tasks),
      scored: fc.boolean(),
      firstAt: fc.integer({ min: 0, max: 70 }).map((days) => Date.parse(now) - days * (dayMs - 3_600_000)),
      first: fc.constantFrom("right" as const, "wrong" as const, "skipped" as const),
      fast: fc.boolean(),
    })
    .map((changes) => line(0, changes)),
  { maxLength: 200 },
);

test("the order of the ledger and the hour of the day change nothing", () => {
  fc.assert(
    fc.property(anyLines, fc.infiniteStream(fc.nat()), (all, numbers) => {
      const one = source(all);
      const shuffled = [...one.ledger.seen]
        .map((entry) => ({ entry, at: numbers.next().value }))
        .sort((a, b) => a.at - b.at)
        .map(({ entry }) => entry);
      const other = { ...one, ledger: { seen: new Map(shuffled) } };
      expect(standingOf(other, "2026-11-18T22:59:59Z")).toEqual(standingOf(one, now));
    }),
    { numRuns: 50 },
  );
});

const boards = ["mastery", "effort", "improvement"].flatMap((board) =>
  ["2026-W42", "2026-W43", "2026-W44", "2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-Q4", "all"].map(
    (window) => `${board}#${window}`,
  ),
);
const anyStanding: fc.Arbitrary<Standing> = fc
  .record({
    pseudonym: fc.constantFrom("Ada", "Eve"),
    scores: fc.dictionary(fc.constantFrom(...boards), fc.integer({ min: 0, max: 9999 }), { maxKeys: 27 }),
    totals: fc.dictionary(
      fc.nat(300).map((task) => `right#${task}`),
      fc.integer({ min: 1, max: 9 }),
      {
        maxKeys: 300,
        size: "max",
      },
    ),
    lastDay: fc.constantFrom(undefined, never, "2026-11-16", "2026-11-17"),
  })
  .map((one) => (Object.keys(one.scores).length > 0 ? one : { ...one, pseudonym: "" }));

/** The boards' rows after changes of them, as they would be in the table. */
function moved(
  rows: ReadonlyMap<string, { score: number; name: string }>,
  changes: readonly Change[],
  name: string,
) {
  const after = new Map(rows);
  for (const { board, window, from, to } of changes) {
    const key = `${board}#${window}`;
    expect(after.get(key)?.score).toBe(from);
    if (to === undefined) after.delete(key);
    else after.set(key, { score: to, name });
  }
  return after;
}

test("steps lead from any standing to any other, each within one transaction, and name every row", () => {
  fc.assert(
    fc.property(anyStanding, anyStanding, (from, to) => {
      let stored = from;
      let rows: ReadonlyMap<string, { score: number; name: string }> = new Map(
        Object.entries(from.scores).map(([key, score]) => [key, { score, name: from.pseudonym }]),
      );
      let listedAt = from.lastDay;
      for (let steps = 0; ; steps++) {
        const step = stepTowards(stored, to, now);
        if (!step) break;
        expect(steps).toBeLessThan(5);
        const writes = step.changes.reduce(
          (sum, change) =>
            sum +
            1 +
            Number(change.to !== undefined) +
            Number(change.from !== undefined && change.from !== change.to) +
            new Set([change.from, change.to].flatMap((one) => (one === undefined ? [] : [bucketOf(one)])))
              .size,
          2 + Object.values(step.activity ?? {}).filter((day) => day !== undefined).length,
        );
        expect(writes).toBeLessThanOrEqual(100 + step.changes.filter((one) => one.from === one.to).length);
        rows = moved(rows, step.changes, step.pseudonym);
        if (step.activity) {
          expect(step.activity.from).toBe(listedAt);
          listedAt = step.activity.to;
        }
        stored = step.next;
      }
      expect(stored).toEqual(to);
      expect(listedAt).toBe(to.lastDay);
      expect(Object.fromEntries(rows)).toEqual(
        Object.fromEntries(
          Object.entries(to.scores).map(([key, score]) => [key, { score, name: to.pseudonym }]),
        ),
      );
    }),
  );
});

test("whoever hides is off all boards in one step", () => {
  fc.assert(
    fc.property(anyStanding, (from) => {
      const step = stepTowards(from, nothing, now);
      expect(step?.next.scores ?? {}).toEqual({});
    }),
  );
});

test("a step is made where nothing but the last day differs, and none where that is the same", () => {
  const stored = { pseudonym: "", scores: {}, totals: { learners: 1 }, lastDay: "2026-11-16" };
  const target = { ...stored, lastDay: "2026-11-17" };
  expect(stepTowards(stored, target, now)).toEqual({
    next: target,
    pseudonym: "",
    changes: [],
    counters: {},
    activity: { from: "2026-11-16", to: "2026-11-17" },
  });
  expect(stepTowards(target, target, now)).toBeUndefined();
});

test("boards of windows that are no longer kept are let alone", () => {
  const stored = { pseudonym: "Ada", scores: { "effort#2026-W20": 7, "effort#all": 7 }, totals: {} };
  expect(stepTowards(stored, { ...stored, scores: { "effort#all": 7 } }, now)).toBeUndefined();
  expect(stepTowards(stored, nothing, now)).toEqual({
    next: nothing,
    pseudonym: "",
    changes: [{ board: "effort", window: "all", from: 7, to: undefined }],
    counters: {},
  });
});
