import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { choices } from "@lyceum/scripts/testing/cohorts";
import { startTable } from "@lyceum/scripts/testing/table";
import type { DynamoDBRecord } from "aws-lambda";
import { ulid } from "ulid";
import { inOrder } from "../stream.ts";
import { type RecomputationStore, recomputationStore } from "./recomputations/store.ts";
import { keepStandings } from "./steps.ts";
import { type CohortStore, cohortStore, type MemberRecord } from "./store.ts";

// The recomputation of whole cohorts, record by record, on a table of the tests' own.

jest.setTimeout(60_000);

const at = "2026-11-18T12:00:00.000Z";
const pageSize = 25;

let server: Awaited<ReturnType<typeof startTable>>;
let store: CohortStore;
let recomputations: RecomputationStore;

beforeAll(async () => {
  server = await startTable();
  store = cohortStore(server.table);
  recomputations = recomputationStore(server.table);
});
afterAll(() => server?.stop());

/** @returns its id, and the ids of its members */
async function cohortOf(count: number): Promise<{ cohortId: string; userIds: string[] }> {
  const cohortId = `coh_${ulid()}`;
  const userIds = Array.from({ length: count }, (_, place) => `user-${String(place).padStart(3, "0")}`);
  const member = (userId: string): MemberRecord => ({
    ...choices(),
    cohortId,
    userId,
    role: "learner",
    joinedAt: at,
  });
  for (const userId of userIds) {
    await server.table.put({ pk: `COHORT#${cohortId}`, sk: `MEMBER#${userId}`, ...member(userId) });
  }
  return { cohortId, userIds };
}

const head = (cohortId: string, timeZone: string) => ({
  entity: { S: "cohort" },
  id: { S: cohortId },
  state: { S: "active" },
  timeZone: { S: timeZone },
});
const changed = (cohortId: string, from: string, to: string): DynamoDBRecord => ({
  eventName: "MODIFY",
  dynamodb: { SequenceNumber: "1", OldImage: head(cohortId, from), NewImage: head(cohortId, to) },
});
const moved = (cohortId: string) => changed(cohortId, "UTC", "Europe/Berlin");
/** What each write of the item brings. */
const underWay = (cohortId: string): DynamoDBRecord => ({
  eventName: "MODIFY",
  dynamodb: {
    SequenceNumber: "2",
    NewImage: { entity: { S: "recomputation" }, cohortId: { S: cohortId } },
  },
});

/** A consumer that notes whom it has looked at. */
function consumer(meanwhile = async (_: string) => {}) {
  const looked: string[] = [];
  const consume = keepStandings({
    store,
    recomputations,
    purgeMocks: async () => {},
    purgeQuestions: async () => {},
    forgetNotes: async () => {},
    purgeTutor: async () => {},
    forgetAsked: async () => {},
    async recompute(_, userId) {
      await meanwhile(userId);
      looked.push(userId);
    },
  });
  return { looked, take: (...Records: DynamoDBRecord[]) => inOrder(consume, () => {})({ Records }) };
}

const done = { batchItemFailures: [] };

test("a cohort with another time zone is looked at page by page: each record brings one, until all are done", async () => {
  const { cohortId, userIds } = await cohortOf(2 * pageSize + 1);
  const { looked, take } = consumer();
  expect(await take(moved(cohortId))).toEqual(done);
  expect(looked).toEqual([]);
  for (const upTo of [pageSize, 2 * pageSize, 2 * pageSize + 1]) {
    expect(await recomputations.get(cohortId)).toBeDefined();
    expect(await take(underWay(cohortId))).toEqual(done);
    expect(looked).toEqual(userIds.slice(0, upTo));
  }
  expect(await recomputations.get(cohortId)).toBeUndefined();
  // Late, and once more.
  expect(await take(underWay(cohortId))).toEqual(done);
  expect(looked).toEqual(userIds);
});

test("other changes of a cohort look at nobody", async () => {
  const { cohortId } = await cohortOf(1);
  const { take } = consumer();
  await take(changed(cohortId, "UTC", "UTC"));
  expect(await recomputations.get(cohortId)).toBeUndefined();
});

test("a page that fails comes again from its beginning, and nothing behind it was skipped", async () => {
  const { cohortId, userIds } = await cohortOf(pageSize + 5);
  let failing = true;
  const { looked, take } = consumer(async (userId) => {
    if (failing && userId === userIds[3]) throw new Error("ended halfway");
  });
  await take(moved(cohortId));
  expect(await take(underWay(cohortId))).toEqual({ batchItemFailures: [{ itemIdentifier: "2" }] });
  failing = false;
  await take(underWay(cohortId));
  await take(underWay(cohortId));
  expect(looked).toEqual([...userIds.slice(0, 3), ...userIds]);
  expect(await recomputations.get(cohortId)).toBeUndefined();
});

test("a cohort that moves once more while it is looked at is looked at from the beginning", async () => {
  const { cohortId, userIds } = await cohortOf(pageSize + 5);
  let again = true;
  const { looked, take } = consumer(async (userId) => {
    if (!again || userId !== userIds[10]) return;
    again = false;
    await consumer().take(moved(cohortId));
  });
  await take(moved(cohortId));
  await take(underWay(cohortId));
  expect(looked).toHaveLength(pageSize);
  // The page above has not counted: these are the two that the second move needs.
  expect(await take(underWay(cohortId), underWay(cohortId))).toEqual(done);
  expect(looked.slice(pageSize)).toEqual(userIds);
  expect(await recomputations.get(cohortId)).toBeUndefined();
});

test("of two who take the same page, one goes on: no page is left out", async () => {
  const { cohortId, userIds } = await cohortOf(3 * pageSize);
  const { looked, take } = consumer();
  await take(moved(cohortId));
  while (await recomputations.get(cohortId)) {
    const both = await Promise.all([take(underWay(cohortId)), take(underWay(cohortId))]);
    expect(both).toEqual([done, done]);
  }
  expect([...new Set(looked)].sort()).toEqual(userIds);
});
