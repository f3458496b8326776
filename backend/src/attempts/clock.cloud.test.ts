import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { publish } from "@lyceum/scripts/content/publish";
import { attemptHandlers } from "@lyceum/scripts/testing/attempt-handlers";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { someResponse } from "@lyceum/scripts/testing/responses";
import { startTable } from "@lyceum/scripts/testing/table";
import { type RunningAttempt, untouched } from "@lyceum/shared/attempts";
import type { ExamProfile } from "@lyceum/shared/exams";
import { ulid } from "ulid";
import type { Caller } from "../http/caller.ts";

// What the clock does to attempts: on a table of the tests' own, with a clock that they set.

jest.setTimeout(60_000);

let server: Awaited<ReturnType<typeof startTable>>;
let exam: ExamProfile;
/** ms since 1970 */
let time = Date.parse("2026-03-01T09:00:00Z");

beforeAll(async () => {
  server = await startTable();
  const pack = await fullPack();
  exam = pack.exam;
  await publish(server.table, pack);
});
afterAll(() => server?.stop());

const platform = () => attemptHandlers(server.table, () => new Date(time).toISOString());

const person = (): Caller => ({ userId: ulid(), email: "ada@test.example", groups: [] });
const later = (minutes: number) => {
  time += minutes * 60_000;
};
const none = { params: undefined, query: undefined, body: undefined };

async function start(
  caller: Caller,
  wish: { kind: "mock" } | { kind: "drill"; scope: string[] },
  extraTimePercent = 0,
): Promise<RunningAttempt> {
  const body = { id: `att_${ulid()}`, examId: exam.id, extraTimePercent, ...wish };
  const attempt = await platform().start({ ...none, caller, body });
  if (attempt.state !== "running") throw new TypeError("a new attempt runs");
  return attempt;
}

function save(caller: Caller, attempt: RunningAttempt, position: number, revision = 1) {
  const item = attempt.items[position - 1];
  if (!item) throw new TypeError("no such position");
  return platform().save({
    ...none,
    caller,
    params: { attemptId: attempt.id, position },
    body: { ...untouched, response: someResponse(item), revision },
  });
}

const get = (caller: Caller, attemptId: string) => platform().get({ ...none, caller, params: { attemptId } });

test("a mock has the exam's counts and time, longer by the extra time", async () => {
  const caller = person();
  const mock = await start(caller, { kind: "mock" });
  expect(mock.count).toBe(exam.scoredItems + exam.unscoredItems);
  expect(Date.parse(mock.deadline ?? "") - time).toBe(exam.durationMinutes * 60_000);
  const longer = await start(caller, { kind: "mock" }, 50);
  expect(Date.parse(longer.deadline ?? "") - time).toBe(exam.durationMinutes * 90_000);
});

test("a drill has thirty items at most, at the strict pace", async () => {
  const drill = await start(person(), { kind: "drill", scope: [] });
  expect(drill.count).toBe(30);
  expect(Date.parse(drill.deadline ?? "") - time).toBe(30 * exam.pacing.drillSeconds * 1000);
});

test("when time is up the attempt is submitted with what was saved, whoever asks first, once", async () => {
  const caller = person();
  const mock = await start(caller, { kind: "mock" });
  await save(caller, mock, 1);
  later(exam.durationMinutes + 1);
  const views = await Promise.all(Array.from({ length: 6 }, () => get(caller, mock.id)));
  for (const view of views) expect(view).toEqual(views[0]);
  expect(views[0]).toMatchObject({
    state: "submitted",
    timedOut: true,
    submittedAt: mock.deadline,
    result: { total: exam.scoredItems },
  });
  later(60);
  expect(await get(caller, mock.id)).toEqual(views[0]);
  const { items } = await platform().list({ ...none, caller, query: { limit: 10, cursor: undefined } });
  expect(items).toMatchObject([{ id: mock.id, state: "submitted", timedOut: true }]);
});

test("what is overdue can't be discarded: it is submitted", async () => {
  const caller = person();
  const mock = await start(caller, { kind: "mock" });
  later(exam.durationMinutes + 1);
  const params = { attemptId: mock.id };
  await expect(platform().discard({ ...none, caller, params })).rejects.toMatchObject({
    code: "attempt_closed",
  });
  expect(await get(caller, mock.id)).toMatchObject({ state: "submitted", timedOut: true });
});

test("the list, too, submits what is overdue", async () => {
  const caller = person();
  const drill = await start(caller, { kind: "drill", scope: [] });
  later(120);
  const { items } = await platform().list({ ...none, caller, query: { limit: 10, cursor: undefined } });
  expect(items).toMatchObject([{ id: drill.id, state: "submitted", submittedAt: drill.deadline }]);
});

test("what was sent in time may arrive a moment later; what comes after that is refused and changes nothing", async () => {
  const caller = person();
  const mock = await start(caller, { kind: "mock" });
  later(exam.durationMinutes);
  time += 10_000;
  await save(caller, mock, 1);
  time += 10_000;
  await expect(save(caller, mock, 2)).rejects.toMatchObject({
    code: "attempt_closed",
    message: expect.stringMatching(/Time is up/),
  });
  const view = await get(caller, mock.id);
  expect(view.state === "submitted" && view.items.map((item) => item.session.response !== null)).toEqual(
    mock.items.map((item) => item.position === 1),
  );
});

test("a submission in time is not late, one at the end is", async () => {
  const caller = person();
  const early = await start(caller, { kind: "mock" });
  later(30);
  const submit = (attemptId: string) => platform().submit({ ...none, caller, params: { attemptId } });
  expect(await submit(early.id)).toMatchObject({
    timedOut: false,
    submittedAt: new Date(time).toISOString(),
  });
  const late = await start(caller, { kind: "mock" });
  later(exam.durationMinutes);
  time += 5_000;
  expect(await submit(late.id)).toMatchObject({ timedOut: true, submittedAt: late.deadline });
});
