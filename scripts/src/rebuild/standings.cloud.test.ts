import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { countingOn } from "@lyceum/backend/attempts/composition";
import type { Key } from "@lyceum/backend/aws/table";
import { standingsOn } from "@lyceum/backend/cohorts/composition";
import { cohortStore } from "@lyceum/backend/cohorts/store";
import { untouched } from "@lyceum/shared/attempts";
import { ulid } from "ulid";
import * as z from "zod";
import { publish } from "../content/publish.ts";
import { attemptHandlers } from "../testing/attempt-handlers.ts";
import { fullPack } from "../testing/exam.ts";
import { someResponse } from "../testing/responses.ts";
import { startTable } from "../testing/table.ts";
import { rebuildStandings } from "./standings.ts";

jest.setTimeout(120_000);

let server: Awaited<ReturnType<typeof startTable>>;
let examId = "";
let time = Date.parse("2026-09-07T08:00:00Z");
const now = () => {
  time += 60_000;
  return new Date(time).toISOString();
};
const cohortId = `coh_${ulid()}`;
const people = Array.from({ length: 6 }, () => ulid());

/** Six members who have done some quizzes over some weeks, counted as the stream's records come. */
beforeAll(async () => {
  server = await startTable();
  const { table } = server;
  const pack = await fullPack();
  examId = pack.exam.id;
  await publish(table, pack);

  const store = cohortStore(table);
  const member = (userId: string, at: number) => ({
    cohortId,
    userId,
    name: "",
    pseudonym: `Member ${at}`,
    listed: at !== 4,
    shares: true,
    joinedAt: now(),
  });
  const [owner = "", ...others] = people;
  const entry = () => ({ id: ulid(), at: now(), actor: "somebody" });
  await store.create(
    {
      id: cohortId,
      name: "A group",
      examId,
      examDate: null,
      timeZone: "Europe/Berlin",
      state: "active",
      createdAt: now(),
      createdBy: owner,
      demo: false,
      members: 1,
      owners: new Set([owner]),
    },
    { ...member(owner, 0), role: "owner" },
    { ...entry(), action: "cohort_created" },
  );
  const invite = {
    id: `inv_${ulid()}`,
    cohortId,
    role: "learner" as const,
    secretHash: "none",
    createdAt: now(),
    expiresAt: new Date(time + 1e9).toISOString(),
    maxUses: 100,
    uses: 0,
  };
  await store.createInvite(invite, { ...entry(), action: "invite_created" });
  for (const [index, userId] of others.entries()) {
    await store.join(invite, { ...member(userId, index + 1), role: "learner" }, now(), {
      ...entry(),
      action: "member_joined",
    });
  }

  const attempts = attemptHandlers(table, now);
  const { consume } = countingOn(table, now);
  const standings = standingsOn(table, now);
  for (let week = 0; week < 3; week++, time += 7 * 86_400_000) {
    for (const userId of people.slice(0, 5)) {
      const caller = { userId, email: "", groups: [] };
      const none = { params: undefined, query: undefined, body: undefined };
      const id = `att_${ulid()}`;
      const body = { id, examId, kind: "quiz" as const, mode: "exam" as const, count: 12, scope: [] };
      const attempt = await attempts.start({ ...none, caller, body });
      if (attempt.state !== "running") throw new TypeError("a new attempt runs");
      for (const item of attempt.items) {
        const params = { attemptId: id, position: item.position };
        const saved = { ...untouched, response: someResponse(item), seconds: 30, revision: 1 };
        await attempts.save({ ...none, caller, params, body: saved });
      }
      await attempts.submit({ ...none, caller, params: { attemptId: id } });
      await consume({ dynamodb: { NewImage: { id: { S: id }, userId: { S: userId } } } });
      await standings.recompute(cohortId, userId);
    }
  }
  for (const userId of people) await standings.recompute(cohortId, userId);
});
afterAll(() => server?.stop());

const derived = [
  "ledger",
  "counted",
  "learner",
  "itemStatistics",
  "standing",
  "cohortTotals",
  "activity",
  "boardRow",
  "boardHead",
  "boardCounts",
];

const Item = z.looseObject({ pk: z.string(), sk: z.string() });

/** Without what says how it came there, and without counters that are 0: those are as good as none. */
async function stored(): Promise<Map<string, unknown>> {
  const items = new Map<string, unknown>();
  for await (const { revision: _, version, ...item } of server.table.scan(Item, derived)) {
    const isQuestion = item.entity === "itemStatistics";
    const told = Object.entries({ ...item, ...(isQuestion && { version }) }).filter(
      ([, value]) => value !== 0,
    );
    const isEmpty = item.entity === "boardCounts" && !told.some(([name]) => /^f\d\d$/.test(name));
    if (!isEmpty) items.set(`${item.pk} ${item.sk}`, Object.fromEntries(told));
  }
  return items;
}

async function rebuilt(): Promise<string[]> {
  const said: string[] = [];
  const { table } = server;
  // By the clock as it stands, so that weeks don't pass while it is rebuilt.
  await rebuildStandings(
    table,
    () => new Date(time).toISOString(),
    (line) => said.push(line),
  );
  return said;
}

test("what was counted as it came is what attempts say: nothing is put right", async () => {
  const before = await stored();
  expect(before.size).toBeGreaterThan(100);
  expect(await rebuilt()).toEqual([
    "5 learners' ledgers looked through, 0 put right",
    `${examId}: item statistics of 0 versions put right`,
    "1 cohorts looked through",
  ]);
  expect(await stored()).toEqual(before);
});

test("from the attempts alone it becomes the same again", async () => {
  const before = await stored();
  const keys: Key[] = [];
  for await (const { pk, sk } of server.table.scan(Item, derived)) keys.push({ pk, sk });
  for (let at = 0; at < keys.length; at += 100) {
    await server.table.transact(keys.slice(at, at + 100).map((key) => ({ Delete: { Key: key } })));
  }
  expect((await stored()).size).toBe(0);
  await rebuilt();
  expect(await stored()).toEqual(before);
});

test("some of it lost and some of it wrong, it becomes the same again", async () => {
  const before = await stored();
  let at = 0;
  for await (const item of server.table.scan(Item, derived)) {
    at++;
    const { pk, sk, version } = item;
    if (at % 3 === 0 && (version === undefined || item.entity === "itemStatistics")) {
      await server.table.transact([{ Delete: { Key: { pk, sk } } }]);
    }
    if (at % 7 === 0 && item.entity === "boardRow") {
      await server.table.put({ ...item, pseudonym: "somebody else" });
    }
  }
  expect(await stored()).not.toEqual(before);
  await rebuilt();
  expect(await stored()).toEqual(before);
});
