import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { flaws, launchBrowser, looks } from "@lyceum/scripts/testing/browser";
import { newCohort, takeIn } from "@lyceum/scripts/testing/cohorts";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { openAs, pageOf, show } from "@lyceum/scripts/testing/signed-in";
import type { Cohort } from "@lyceum/shared/cohorts";
import { type Budget, Generation } from "@lyceum/shared/generation";
import { CandidateSummary } from "@lyceum/shared/review";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { ulid } from "ulid";

// Having questions written, as instructors see it: once by the platform itself; and with what the server says of wishes
// given here, so that each of their states can be looked at.

jest.setTimeout(180_000);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const json = (body: unknown, status = 200) => ({
  status,
  contentType: "application/json",
  body: JSON.stringify(body),
});

/** What the server says of a group's wishes; changed by a test, it is said from then on. */
interface Said {
  generation: Generation;
  candidates: CandidateSummary[];
  budget: Budget & { jobs: { job: string; calls: number; usd: number }[] };
  /** What was asked for. */
  wishes: unknown[];
}

/** A page to which the server says what is given here. */
async function openGiven(
  person: Person,
  path: string,
  said: Said,
  look?: BrowserContextOptions,
): Promise<Page> {
  const page = await pageOf(browser, person, look);
  await give(page, said);
  await show(page, path);
  return page;
}

async function give(page: Page, said: Said): Promise<void> {
  await page.route(/\/api\/cohorts\/[^/]+\/budget$/, (route) => route.fulfill(json(said.budget)));
  await page.route(/\/generations(\?.*)?$/, (route) => {
    if (route.request().method() !== "POST") return route.fulfill(json({ items: [said.generation] }));
    const { id, ...wish } = route.request().postDataJSON();
    said.wishes.push(wish);
    said.generation = Generation.parse({ ...said.generation, id, wish });
    return route.fulfill(json(said.generation, 201));
  });
  await page.route(/\/generations\/[^/]+$/, (route) => route.fulfill(json(said.generation)));
  await page.route(/\/candidates\?/, (route) => route.fulfill(json({ items: said.candidates })));
  await page.route(/\/cancel$/, (route) => {
    said.generation = { ...said.generation, state: "cancelled" };
    return route.fulfill(json(said.generation));
  });
}

function saidOf({ id: cohortId, examId }: Cohort): Said {
  const generation = Generation.parse({
    id: `gen_${ulid()}`,
    cohortId,
    examId,
    by: "somebody",
    at: "2026-11-21T10:00:00.000Z",
    wish: {
      taskIds: ["1.1", "1.2"],
      itemTypes: ["multiple_choice"],
      difficulties: ["hard"],
      count: 4,
      instructions: "About prices.",
    },
    state: "running",
    progress: { waiting: 1, writing: 1, checking: 0, inReview: 1, failed: 1, cancelled: 0 },
    usd: 0.02,
  });
  const candidate = (wish: Partial<CandidateSummary>) =>
    CandidateSummary.parse({
      id: `que_${ulid()}`,
      cohortId,
      examId,
      taskId: "1.1",
      type: "multiple_choice",
      difficulty: "hard",
      state: "draft",
      generationId: generation.id,
      version: 0,
      stem: "",
      since: generation.at,
      round: 0,
      failed: [],
      warned: [],
      votes: { approve: 0, reject: 0, quorum: 1 },
      escalated: false,
      ...wish,
    });
  return {
    generation,
    candidates: [
      candidate({ state: "in_review", version: 1, stem: "Which of these costs least?", warned: ["lint"] }),
      candidate({ state: "failed", version: 3, stem: "Which is it?", failed: ["key"], problem: "Two fit." }),
      candidate({ step: "writing" }),
      candidate({ step: "waiting" }),
    ],
    budget: { month: "2026-11", usd: 1.25, limitUsd: 5, jobs: [{ job: "judge", calls: 40, usd: 0.25 }] },
    wishes: [],
  };
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test("the platform writes from a shared note, says how far it is, and stops when it is told to", async () => {
  const owner = await newPerson();
  const cohort = await newCohort(owner);
  const page = await openAs(browser, owner, `/groups/${cohort.id}/generate`);
  await page.getByText(/\$0\.00 of \$/).waitFor();
  await page.getByLabel("How many questions").fill("30");
  await page.getByText("Only what you choose").click();
  await page.getByRole("checkbox", { name: /^1\.4 / }).check();
  await button(page, "Have them written").click();
  await page.getByRole("heading", { name: /^30 questions of / }).waitFor();
  const questions = page.getByRole("region", { name: "Questions" }).getByRole("listitem");
  await questions
    .getByText(/^Being (written|checked)$/)
    .first()
    .waitFor();
  await questions.nth(29).waitFor();
  expect(await questions.count()).toBe(30);
  await button(page, "Cancel").click();
  await button(page, "Stop writing").click();
  await page
    .getByRole("status")
    .getByText(/\d+ cancelled/)
    .waitFor();
  await page.getByRole("link", { name: "All that was asked for" }).click();
  await page.getByRole("link", { name: /^30 questions, / }).waitFor();
  await page.getByText("Cancelled", { exact: true }).waitFor();
  await page.context().close();
});

test("an instructor asks for questions, watches them come, stops, and asks again", async () => {
  const owner = await newPerson();
  const cohort = await newCohort(owner, { name: "Night owls" });
  const said = saidOf(cohort);
  const page = await openGiven(owner, `/groups/${cohort.id}`, said);
  const places = page.getByRole("navigation", { name: "Group" });
  await places.getByRole("link", { name: "New questions" }).click();
  await page.getByText(/No language model answers here/).waitFor();
  await page.getByText("$1.25", { exact: true }).waitFor();
  await page.getByText("0 notes of the group, 20 shared").waitFor();

  // What is missing is said, and the first of it has the focus.
  await page.getByLabel("How many questions").fill("0");
  await page.getByRole("checkbox", { name: "Medium" }).uncheck();
  await page.getByRole("checkbox", { name: "Hard" }).uncheck();
  await page.getByText("Only what you choose").click();
  await button(page, "Have them written").click();
  await page.getByText("A whole number from 1 to 100.").waitFor();
  await page.getByText("Choose one note at least, or use all.").waitFor();
  await page.getByLabel("How many questions").and(page.locator(":focus")).waitFor();
  expect(said.wishes).toEqual([]);

  await button(page, "5").click();
  await page.getByRole("checkbox", { name: "Easy" }).check();
  await page.getByRole("checkbox", { name: /^1\.1 / }).check();
  await page.getByLabel("Instructions (optional)").fill("  About prices. ");
  await button(page, "Have them written").click();
  await page.getByRole("heading", { name: /^5 questions of / }).waitFor();
  const [wish] = said.wishes;
  expect(wish).toMatchObject({
    count: 5,
    difficulties: ["easy"],
    noteIds: [expect.stringMatching(/^not_/)],
    instructions: "About prices.",
  });

  // It is told how far it is, without a reload.
  const live = page.getByRole("status").filter({ hasText: "Of 5 questions:" });
  await live.getByText(/1 given to reviewers, 1 failed the checks, 1 being written, 1 waiting/).waitFor();
  const link = page.getByRole("link", { name: "1. Which of these costs least?" });
  expect(await link.getAttribute("href")).toBe(`/groups/${cohort.id}/review/${said.candidates[0]?.id}`);
  await page.getByText("Two fit.").waitFor();
  await page.getByText("Being written", { exact: true }).waitFor();
  const progress = { waiting: 0, writing: 0, checking: 2, inReview: 2, failed: 1, cancelled: 0 };
  said.generation = { ...said.generation, progress };
  await live.getByText(/2 given to reviewers, 1 failed the checks, 2 being checked/).waitFor();

  await button(page, "Cancel").click();
  await button(page, "Go on").click();
  await button(page, "Cancel").click();
  await button(page, "Stop writing").click();
  await page.getByText("Cancelled", { exact: true }).waitFor();
  await page
    .getByRole("heading", { name: /^5 questions of / })
    .and(page.locator(":focus"))
    .waitFor();

  await page.getByRole("link", { name: "Ask for the same again" }).click();
  await page.getByRole("heading", { name: "Have questions written" }).waitFor();
  expect(await page.getByLabel("How many questions").inputValue()).toBe("5");
  expect(await page.getByLabel("Instructions (optional)").inputValue()).toBe("About prices.");
  await button(page, "Have them written").click();
  await page.getByRole("heading", { name: /^5 questions of / }).waitFor();
  expect(said.wishes).toEqual([wish, wish]);
  await page.context().close();
});

test("a learner is told why there is nothing, and a spent budget is said", async () => {
  const [owner, learner] = await Promise.all([newPerson(), newPerson()]);
  const cohort = await newCohort(owner);
  await takeIn(owner, cohort.id, learner);
  const said = saidOf(cohort);
  said.budget = { ...said.budget, usd: 5 };
  const [page, theirs] = await Promise.all([
    openGiven(owner, `/groups/${cohort.id}/generate`, said),
    openGiven(learner, `/groups/${cohort.id}/generate`, said),
  ]);
  await page.getByText(/It is spent: no question is written before the next month/).waitFor();
  await theirs.getByText(/The group's instructors and owners review its questions/).waitFor();
  expect(await theirs.getByRole("button").count()).toBe(0);
  await Promise.all([page.context().close(), theirs.context().close()]);
});

test("every page works at both sizes, in light and dark", async () => {
  const owner = await newPerson();
  const cohort = await newCohort(owner);
  const said = saidOf(cohort);
  const failed = { ...said.generation, state: "failed" as const, problem: "The budget is spent." };
  const problems: string[] = [];
  for (const [name, look] of Object.entries(looks)) {
    const page = await openGiven(owner, `/groups/${cohort.id}/generate`, said, look);
    await page.getByText("Only what you choose").click();
    await button(page, "Have them written").click();
    await check(`${name}: the form`, page);
    await page.goto(`/groups/${cohort.id}/generate/${said.generation.id}`);
    await page.getByText("Two fit.").waitFor();
    await check(`${name}: under way`, page);
    await page.context().close();
    const another = await openGiven(owner, "/", { ...said, generation: failed }, look);
    await another.goto(`/groups/${cohort.id}/generate/${failed.id}`);
    await another.getByText("The budget is spent.").waitFor();
    await check(`${name}: failed`, another);
    await another.context().close();
  }
  expect(problems).toEqual([]);

  async function check(what: string, page: Page): Promise<void> {
    problems.push(...(await flaws(page, what)));
  }
});
