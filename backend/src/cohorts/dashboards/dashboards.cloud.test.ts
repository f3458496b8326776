import { beforeAll, expect, jest, test } from "@jest/globals";
import type { Pack } from "@lyceum/scripts/content/library";
import { accept, choices, newCohort, newInvite, takeIn, userIdOf } from "@lyceum/scripts/testing/cohorts";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { takeQuiz } from "@lyceum/scripts/testing/quizzes";
import type { Cohort, CohortDashboard, CohortLearner } from "@lyceum/shared/cohorts";

// Dashboards through the API: learners answer, and their cohort's instructors see what follows.

jest.setTimeout(120_000);

let pack: Pack;
let owner: Person;
let learners: Person[];

beforeAll(async () => {
  [pack, owner, learners] = await Promise.all([
    fullPack(),
    newPerson(),
    Promise.all(Array.from({ length: 5 }, () => newPerson())),
  ]);
});

const of = ({ id }: Cohort) => ({ params: { cohortId: id } });

/** The first learners, in the order of their names, which are numbers. */
async function cohortOf(count: number, wish: { timeZone?: string } = {}): Promise<Cohort> {
  const cohort = await newCohort(owner, wish);
  const link = await newInvite(owner, cohort.id, { maxUses: 5 });
  for (const [place, person] of learners.slice(0, count).entries()) {
    await accept(person, link, { name: `Learner ${place}`, pseudonym: `Fox ${place}` });
  }
  return cohort;
}

const dashboardOf = (cohort: Cohort) => owner.client.call("GET /cohorts/{cohortId}/dashboard", of(cohort));

async function learnersOf(cohort: Cohort): Promise<CohortLearner[]> {
  const all: CohortLearner[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 2, ...(cursor && { cursor }) };
    const page = await owner.client.call("GET /cohorts/{cohortId}/learners", { ...of(cohort), query });
    expect(page.items.length).toBeLessThanOrEqual(2);
    all.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return all;
}

/** The stream's consumers work after the fact: asks until they have. */
async function when<Seen>(look: () => Promise<Seen>, done: (seen: Seen) => boolean): Promise<Seen> {
  for (;;) {
    const seen = await look();
    if (done(seen)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const answersIn = ({ weeks }: CohortDashboard) => weeks.reduce((sum, { answers }) => sum + answers, 0);
const person = (place: number): Person => {
  const one = learners[place];
  if (!one) throw new TypeError("there are five");
  return one;
};

test("a dashboard is of learners alone, tells of what they know from five on, and follows who comes and goes", async () => {
  const cohort = await cohortOf(4);
  await takeQuiz(owner, pack, { count: 10 });
  await when(
    () => dashboardOf(cohort),
    (seen) => seen.learners === 4,
  );
  await takeQuiz(person(0), pack, { count: 6 });
  await takeQuiz(person(1), pack, { count: 4 });
  const few = await when(
    () => dashboardOf(cohort),
    (seen) => answersIn(seen) === 10,
  );
  expect(few).toMatchObject({ learners: 4, needed: 5 });
  expect(few.readiness ?? few.tasks).toBeUndefined();
  expect(few.weeks).toHaveLength(12);
  expect(few.weeks.at(-1)?.active).toBeGreaterThanOrEqual(2);

  await takeIn(owner, cohort.id, person(4));
  for (const place of [2, 3, 4]) await takeQuiz(person(place), pack, { count: 1 });
  const five = await when(
    () => dashboardOf(cohort),
    (seen) => seen.answering === 5 && answersIn(seen) === 13,
  );
  expect(five.readiness).toEqual({ tenths: Array(10).fill(0), unknown: 5 });
  const profile = pack.exam.domains.flatMap(({ tasks }) => tasks.map(({ id }) => id));
  expect(five.tasks?.map(({ taskId }) => taskId)).toEqual(profile);
  expect(five.tasks?.reduce((sum, { answered }) => sum + answered, 0)).toBe(13);

  await owner.client.call("PUT /cohorts/{cohortId}/members/{userId}", {
    params: { cohortId: cohort.id, userId: userIdOf(person(0)) },
    body: { role: "instructor" },
  });
  const left = await when(
    () => dashboardOf(cohort),
    (seen) => seen.learners === 4,
  );
  expect(answersIn(left)).toBe(7);
  expect(left.tasks).toBeUndefined();
});

test("learners are listed with who was never active first, and show their own tasks only while they share them", async () => {
  const cohort = await newCohort(owner);
  const link = await newInvite(owner, cohort.id, { maxUses: 5 });
  const [ada, bob, eve] = await Promise.all([newPerson(), newPerson(), newPerson()]);
  await accept(ada, link, { name: "Ada", pseudonym: "Adder", shares: true });
  await accept(bob, link, { name: "Bob", pseudonym: "Bear" });
  await accept(eve, link, { name: "Eve", pseudonym: "Elk", shares: true });
  await takeIn(owner, cohort.id, person(0), "instructor");
  await takeQuiz(ada, pack, { count: 5 });
  await takeQuiz(bob, pack, { count: 5 });
  // Before the list, which changes while its pages are read.
  await when(
    () => dashboardOf(cohort),
    (seen) => seen.learners === 3 && answersIn(seen) === 10,
  );
  const listed = await learnersOf(cohort);
  expect(listed.map(({ lastActiveOn }) => lastActiveOn === null)).toEqual([true, false, false]);
  const about = (one: Person) => listed.find(({ userId }) => userId === userIdOf(one));
  const named = { joinedAt: expect.any(String), lastActiveOn: expect.any(String) };
  expect(about(bob)).toEqual({ userId: userIdOf(bob), name: "Bob", pseudonym: "Bear", ...named });
  expect(about(ada)).toMatchObject({ name: "Ada", shared: { readinessTenth: null } });
  const answered = (one: CohortLearner | undefined) =>
    one?.shared?.tasks.reduce((sum, task) => sum + task.answered, 0);
  expect(answered(about(ada))).toBe(5);
  expect(answered(about(eve))).toBe(0);

  // At once: nothing waits for the stream's consumers.
  const { name, pseudonym } = choices({ name: "Ada", pseudonym: "Adder" });
  const body = { name, pseudonym, listed: true, shares: false };
  await ada.client.call("PUT /cohorts/{cohortId}/me", { ...of(cohort), body });
  const hidden = (await learnersOf(cohort)).find(({ userId }) => userId === userIdOf(ada));
  expect(hidden).toMatchObject({ name: "Ada" });
  expect(hidden?.shared).toBeUndefined();
  await ada.client.call("PUT /cohorts/{cohortId}/me", { ...of(cohort), body: { ...body, shares: true } });
  expect(answered((await learnersOf(cohort)).find(({ userId }) => userId === userIdOf(ada)))).toBe(5);
  await bob.client.call("DELETE /cohorts/{cohortId}/me", of(cohort));
  await owner.client.call("PUT /cohorts/{cohortId}/members/{userId}", {
    params: { cohortId: cohort.id, userId: userIdOf(eve) },
    body: { role: "instructor" },
  });
  expect((await learnersOf(cohort)).map(({ userId }) => userId)).toEqual([userIdOf(ada)]);
});

test("a cohort that moves to another time zone counts its learners' days by that one", async () => {
  // It is never the same day in both.
  const [west, east] = ["Pacific/Niue", "Pacific/Kiritimati"];
  const cohort = await cohortOf(1, { timeZone: west });
  await takeQuiz(person(0), pack, { count: 1 });
  const lastDay = async () => (await learnersOf(cohort))[0]?.lastActiveOn;
  const before = await when(lastDay, (seen) => Boolean(seen));
  const { name, examDate } = cohort;
  const moveTo = (timeZone: string) =>
    owner.client.call("PUT /cohorts/{cohortId}", { ...of(cohort), body: { name, examDate, timeZone } });
  await moveTo(east);
  const after = await when(lastDay, (seen) => seen !== before);
  expect(Date.parse(after ?? "")).toBeGreaterThan(Date.parse(before ?? ""));
  await moveTo(west);
  expect(await when(lastDay, (seen) => seen !== after)).toBe(before);
});
