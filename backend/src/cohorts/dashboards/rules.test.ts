import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { examWith } from "../../testing/items.ts";
import { dashboardOf, sharedOf } from "./rules.ts";

const exam = examWith([50, 30, 20]);
const tasks = exam.domains.flatMap((domain) => domain.tasks.map(({ id }) => id));
const now = "2026-11-18T12:00:00Z";

const totals = {
  learners: 7,
  answering: 5,
  "readiness#unknown": 2,
  "readiness#0": 1,
  "readiness#9": 2,
  [`answered#${tasks[1]}`]: 10,
  [`right#${tasks[1]}`]: 7,
  "answers#2026-W47": 6,
  "active#2026-W47": 2,
  "answers#2026-W36": 4,
  "active#2026-W36": 1,
  "answers#2026-W35": 99,
};

test("a dashboard has the tenths of readiness, all tasks in their order, and twelve weeks", () => {
  const dashboard = dashboardOf(exam, totals, "Europe/Berlin", now);
  expect(dashboard).toMatchObject({ learners: 7, answering: 5, needed: 5 });
  expect(dashboard.readiness).toEqual({ tenths: [1, 0, 0, 0, 0, 0, 0, 0, 0, 2], unknown: 2 });
  expect(dashboard.tasks).toEqual(
    tasks.map((taskId, place) => ({
      taskId,
      answered: place === 1 ? 10 : 0,
      right: place === 1 ? 7 : 0,
    })),
  );
  expect(dashboard.weeks).toHaveLength(12);
  expect(dashboard.weeks[0]).toEqual({ from: "2026-08-31", answers: 4, active: 1 });
  expect(dashboard.weeks.slice(-2)).toEqual([
    { from: "2026-11-09", answers: 0, active: 0 },
    { from: "2026-11-16", answers: 6, active: 2 },
  ]);
});

test.each([
  [0, 0, false],
  [4, 0, false],
  [5, 0, true],
  [5, 5, true],
  [5, 1, false],
  [40, 39, false],
  [40, 35, true],
  [40, 40, true],
])("where %i have answered and %i of them share, what all know is told: %s", (answering, sharing, told) => {
  const dashboard = dashboardOf(exam, { ...totals, answering, sharing }, "UTC", now);
  const always = ["answering", "learners", "needed", "weeks"];
  expect(Object.keys(dashboard).toSorted()).toEqual(
    told ? [...always, "readiness", "tasks"].toSorted() : always,
  );
});

test("nothing counted is nothing, not an error", () => {
  const { learners, weeks } = dashboardOf(exam, {}, "UTC", now);
  expect(learners).toBe(0);
  expect(weeks.every(({ answers, active }) => answers === 0 && active === 0)).toBe(true);
});

test("the last week is the one that runs where the cohort is", () => {
  const sundayNight = "2026-11-15T23:30:00Z";
  const lastIn = (timeZone: string) => dashboardOf(exam, totals, timeZone, sundayNight).weeks.at(-1)?.from;
  expect(lastIn("UTC")).toBe("2026-11-09");
  expect(lastIn("Europe/Berlin")).toBe("2026-11-16");
});

test("weeks are mondays, one after the other, over the turn of any year", () => {
  const anyTime = fc.date({ min: new Date("1980-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(anyTime, (time) => {
      const { weeks } = dashboardOf(exam, totals, "UTC", time.toISOString());
      const days = weeks.map(({ from }) => Date.parse(from) / 86_400_000);
      for (const [place, day] of days.entries()) {
        expect(new Date(day * 86_400_000).getUTCDay()).toBe(1);
        expect(day - (days[0] ?? 0)).toBe(7 * place);
      }
      const running = time.getTime() / 86_400_000 - (days.at(-1) ?? 0);
      expect(running >= 0 && running < 7).toBe(true);
    }),
  );
});

test("what a learner shares is the own tenth and the own tasks", () => {
  const own = { learners: 1, "readiness#7": 1, [`answered#${tasks[0]}`]: 3 };
  const shared = sharedOf(exam, own);
  expect(shared.readinessTenth).toBe(7);
  expect(shared.tasks[0]).toEqual({ taskId: tasks[0], answered: 3, right: 0 });
  expect(sharedOf(exam, { learners: 1, "readiness#unknown": 1 }).readinessTenth).toBeNull();
  expect(sharedOf(exam, { "readiness#0": 1 }).readinessTenth).toBe(0);
});
