import { beforeAll, expect, jest, test } from "@jest/globals";
import { newCohort, takeIn } from "@lyceum/scripts/testing/cohorts";
import { eventually } from "@lyceum/scripts/testing/eventually";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { platformTable } from "@lyceum/scripts/testing/platform";
import {
  candidate,
  isUnsent,
  lifeOf,
  newReview,
  someDraft,
  vote,
  waitsForPeople,
} from "@lyceum/scripts/testing/review";
import { ulid } from "ulid";

// What people decide, and what the workflow makes of it: through the API.

jest.setTimeout(120_000);

let olga: Person;
let ada: Person;
let cohortId: string;

beforeAll(async () => {
  [olga, ada] = await Promise.all([newPerson(), newPerson()]);
  ({ id: cohortId } = await newCohort(olga));
  await takeIn(olga, cohortId, ada, "instructor");
});

const approve = { vote: "approve", angoff: 0.6 } as const;
const reject = { vote: "reject", reason: "trivial", comment: "Everybody knows that." } as const;

test("edited and approved by two, it is on trial in the bank", async () => {
  const id = await newReview(cohortId);
  const { item } = await someDraft();
  const params = { cohortId, questionId: id };
  const stem = `${item.stem} Which?`;
  const edited = await ada.client.call("POST /cohorts/{cohortId}/candidates/{questionId}/versions", {
    params,
    body: { id: `edt_${ulid()}`, basedOn: 1, item: { ...item, stem }, comment: "It asked nothing." },
  });
  expect(edited).toMatchObject({
    version: 2,
    current: { checks: [{ name: "schema" }, { name: "lint" }, { name: "scope" }] },
  });
  await vote(ada, cohortId, id, approve, 2);
  expect(await vote(olga, cohortId, id, approve, 2)).toMatchObject({ state: "approved" });
  const admitted = await eventually(
    () => candidate(olga, cohortId, id),
    ({ question }) => question !== undefined,
  );
  expect(admitted.question).toEqual({ state: "pilot", version: 1 });
  expect(await ada.client.call("GET /cohorts/{cohortId}/questions/{questionId}", { params })).toMatchObject({
    ...{ state: "pilot", stem, lacks: ["answers"] },
    item: { angoff: { rating: 0.6 }, provenance: { approvals: 2 } },
  });
  expect((await lifeOf(olga, cohortId, id)).slice(-2)).toEqual(["approved", "admitted"]);
});

test("two who differ wait for an owner; what is rejected ends", async () => {
  const id = await newReview(cohortId);
  await vote(olga, cohortId, id, approve);
  expect(await vote(ada, cohortId, id, reject)).toMatchObject({ state: "in_review" });
  expect(await vote(olga, cohortId, id, reject)).toMatchObject({ state: "rejected" });
  await eventually(
    async () => isUnsent(await platformTable(), id),
    (unsent) => !unsent,
  );
  expect((await candidate(olga, cohortId, id)).question).toBeUndefined();
});

test("who asks for changes gets another version, made by what was asked for, to decide anew", async () => {
  const id = await newReview(cohortId);
  const instructions = "Ask for the cheaper of the two.";
  await vote(olga, cohortId, id, approve);
  expect(await vote(ada, cohortId, id, { vote: "request_changes", instructions })).toMatchObject({
    state: "changes_requested",
    round: 1,
  });
  const anew = await eventually(
    () => candidate(olga, cohortId, id),
    ({ state }) => state === "in_review",
  );
  expect(anew).toMatchObject({
    ...{ version: 2, votes: { approve: 0 } },
    current: { made: { how: "generated", instructions } },
  });
  await eventually(() => waitsForPeople(id), Boolean);
  for (const person of [ada, olga]) await vote(person, cohortId, id, approve, 2);
  const admitted = await eventually(
    () => candidate(olga, cohortId, id),
    ({ question }) => question !== undefined,
  );
  expect(admitted.question).toEqual({ state: "pilot", version: 1 });
});
