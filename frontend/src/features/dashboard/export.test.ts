import { expect, test } from "@jest/globals";
import type { Domain } from "@lyceum/shared/exams";
import { fileName, learnersCsv, tasksCsv, weeksCsv } from "./export.ts";

const domains: Domain[] = [
  {
    id: "1",
    title: "d",
    weight: 100,
    tasks: ["1.1", "1.2"].map((id) => ({ id, title: `Task, ${id}`, summary: "s" })),
  },
];
const rows = (csv: string) => csv.slice(1).trimEnd().split("\r\n");

test("a row for each task, those without answers too", () => {
  expect(rows(tasksCsv([{ taskId: "1.2", answered: 5, right: 3 }], domains))).toEqual([
    "domain,task,title,answered,right",
    '1,1.1,"Task, 1.1",0,0',
    '1,1.2,"Task, 1.2",5,3',
  ]);
});

test("a row for each week", () => {
  expect(rows(weeksCsv([{ from: "2026-11-09", answers: 12, active: 3 }]))).toEqual([
    "week_from,answers,active_learners",
    "2026-11-09,12,3",
  ]);
});

test("a row for each learner; what isn't shared is empty, and names are made harmless", () => {
  const learner = {
    userId: "u",
    name: "=1+1",
    pseudonym: "Owl",
    joinedAt: "2026-11-01T09:00:00.000Z",
    lastActiveOn: null,
  };
  const shared = { readinessTenth: 6, tasks: [{ taskId: "1.2", answered: 5, right: 3 }] };
  const csv = learnersCsv(
    [
      learner,
      { ...learner, name: "Ada", lastActiveOn: "2026-11-20", shared },
      { ...learner, shared: { readinessTenth: null, tasks: [] } },
    ],
    domains,
  );
  expect(rows(csv)).toEqual([
    "name,pseudonym,joined_at,last_active_on,shares,chance_from,chance_to,answered_1.1,right_1.1,answered_1.2,right_1.2",
    "'=1+1,Owl,2026-11-01T09:00:00.000Z,,false,,,,,,",
    "Ada,Owl,2026-11-01T09:00:00.000Z,2026-11-20,true,60,70,0,0,5,3",
    "'=1+1,Owl,2026-11-01T09:00:00.000Z,,true,,,0,0,0,0",
  ]);
});

test("files are named by exam, table and day", () => {
  expect(fileName("some-exam", "weeks", "2026-11-21")).toBe("some-exam-group-weeks-2026-11-21.csv");
});
