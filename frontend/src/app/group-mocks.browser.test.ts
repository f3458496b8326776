import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { flaws, launchBrowser, looks } from "@lyceum/scripts/testing/browser";
import { accept, newCohort, newInvite, takeIn } from "@lyceum/scripts/testing/cohorts";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { someResponse } from "@lyceum/scripts/testing/responses";
import { openAs } from "@lyceum/scripts/testing/signed-in";
import { type Attempt, untouched } from "@lyceum/shared/attempts";
import type { Cohort, MemberChoices } from "@lyceum/shared/cohorts";
import type { Browser, Page, Route } from "playwright-core";
import { ulid } from "ulid";

// A mock that a group sits together, in real browsers: from being scheduled to results side by side.

jest.setTimeout(240_000);

const hour = 3_600_000;

let browser: Browser;
/** Where everybody is. */
const newYork = { timezoneId: "America/New_York" };
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });
const dialog = (page: Page) => page.getByRole("dialog");
const place = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Group" }).getByRole("link", { name });

const iso = (at: number) => new Date(at).toISOString();

/** Schedules a mock, which opened at one time and closes at another: ms from now. */
async function schedule(owner: Person, cohortId: string, name: string, opens: number, closes: number) {
  const now = Date.now();
  return owner.client.call("POST /cohorts/{cohortId}/mocks", {
    params: { cohortId },
    body: { id: `gmk_${ulid()}`, name, opensAt: iso(now + opens), closesAt: iso(now + closes) },
  });
}

function begin(person: Person, cohortId: string, mockId: string): Promise<Attempt> {
  return person.client.call("POST /cohorts/{cohortId}/mocks/{mockId}/attempts", {
    params: { cohortId, mockId },
    body: { id: `att_${ulid()}` },
  });
}

/** Answers the last items of a running attempt, so many, as from another device. */
async function answerLast(person: Person, attemptId: string, count: number): Promise<void> {
  const attempt = await person.client.call("GET /attempts/{attemptId}", { params: { attemptId } });
  if (attempt.state !== "running") throw new TypeError("the attempt has to run");
  for (const item of attempt.items.slice(-count)) {
    await person.client.call("PUT /attempts/{attemptId}/items/{position}", {
      params: { attemptId, position: String(item.position) },
      body: { ...untouched, response: someResponse(item), seconds: 60, revision: 1 },
    });
  }
}

/** Somebody of a group, who prepares for its exam. */
async function newMember(
  owner: Person,
  { id, examId }: Cohort,
  wish: Partial<MemberChoices>,
): Promise<Person> {
  const person = await newPerson();
  await accept(person, await newInvite(owner, id), wish);
  const account = await person.client.call("GET /account", {});
  await person.client.call("PUT /account", { body: { ...account, examId } });
  return person;
}

test("an instructor schedules a mock by the page, and cancels it", async () => {
  const [owner, learner] = [await newPerson(), await newPerson()];
  const cohort = await newCohort(owner, { name: "Night owls" });
  await takeIn(owner, cohort.id, learner);
  const page = await openAs(browser, owner, `/groups/${cohort.id}`, newYork);
  await place(page, "Mocks").click();
  await page.getByText(/the same questions for all/).waitFor();
  await page.getByRole("link", { name: "Schedule a mock" }).click();
  await page.getByText(/In your time zone: America\/New York/).waitFor();
  await page.getByText(/Neither the questions nor the times can be changed/).waitFor();

  // What is wrong is said where it is, and the first of it has the focus.
  await page.getByLabel("Opens").fill("2099-03-01T18:00");
  await page.getByLabel("Closes").fill("2099-03-01T19:00");
  await button(page, "Schedule the mock").click();
  await page.getByText("Give it a name, so that members know what it is.").waitFor();
  await page.getByText("There is too little time between for the whole mock.").waitFor();
  expect(await page.getByLabel("Name").evaluate((input) => input === document.activeElement)).toBe(true);

  await page.getByLabel("Name").fill("Dress rehearsal");
  await page.getByLabel("Closes").fill("2099-03-03T18:00");
  await button(page, "Schedule the mock").click();
  await heading(page, /^Dress rehearsal/).waitFor();
  await heading(page, /^Opens in \d+ days$/).waitFor();
  const { items } = await learner.client.call("GET /cohorts/{cohortId}/mocks", {
    params: { cohortId: cohort.id },
  });
  expect(items).toMatchObject([
    { name: "Dress rehearsal", opensAt: "2099-03-01T23:00:00.000Z", closesAt: "2099-03-03T23:00:00.000Z" },
  ]);

  // Members find it, with nothing to begin and nothing to cancel.
  const theirs = await openAs(browser, learner, `/groups/${cohort.id}`, newYork);
  await theirs
    .getByRole("region", { name: "Group mock" })
    .getByText(/^Opens/)
    .waitFor();
  await theirs.getByRole("link", { name: "Dress rehearsal" }).click();
  await heading(theirs, /^Opens in/).waitFor();
  expect(await theirs.getByRole("button").count()).toBe(0);
  await theirs.goto(`/groups/${cohort.id}/mocks/new`);
  await theirs.getByText("Only the group's instructors and owners may schedule a mock.").waitFor();

  await button(page, "Cancel this mock").click();
  await button(page, "Keep it").click();
  await button(page, "Cancel this mock").click();
  await dialog(page).getByRole("button", { name: "Cancel the mock" }).click();
  await heading(page, "No mock yet").waitFor();
  await place(page, "Log").click();
  await page.getByText(/cancelled the mock “Dress rehearsal”/).waitFor();
  await theirs.goto(`/groups/${cohort.id}/mocks/${items[0]?.id}`);
  await theirs.getByText("There is no such mock. It may have been cancelled.").waitFor();
  await Promise.all([page.context().close(), theirs.context().close()]);
});

test("a learner begins it once, submits, and is told when the result can be seen", async () => {
  const owner = await newPerson();
  const cohort = await newCohort(owner, { name: "Night owls" });
  const learner = await newMember(owner, cohort, { pseudonym: "Curious Otter" });
  const mock = await schedule(owner, cohort.id, "First rehearsal", -24 * hour, hour);
  const page = await openAs(browser, learner, `/groups/${cohort.id}`, newYork);
  await page
    .getByRole("region", { name: "Group mock" })
    .getByText(/You have not begun it yet/)
    .waitFor();
  await page.getByRole("link", { name: "First rehearsal" }).click();
  // It closes sooner than the exam takes.
  await page.getByText(/closes before your 3 h are over: you will have 59 min if you begin now/).waitFor();
  await page.getByText(/as that of Curious Otter/).waitFor();
  await page.getByText(/No instructor, because you don.t share your details/).waitFor();
  await button(page, "Begin the mock").click();
  await page.getByText(/^Tick this to begin/).waitFor();
  await page.getByLabel(/^I take this mock alone/).check();

  // The mock is begun, and the answer that says so is lost: the page asks how things are.
  const lost = async (route: Route) => {
    await route.fetch();
    await route.abort();
  };
  await page.route(/\/mocks\/[^/]+\/attempts$/, lost, { times: 1 });
  await button(page, "Begin the mock").click();
  await page.getByRole("link", { name: "Resume the mock" }).click();
  await heading(page, /^Question 1 of/).waitFor();

  const attemptId = page.url().split("/").at(-1)?.split("?")[0] ?? "";
  await answerLast(learner, attemptId, 5);
  await page.goto("/");
  await page
    .getByRole("region", { name: "Group mock of Night owls" })
    .getByText(/Your try is under way or taken/)
    .waitFor();
  await page.goto(`/groups/${cohort.id}/mocks/${mock.id}`);
  await heading(page, "You have begun it").waitFor();
  await page.getByRole("link", { name: "Resume the mock" }).click();
  await page.getByText("5 of 75 answered").waitFor();
  await button(page, "Submit").click();
  await dialog(page).getByRole("button", { name: "Submit" }).click();
  await heading(page, "Submitted").waitFor();
  await page.getByText(/^Results on/).waitFor();
  expect(await flaws(page)).toEqual([]);
  expect(await page.content()).not.toMatch(/Passed|Not passed/);
  await page.getByRole("link", { name: "To the group's mock" }).click();
  await heading(page, "You have submitted it").waitFor();
  expect(await button(page, "Begin the mock").count()).toBe(0);
  await page.goto("/");
  await page.getByText(/^Results on/).waitFor();
  await page.goto(`/attempts/${attemptId}`);
  await heading(page, "Submitted").waitFor();
  await page.context().close();
});

test("who discards it is told before that there is no second try", async () => {
  const owner = await newPerson();
  const cohort = await newCohort(owner, { name: "Night owls" });
  const learner = await newMember(owner, cohort, {});
  const mock = await schedule(owner, cohort.id, "First rehearsal", -24 * hour, hour);
  await begin(learner, cohort.id, mock.id);
  const page = await openAs(browser, learner, `/groups/${cohort.id}/mocks/${mock.id}`, newYork);
  await heading(page, "You have begun it").waitFor();
  await page.getByRole("link", { name: "Home" }).click();
  await button(page, "Discard").click();
  await dialog(page)
    .getByText(/A group mock can't be begun again/)
    .waitFor();
  await dialog(page).getByRole("button", { name: "Discard" }).click();
  await dialog(page).waitFor({ state: "detached" });
  await page.getByRole("link", { name: "First rehearsal" }).click();
  await heading(page, "You have discarded it").waitFor();
  expect(await button(page, "Begin the mock").count()).toBe(0);
  await page.context().close();
});

test("while a group is archived, its mocks can be neither begun nor cancelled", async () => {
  const owner = await newPerson();
  const cohort = await newCohort(owner, { name: "Night owls" });
  const open = await schedule(owner, cohort.id, "First rehearsal", -24 * hour, hour);
  const upcoming = await schedule(owner, cohort.id, "Second rehearsal", hour, 24 * hour);
  const page = await openAs(browser, owner, `/groups/${cohort.id}/mocks/${open.id}`, newYork);
  await button(page, "Begin the mock").waitFor();
  await button(page, "Cancel this mock").waitFor();
  await page.getByText("Only learners' results stand side by side, and you are an owner.").waitFor();
  await owner.client.call("PUT /cohorts/{cohortId}/state", {
    params: { cohortId: cohort.id },
    body: { state: "archived" },
  });
  for (const { id } of [open, upcoming]) {
    await page.goto(`/groups/${cohort.id}/mocks/${id}`);
    await page.getByText(/^Nobody can begin this mock, or cancel it,/).waitFor();
    expect(await page.getByRole("button", { name: /the mock|this mock/ }).count()).toBe(0);
  }
  await page.goto(`/groups/${cohort.id}`);
  await page.getByText(/^This group is archived/).waitFor();
  await page.waitForLoadState("networkidle");
  expect(await page.getByRole("region", { name: "Group mock" }).count()).toBe(0);
  await page.context().close();
});

/** A mock that four have begun, one of whom discarded it, and that closes in half a minute; in the same group, one that is open and one to come. */
let closed: {
  cohortId: string;
  mockId: string;
  submitted: string;
  others: string[];
  owner: Person;
  learners: Person[];
};
beforeAll(async () => {
  const owner = await newPerson();
  const cohort = await newCohort(owner, { name: "Night owls" });
  const cohortId = cohort.id;
  const learners = await Promise.all([
    newMember(owner, cohort, { pseudonym: "Curious Otter", name: "Ada", shares: true }),
    newMember(owner, cohort, { pseudonym: "Quiet Fox", name: "Bo" }),
    newMember(owner, cohort, { pseudonym: "Shy Newt", name: "Cy", listed: false }),
    newMember(owner, cohort, { pseudonym: "Fickle Wren", name: "Di" }),
  ]);
  const mock = await schedule(owner, cohortId, "First rehearsal", -24 * hour, 30_000);
  const [, attempt, , unwanted] = await Promise.all(
    learners.map((person) => begin(person, cohortId, mock.id)),
  );
  if (!attempt || !unwanted) throw new TypeError("four have begun");
  await learners[3].client.call("DELETE /attempts/{attemptId}", { params: { attemptId: unwanted.id } });
  const submitted = attempt.id;
  await learners[1].client.call("POST /attempts/{attemptId}/submit", { params: { attemptId: submitted } });
  const open = await schedule(owner, cohortId, "Second rehearsal", -24 * hour, 24 * hour);
  const upcoming = await schedule(owner, cohortId, "Third rehearsal", hour, 24 * hour);
  closed = { cohortId, mockId: mock.id, submitted, others: [open.id, upcoming.id], owner, learners };
});

test("when it closes, the results are there: one's own, and those of who is on the boards", async () => {
  const { cohortId, mockId, owner, learners } = closed;
  const [ada, fox, shy, wren] = learners;
  if (!ada || !fox || !shy || !wren) throw new TypeError("there are four");
  const path = `/groups/${cohortId}/mocks/${mockId}`;
  const page = await openAs(browser, ada, path, newYork);
  const early = await openAs(browser, fox, `/attempts/${closed.submitted}`, newYork);
  // By itself, whoever has the page open.
  await heading(page, "Results side by side").waitFor({ timeout: 60_000 });
  const rows = page.getByRole("row");
  // The clock stopped two of the three: what they sent in time is waited for.
  await page.getByText(/^2 results: the mean score is/).waitFor({ timeout: 60_000 });
  await rows.filter({ hasText: "Curious Otter" }).filter({ hasText: "You" }).waitFor();
  expect(await rows.filter({ hasText: "Quiet Fox" }).count()).toBe(1);
  // Pseudonyms for learners, and nothing of who is not on the boards.
  expect(await page.content()).not.toMatch(/Shy Newt|Ada|Bo</);
  await page.getByRole("link", { name: "See your answers" }).click();
  await heading(page, /Not passed/).waitFor();
  await page.getByRole("link", { name: "The group's results, side by side" }).click();
  await heading(page, "Results side by side").waitFor();
  // Pages as small as the group: all are loaded.
  await page.route(/\/results\?/, (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set("limit", "1");
    return route.continue({ url: url.href });
  });
  await page.goto(path);
  await page.getByText(/^2 results: the mean score is/).waitFor();
  expect(await button(page, "Show more").count()).toBe(0);

  // What was submitted before opens by itself, too.
  await heading(early, /Not passed/).waitFor({ timeout: 60_000 });

  const theirs = await openAs(browser, shy, path, newYork);
  await theirs.getByText(/^3 results/).waitFor();
  await rows.nth(0).waitFor();
  expect(await theirs.getByRole("row").filter({ hasText: "You" }).textContent()).toContain("Shy Newt");

  const discarded = await openAs(browser, wren, path, newYork);
  await discarded.getByText(/^You have discarded your attempt/).waitFor();
  expect(await discarded.content()).not.toContain("Fickle Wren");

  const instructors = await openAs(browser, owner, path, newYork);
  await instructors.getByText("Ada").waitFor();
  expect(await instructors.content()).not.toMatch(/Shy Newt|Bo</);
  const [file] = await Promise.all([
    instructors.waitForEvent("download"),
    button(instructors, "Download as a CSV file").click(),
  ]);
  const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
  expect(file.suggestedFilename()).toMatch(/-group-mock-\d{4}-\d\d-\d\d\.csv$/);
  // Only who shares is shown to instructors.
  expect(lines).toHaveLength(2);
  expect(lines.filter((line) => line.startsWith("Curious Otter,Ada,"))).toHaveLength(1);

  // Who has left the group isn't sent there.
  await fox.client.call("DELETE /cohorts/{cohortId}/me", { params: { cohortId } });
  await early.reload();
  await heading(early, /Not passed/).waitFor();
  await early.waitForLoadState("networkidle");
  expect(await early.getByRole("link", { name: "The group's results, side by side" }).count()).toBe(0);
  await Promise.all([page, early, theirs, discarded, instructors].map((one) => one.context().close()));
});

test.each(Object.entries(looks))(
  "every page, %s: nothing serious for axe, nothing too wide",
  async (_, look) => {
    const { cohortId, mockId, others, owner, learners } = closed;
    const [ada] = learners;
    if (!ada) throw new TypeError("there are three");
    const mocks = `/groups/${cohortId}/mocks`;
    const pages = [mocks, ...[mockId, ...others].map((id) => `${mocks}/${id}`)];
    const problems: string[] = [];
    for (const [person, paths] of [
      [ada, [...pages, `/groups/${cohortId}`]],
      [owner, [...pages, `${mocks}/new`]],
    ] as const) {
      const page = await openAs(browser, person, mocks, { ...newYork, ...look });
      for (const path of paths) {
        await page.goto(path);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await heading(page, /rehearsal|Schedule a mock|Open now/)
          .or(page.getByRole("region", { name: "Group mock" }))
          .first()
          .waitFor();
        await page
          .getByRole("status", { name: /^Loading/ })
          .first()
          .waitFor({ state: "detached" });
        problems.push(...(await flaws(page, path)));
      }
      await page.context().close();
    }
    expect(problems).toEqual([]);
  },
);
