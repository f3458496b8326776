import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { groupMockStore } from "@lyceum/backend/attempts/group-mocks/store";
import { attemptStore } from "@lyceum/backend/attempts/store";
import { cohortStore, putAudit, whileActive } from "@lyceum/backend/cohorts/store";
import { faceOf } from "@lyceum/backend/questions/rules";
import { mixedDice } from "../simulation/dice.ts";
import { fullPack } from "../testing/exam.ts";
import { startTable } from "../testing/table.ts";
import { naturesOf } from "./answers.ts";
import type { Bank } from "./bank.ts";
import { demoCohortId, putGroup, putHistory } from "./group.ts";
import { demoMock, putGroupMock } from "./group-mock.ts";
import { historyOf } from "./history.ts";
import { demoLearners } from "./learners.ts";

jest.setTimeout(60_000);

let server: Awaited<ReturnType<typeof startTable>>;
let bank: Bank;

beforeAll(async () => {
  server = await startTable();
  const { exam, questions } = await fullPack();
  const published = questions.map(({ item, ...head }) => ({ ...head, face: faceOf(item) }));
  bank = { exam, published, natures: naturesOf(questions, mixedDice(1)) };
});
afterAll(() => server?.stop());

const learners = demoLearners("ada").slice(0, 3);

const group = (now: string, some = learners) =>
  putGroup(server.table, { examId: bank.exam.id, owner: "iris", learners: some, now });

test("who is interrupted and comes again another day makes the same group, once", async () => {
  const until = await group("2026-11-18T12:00:00.000Z", learners.slice(0, 1));
  expect(until).toBe(Date.parse("2026-11-18T12:00:00.000Z"));
  expect(await group("2026-11-20T08:00:00.000Z")).toBe(until);

  const store = cohortStore(server.table);
  const { items } = await store.memberships("ada", { limit: 10 });
  const cohortId = items[0]?.cohortId ?? "";
  expect(items).toHaveLength(1);
  expect(await store.get(cohortId)).toMatchObject({ demo: true, owners: new Set(["iris"]) });
  const { items: members } = await store.members(cohortId, { limit: 10 });
  expect(members.map(({ userId, role }) => [userId, role]).sort()).toEqual([
    ["ada", "learner"],
    ["demo-01", "learner"],
    ["demo-02", "learner"],
    ["iris", "owner"],
  ]);
  const { items: log } = await store.audit(cohortId, { limit: 10 });
  expect(log.map(({ action }) => action)).toEqual([
    "member_joined",
    "member_joined",
    "member_joined",
    "cohort_created",
  ]);
});

test("attempts are read as they were made, and are not there twice", async () => {
  const until = await group("2026-11-21T12:00:00.000Z");
  const [learner] = learners;
  const mock = demoMock(demoCohortId, "iris", bank, until);
  const history = learner ? historyOf(learner, bank, until, mock) : [];
  await putHistory(server.table, history.slice(0, 1));
  await putHistory(server.table, history);

  const store = attemptStore(server.table);
  const { items } = await store.list("ada", { limit: 100 });
  expect(items.toReversed()).toEqual(history.map(({ record }) => record));
  for (const { record, places, sessions } of history) {
    expect(await store.form(record)).toEqual(places);
    expect(await store.sessions(record)).toEqual(sessions);
  }
});

test("the group's mock is there once, with those who have sat it", async () => {
  const until = await group("2026-11-21T12:00:00.000Z");
  const mock = demoMock(demoCohortId, "iris", bank, until);
  const records = demoLearners("ada")
    .flatMap((learner) => historyOf(learner, bank, until, mock))
    .map(({ record }) => record);
  await putGroupMock(server.table, mock, records.slice(0, records.length / 2));
  await putGroupMock(server.table, mock, records);
  const store = groupMockStore(server.table, { putAudit, whileActive });
  const { items } = await store.list(demoCohortId, { limit: 10 });
  const sat = records.filter(({ groupMock }) => groupMock);
  expect(items).toEqual([{ ...mock.record, begun: sat.length }]);
  const { items: entries } = await store.entries(mock.record.id, { limit: 100 });
  expect(entries.map(({ attemptId }) => attemptId).sort()).toEqual(sat.map(({ id }) => id).sort());
});
