import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { newCohort, takeIn } from "@lyceum/scripts/testing/cohorts";
import { eventually } from "@lyceum/scripts/testing/eventually";
import { type LocalCloud, startLocalCloud } from "@lyceum/scripts/testing/local-cloud";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { platformTable } from "@lyceum/scripts/testing/platform";
import { candidate, lifeOf, newDraft, newReview, vote, waitsForPeople } from "@lyceum/scripts/testing/review";
import { putUnsent } from "./candidates/store.ts";

// What the clock does to reviews: on a platform of the tests' own, because it is everybody's clock.

jest.setTimeout(120_000);

let data: string;
let cloud: LocalCloud;
let olga: Person;
let ada: Person;
let cohortId: string;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "lyceum-review-"));
  cloud = await startLocalCloud({ data });
  Object.assign(process.env, { LYCEUM_URL: cloud.url, LYCEUM_DATA: data });
  [olga, ada] = await Promise.all([newPerson(), newPerson()]);
  ({ id: cohortId } = await newCohort(olga));
  await takeIn(olga, cohortId, ada, "instructor");
});
afterAll(async () => {
  await cloud?.stop();
  await rm(data, { recursive: true, force: true });
});

const approve = { vote: "approve", angoff: 0.6 } as const;

let aheadSeconds = 0;

/** Sets the clock of workflows and schedules ahead. */
async function ahead(days: number): Promise<void> {
  aheadSeconds += Math.round(days * 86_400);
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ aheadSeconds });
  const reply = await fetch(`${cloud.url}/local/clock`, { method: "POST", headers, body });
  expect(reply.ok).toBe(true);
}

test("it reminds, tells the owners and ends what nobody decides; what was decided stays decided", async () => {
  const [left, decided] = [await newReview(cohortId), await newReview(cohortId)];
  const told = async ({ client }: Person) =>
    (await client.call("GET /notices", {})).items.map(({ kind }) => kind);
  await ahead(3.6);
  for (const id of [left, decided]) {
    await eventually(
      () => lifeOf(olga, cohortId, id),
      (all) => all.includes("reminded"),
    );
  }
  expect(await told(ada)).toEqual(["review_reminder"]);
  await ahead(3.5);
  for (const id of [left, decided]) {
    await eventually(
      () => candidate(olga, cohortId, id),
      ({ escalated }) => escalated,
    );
  }
  expect((await told(olga)).toSorted()).toEqual(["review_escalation", "review_reminder"]);
  expect(await told(ada)).toEqual(["review_reminder"]);

  await vote(ada, cohortId, decided, approve);
  expect(await vote(olga, cohortId, decided, approve)).toMatchObject({ state: "approved" });
  await ahead(23);
  const expired = await eventually(
    () => candidate(olga, cohortId, left),
    ({ state }) => state !== "in_review",
  );
  expect(expired.state).toBe("expired");
  const admitted = await eventually(
    () => candidate(olga, cohortId, decided),
    ({ question }) => question !== undefined,
  );
  expect(admitted).toMatchObject({ state: "approved", question: { state: "pilot" } });
});

test("the sweeper starts a review that was to begin and has not", async () => {
  const table = await platformTable();
  const { id } = await newDraft(table, cohortId);
  await table.transact([putUnsent(id, { execution: id })]);
  await ahead(0.01);
  await eventually(() => waitsForPeople(id), Boolean);
  expect(await candidate(olga, cohortId, id)).toMatchObject({ state: "in_review" });
});
