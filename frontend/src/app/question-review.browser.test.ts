import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { flaws, launchBrowser, looks } from "@lyceum/scripts/testing/browser";
import { newCohort, takeIn, userIdOf } from "@lyceum/scripts/testing/cohorts";
import { eventually } from "@lyceum/scripts/testing/eventually";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { platformTable } from "@lyceum/scripts/testing/platform";
import { candidate, newGroupQuestion, newReview, someDraft } from "@lyceum/scripts/testing/review";
import { openAs, show } from "@lyceum/scripts/testing/signed-in";
import type { Cohort } from "@lyceum/shared/cohorts";
import type { Check } from "@lyceum/shared/review";
import type { Browser, Page } from "playwright-core";

// How reviewers of a group bring its questions to a decision, in real browsers. Candidates are put in as generation
// leaves them, so that no test needs a model; their workflows run.

jest.setTimeout(180_000);

let browser: Browser;
/** Owns the group, and reviews. */
let olga: Person;
/** Reviews. */
let ada: Person;
let lea: Person;
beforeAll(async () => {
  browser = await launchBrowser();
  [olga, ada, lea] = await Promise.all([newPerson(), newPerson(), newPerson()]);
});
afterAll(() => browser?.close());

/** A group with an owner and an instructor, so that two have to agree. */
async function newGroup(): Promise<Cohort> {
  const cohort = await newCohort(olga, { name: "Night owls" });
  await takeIn(olga, cohort.id, ada, "instructor");
  await takeIn(olga, cohort.id, lea);
  return cohort;
}

const passed: Check[] = [
  { name: "schema", verdict: "passed", message: "It has the form of its type." },
  { name: "lint", verdict: "passed", message: "The wording follows the rules." },
];
const sentence = "A guardrail masks what it finds.";

/** Puts a candidate in review. Its first words are its name. */
async function inReview(
  { id: cohortId }: Cohort,
  stem: string,
  wish: Parameters<typeof newReview>[1] = {},
): Promise<string> {
  const { item } = await someDraft();
  const noteId = "not_01JD0000000000000000000000";
  return newReview(cohortId, {
    stem,
    item: {
      ...item,
      citations: [{ noteId, version: 1, ordinal: 0, cohortId: null, title: "Safety", quote: sentence }],
    },
    passages: [
      {
        noteId,
        version: 1,
        ordinal: 0,
        noteTitle: "Safety",
        cohortId: null,
        headings: ["Guardrails"],
        page: 2,
        text: "It finds names. A guardrail **masks** what it finds. It keeps the rest.",
      },
    ],
    checks: passed,
    ...wish,
  });
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const dialog = (page: Page) => page.getByRole("dialog");
const inDialog = (page: Page, name: string) => dialog(page).getByRole("button", { name, exact: true });
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });
const focused = (page: Page) => page.locator(":focus");
const reviewOf = ({ id }: Cohort, questionId = "") => `/groups/${id}/review/${questionId}`;

async function rate(page: Page, rating: string): Promise<void> {
  await dialog(page).getByLabel("Of 100 who just pass, get it right").fill(rating);
}

test("two reviewers bring a question to a decision, by keyboard, with an edit between", async () => {
  const cohort = await newGroup();
  const first = await inReview(cohort, "Alpha: which service masks names?");
  await inReview(cohort, "Beta: which service finds names?");
  const page = await openAs(browser, olga, reviewOf(cohort));
  await page.getByText("2 questions", { exact: true }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.getByRole("link", { name: /^Beta/ }).and(focused(page)).waitFor();
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await page.getByText("0 of 2 approved.").waitFor();
  await page.locator("mark").waitFor();
  expect(await page.locator("mark").allInnerTexts()).toEqual([sentence]);
  await button(page, "As learners see it").click();
  await page.getByText("Choose one answer.").waitFor();

  await page.keyboard.press("a");
  await inDialog(page, "Approve").click();
  await dialog(page).getByText("A whole number from 1 to 99.").waitFor();
  // Letters that are typed are no commands.
  await dialog(page).getByLabel("Comment, if you like").pressSequentially("jerk axe");
  await rate(page, "70");
  await dialog(page).getByText("After yours it needs 1 more approval by others").waitFor();
  await inDialog(page, "Approve").click();
  await page.getByText("Your approval is counted: 1 of 2 approved.").waitFor();
  await heading(page, /^In review: question/)
    .and(focused(page))
    .waitFor();

  const desk = await openAs(browser, ada, reviewOf(cohort, first));
  await desk.getByText(/works on it until .+ You can read it/).waitFor();
  expect(await button(desk, "Approve").count()).toBe(0);
  await page.keyboard.press("j");
  await heading(page, "The item").waitFor();
  await page.getByText("Beta: which service finds names?").waitFor();
  // What the other one gave back can be worked on.
  await untilGivenBack(olga, cohort, first);
  await desk.reload();
  await button(desk, "Edit").waitFor();
  await desk.keyboard.press("e");
  await desk.getByLabel("Stem").and(focused(desk)).fill("Alpha: which feature masks names?");
  await desk.getByRole("link", { name: "Back to the queue" }).click();
  await inDialog(desk, "Stay").click();
  await button(desk, "See the changes and save").click();
  await dialog(desk).locator("del").getByText("service").waitFor();
  await dialog(desk).locator("ins").getByText("feature").waitFor();
  await inDialog(desk, "Save, then approve").click();
  await dialog(desk).getByText("Write a few words.").waitFor();
  await dialog(desk).getByLabel("Why do you change it?").fill("It is a feature.");
  await inDialog(desk, "Save, then approve").click();
  await heading(desk, "Approve version 2?").waitFor();
  await rate(desk, "60");
  await inDialog(desk, "Approve").click();
  await desk.getByText("Your approval is counted: 1 of 2 approved.").waitFor();
  expect(await candidate(ada, cohort.id, first)).toMatchObject({ version: 2, votes: { approve: 1 } });
  await desk.getByRole("link", { name: "Back to the queue" }).click();
  await untilGivenBack(ada, cohort, first);
  await desk.context().close();

  await page.goto(reviewOf(cohort, first));
  await button(page, "Changes since 1").click();
  await page.locator("ins").getByText("feature").waitFor();
  await button(page, "Earlier version").click();
  await page.getByText("Version 1 of 2").waitFor();
  await page.keyboard.press("a");
  await rate(page, "80");
  await inDialog(page, "Approve").click();
  await page.getByText("It is approved, and goes into the group's bank as a pilot.").waitFor();
  expect(await button(page, "Approve").count()).toBe(0);
  await page.getByText(/edited it: version 2/).waitFor();
  await page.getByText("It is in the group's bank: pilot, unscored, version 1.").waitFor();
  await page.getByRole("link", { name: "Questions in the bank" }).click();
  await page.getByRole("link", { name: "Alpha: which feature masks names?" }).waitFor();
  const { currentVotes } = await candidate(olga, cohort.id, first);
  expect(currentVotes.map(({ verdict }) => verdict)).toEqual([
    { vote: "approve", angoff: 0.6 },
    { vote: "approve", angoff: 0.8 },
  ]);
  await page.context().close();
});

/** What was given back by a page that was left is no longer that person's a moment later. */
async function untilGivenBack(by: Person, cohort: Cohort, questionId: string): Promise<void> {
  await eventually(
    () => candidate(olga, cohort.id, questionId),
    ({ lease }) => lease?.by.userId !== userIdOf(by),
  );
}

test("an answer that is lost is asked for again and counts once; a decision of elsewhere is explained", async () => {
  const cohort = await newGroup();
  const questionId = await inReview(cohort, "Gamma: which one?");
  const page = await openAs(browser, olga, reviewOf(cohort, questionId));
  await button(page, "Reject").click();
  await inDialog(page, "Reject").click();
  await dialog(page).getByText("Choose a reason.").waitFor();
  await dialog(page).getByLabel("Reason").selectOption("More than one option is right");
  await dialog(page).getByLabel("Comment").fill("B is right too.");
  await page.route(
    /\/votes$/,
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await inDialog(page, "Reject").click();
  await dialog(page).getByText("The server can't be reached.").waitFor();
  await inDialog(page, "Reject").click();
  await page.getByText("Your rejection is counted: 0 of 2 approved, 1 rejected.").waitFor();
  const { currentVotes } = await candidate(olga, cohort.id, questionId);
  expect(currentVotes).toHaveLength(1);

  await button(page, "Request changes").click();
  await dialog(page).getByText("3 of 3 rounds are left").waitFor();
  await dialog(page).getByLabel("What should be different?").fill("Make B wrong.");
  // The same person, in another window, is faster by a moment.
  await page.route(
    /\/votes$/,
    async (route) => {
      await olga.client.call("POST /cohorts/{cohortId}/candidates/{questionId}/votes", {
        params: { cohortId: cohort.id, questionId },
        body: {
          id: "vot_01JD0000000000000000000000",
          version: 1,
          verdict: { vote: "request_changes", instructions: "Make A wrong." },
        },
      });
      await route.continue();
    },
    { times: 1 },
  );
  await inDialog(page, "Have it written anew").click();
  await page.getByRole("alert").filter({ hasText: "This page shows the question as it is now." }).waitFor();
  await page.context().close();
});

test("a question that was rewritten three times can be edited or rejected, not sent back", async () => {
  const cohort = await newGroup();
  const questionId = await inReview(cohort, "Delta: which one?", { round: 3 });
  const page = await openAs(browser, olga, reviewOf(cohort, questionId));
  await button(page, "No more changes").waitFor();
  await page.keyboard.press("r");
  await dialog(page).getByText("Edit it yourself, or reject it.").waitFor();
  expect(await dialog(page).getByRole("button").allInnerTexts()).toEqual(["Close"]);
  await page.context().close();
});

test("several are rejected at once, and what can't be is told", async () => {
  const cohort = await newGroup();
  const names = ["One", "Two", "Three"];
  const ids: string[] = [];
  for (const name of names) ids.push(await inReview(cohort, `${name}: which one?`, { round: 1 }));
  await inReview(cohort, "Doubtful: which one?", { failed: ["grounded"] });
  await ada.client.call("PUT /cohorts/{cohortId}/candidates/{questionId}/lease", {
    params: { cohortId: cohort.id, questionId: ids[1] ?? "" },
  });
  const page = await openAs(browser, olga, reviewOf(cohort));
  await page.getByText("4 questions", { exact: true }).waitFor();
  await button(page, "Select all shown").click();
  await page.getByText("4 selected").waitFor();
  const approve = (disabled: boolean) =>
    page.getByRole("button", { name: "Approve …", exact: true, disabled }).waitFor();
  await approve(true);
  await page.getByRole("checkbox", { name: /^Select: Doubtful/ }).uncheck();
  await approve(false);
  await button(page, "Reject …").click();
  await dialog(page).getByLabel("Reason").selectOption("Too trivial to tell anybody from another");
  await dialog(page).getByLabel("Comment").fill("Everybody knows that.");
  await inDialog(page, "Reject 3 questions").click();
  await dialog(page).getByText("Done for 2 of 3.").waitFor();
  await dialog(page)
    .getByText(/^Two: which one\?: .+ works on this question/)
    .waitFor();
  await inDialog(page, "Close").click();
  await page.getByText("You rejected").nth(1).waitFor();
  expect(await page.getByText("You rejected").count()).toBe(2);

  await page.getByText("More filters").click();
  await page.getByLabel("Check that objects").selectOption("Supported by the notes");
  await page.getByText("1 question", { exact: true }).waitFor();
  await page.getByRole("link", { name: /^Doubtful/ }).waitFor();
  await page.getByLabel("State").selectOption("Expired");
  await page.getByText("Nothing fits what you chose.").waitFor();
  await page.getByRole("link", { name: "Show all" }).click();
  await page.getByText("There is none.").waitFor();
  await page.context().close();
});

test("several are approved at once with one rating, but only those whose checks all passed", async () => {
  const cohort = await newGroup();
  const good = await inReview(cohort, "Good: which one?");
  await inReview(cohort, "Unknown: which one?", {
    checks: [{ name: "scope", verdict: "unknown", message: "Nobody looked." }],
  });
  const page = await openAs(browser, ada, reviewOf(cohort));
  await button(page, "Select all shown").click();
  await button(page, "Approve …").click();
  await rate(page, "55");
  await inDialog(page, "Approve 2 questions").click();
  await dialog(page).getByText("Done for 1 of 2.").waitFor();
  await dialog(page).getByText("Unknown: which one?: Not all of its checks passed").waitFor();
  expect(await candidate(ada, cohort.id, good)).toMatchObject({
    votes: { approve: 1 },
    currentVotes: [{ verdict: { vote: "approve", angoff: 0.55 } }],
  });
  await page.context().close();
});

test("instructors sign pilots off and retire questions; figures and the trail are theirs, the quorum the owner's", async () => {
  const cohort = await newGroup();
  const table = await platformTable();
  for (const stem of ["Pilot one?", "Pilot two?"]) {
    await newGroupQuestion(table, cohort.id, { state: "pilot", stem });
  }
  const questionId = await inReview(cohort, "Waiting: which one?");
  const page = await openAs(browser, olga, `/groups/${cohort.id}/questions`);
  await page
    .getByText(/^To count by itself it lacks 30 more first answers/)
    .first()
    .waitFor();
  await button(page, "Sign off: Pilot one?").click();
  await inDialog(page, "Sign off").click();
  await dialog(page).getByText("Write a few words.").waitFor();
  await dialog(page).getByLabel("Why?").fill("We are only six.");
  await inDialog(page, "Sign off").click();
  await page.getByText("Signed off: it counts").waitFor();
  await heading(page, "In the group's bank").and(focused(page)).waitFor();
  await page.getByText("Scored", { exact: true }).waitFor();
  await button(page, "Retire: Pilot two?").click();
  await dialog(page).getByLabel("Why?").fill("The service is gone.");
  await inDialog(page, "Retire").click();
  await page.getByText("Retired: no new attempt gets it.").waitFor();
  await page.getByText("Retired", { exact: true }).waitFor();
  expect(await button(page, /^Sign off/).count()).toBe(0);

  await page.goto(`/groups/${cohort.id}/settings`);
  await page.getByText("At this moment it takes 2 approvals.").waitFor();
  await page.getByLabel("Approvals that a question needs").selectOption("1");
  await button(page, "Save the review settings").click();
  await page.getByText("At this moment it takes 1 approval.").waitFor();
  await page.goto(reviewOf(cohort, questionId));
  await page.getByText("0 of 1 approved.").waitFor();
  await button(page, "Approve").click();
  await rate(page, "65");
  await inDialog(page, "Approve").click();
  await page.getByText("It is approved").first().waitFor();

  await page.goto(reviewOf(cohort, "quality"));
  await page.getByText("1 question was decided, 1 of them approved.", { exact: false }).waitFor();
  const saved = page.waitForEvent("download");
  await button(page, "Download the trail as CSV").click();
  const file = await (await saved).path();
  const rows = (await readFile(file, "utf8")).trim().split("\r\n");
  expect(rows[0]).toContain("at,question,action");
  for (const action of ["approved", "signed_off", "retired"]) {
    expect(rows.filter((row) => row.split(",")[2] === action)).toHaveLength(1);
  }
  await page.context().close();
});

test("learners are told that reviewing is not for them", async () => {
  const cohort = await newGroup();
  const page = await openAs(browser, lea, reviewOf(cohort));
  await page.getByText("The group's instructors and owners review its questions.").waitFor();
  expect(await page.getByRole("link", { name: "Review", exact: true }).count()).toBe(0);
  await page.context().close();
});

test.each(Object.entries(looks))(
  "every page, %s: nothing serious for axe, nothing too wide",
  async (_, look) => {
    const cohort = await newGroup();
    const failing: Check = {
      name: "grounded",
      verdict: "failed",
      message: "A claim is not supported.",
      claims: [
        { text: "It masks names", supported: true, passage: 0, sentence },
        {
          text: "It masks a-word-that-is-much-too-long-for-a-line-of-a-phone",
          supported: false,
          passage: null,
          sentence: null,
        },
      ],
    };
    const questionId = await inReview(cohort, "Which one?", {
      failed: ["grounded"],
      escalated: true,
      checks: [...passed, failing],
    });
    await inReview(cohort, "Which other one?");
    await newGroupQuestion(await platformTable(), cohort.id, { state: "pilot", stem: "Pilot?" });
    const page = await openAs(browser, olga, reviewOf(cohort), look);
    const problems: string[] = [];
    async function examine(name: string): Promise<void> {
      problems.push(...(await flaws(page, name)));
    }
    await button(page, "Select all shown").click();
    await page.getByText("More filters").click();
    await examine("queue");
    if (look.hasTouch) {
      await button(page, "Reject …").click();
      await examine("rejecting several");
    }
    await show(page, reviewOf(cohort, questionId));
    await examine("candidate");
    // What lies over the pages is as wide everywhere where there is room.
    if (look.hasTouch) {
      for (const name of ["Approve", "Request changes", "Reject"]) {
        await button(page, name).click();
        await examine(name);
        await page.keyboard.press("Escape");
      }
      await button(page, "Edit").click();
      await page.getByLabel("Stem").fill("Which?");
      await examine("edit");
      await button(page, "See the changes and save").click();
      await dialog(page).waitFor();
      await examine("save");
      await inDialog(page, "Edit further").click();
      await button(page, "Discard the changes").click();
    }
    for (const path of ["quality", "?state=approved"]) {
      await show(page, reviewOf(cohort, path));
      await examine(path);
    }
    await page.goto(`/groups/${cohort.id}/questions`);
    await button(page, "Retire: Pilot?").click();
    await examine("questions");
    await show(page, `/groups/${cohort.id}/settings`);
    await examine("settings");
    expect(problems).toEqual([]);
    await page.context().close();
  },
);
