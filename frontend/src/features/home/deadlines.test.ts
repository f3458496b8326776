import { expect, test } from "@jest/globals";
import type { AttemptSummary } from "@lyceum/shared/attempts";
import { untilDeadline } from "./deadlines.ts";

const now = "2026-03-01T12:00:00.000Z";
const running = (deadline?: string): AttemptSummary => ({
  id: "att_01",
  examId: "some-exam",
  kind: deadline ? "mock" : "quiz",
  mode: "exam",
  scope: [],
  count: 1,
  startedAt: now,
  state: "running",
  now,
  answered: 0,
  ...(deadline && { deadline }),
});

test("the attempts are asked for again when the next deadline has come", () => {
  const items = [running("2026-03-01T13:00:00.000Z"), running("2026-03-01T12:10:00.000Z"), running()];
  expect(untilDeadline([{ items, receivedAt: 1_000 }], 1_000)).toBe(600_000);
  expect(untilDeadline([{ items, receivedAt: 1_000 }], 301_000)).toBe(300_000);
  expect(untilDeadline([{ items, receivedAt: 1_000 }], 700_000)).toBe(5_000);
  expect(untilDeadline([{ items: [running()], receivedAt: 0 }], 0)).toBe(false);
  expect(untilDeadline([], 0)).toBe(false);
});

test("they are asked for again when a result may be told", () => {
  const sealed: AttemptSummary = {
    id: "att_01",
    examId: "some-exam",
    kind: "mock",
    mode: "exam",
    scope: [],
    count: 1,
    startedAt: now,
    state: "sealed",
    submittedAt: now,
    timedOut: false,
    resultsAt: "2026-03-01T12:30:00.000Z",
    now,
  };
  const pages = [{ items: [sealed, running()], receivedAt: 1_000 }];
  expect(untilDeadline(pages, 1_000)).toBe(1_800_000);
  expect(untilDeadline(pages, 301_000)).toBe(1_500_000);
  expect(untilDeadline(pages, 1_900_000)).toBe(5_000);
});
