import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { putAnswer } from "@lyceum/scripts/testing/answers";
import { flaws, launchBrowser, looks } from "@lyceum/scripts/testing/browser";
import { accept, newCohort, newInvite } from "@lyceum/scripts/testing/cohorts";
import { eventually } from "@lyceum/scripts/testing/eventually";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { openAs } from "@lyceum/scripts/testing/signed-in";
import type { Cohort } from "@lyceum/shared/cohorts";
import type { Browser, Page } from "playwright-core";
import { monthOf } from "../lib/months.ts";

// What instructors and operators see of how the tutor does, of answers that are in the table as it leaves them.

jest.setTimeout(180_000);

const missing = "Which Regions have Amazon Nova Sonic?";
const nobodyKnows = "How long is the guarantee of a custom model?";
const wrongAnswer = "What does a guardrail filter in a prompt?";
const month = monthOf(new Date());

let browser: Browser;
let owner: Person;
let operator: Person;
let learners: Person[];
let cohort: Cohort;

beforeAll(async () => {
  browser = await launchBrowser();
  [owner, operator, ...learners] = await Promise.all([
    newPerson(),
    newPerson({ group: "operator" }),
    newPerson(),
    newPerson(),
  ]);
  cohort = await newCohort(owner, { name: "Night owls" });
  const invite = await newInvite(owner, cohort.id, { maxUses: 2 });
  for (const [place, person] of learners.entries())
    await accept(person, invite, { name: `Ada ${place}`, pseudonym: `Owl ${place}` });
  const [one, two] = learners;
  if (!one || !two) throw new TypeError("there are two");

  const params = { cohortId: cohort.id };
  for (const person of learners) await report(person, missing);
  await report(one, nobodyKnows);
  const bad = await putAnswer(one, cohort.id, { question: wrongAnswer });
  await one.client.call(rate, {
    params: { ...params, conversationId: bad.conversationId, answerId: bad.id },
    body: { thumb: "down", reason: "not_supported", text: "It filters more than that." },
  });
  const good = await putAnswer(two, cohort.id);
  await two.client.call(rate, {
    params: { ...params, conversationId: good.conversationId, answerId: good.id },
    body: { thumb: "up" },
  });
  await eventually(
    () => owner.client.call("GET /cohorts/{cohortId}/tutor/figures", { params, query: { month } }),
    ({ models }) =>
      models.reduce((sum, { answers }) => sum + answers, 0) === 5 &&
      models.reduce((sum, { thumbsUp, thumbsDown }) => sum + thumbsUp + thumbsDown, 0) === 2,
  );
});
afterAll(() => browser?.close());

const rate = "PUT /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/feedback";

/** Somebody has asked what the notes don't answer, and tells the instructors. */
async function report(person: Person, question: string): Promise<void> {
  const nothing = { text: "", claims: [], citations: [] };
  const { conversationId, id: answerId } = await putAnswer(person, cohort.id, {
    ...nothing,
    question,
    state: "not_in_notes",
  });
  await person.client.call(
    "POST /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/gap",
    { params: { cohortId: cohort.id, conversationId, answerId } },
  );
}

const section = (page: Page, name: string | RegExp) => page.getByRole("region", { name });
const qualityPath = () => `/groups/${cohort.id}/tutor/quality`;

test("an instructor sees what learners miss, most missed first, and deals with it", async () => {
  const page = await openAs(browser, owner, `/groups/${cohort.id}/tutor`);
  await page.getByRole("navigation", { name: "Tutor" }).getByRole("link", { name: "Quality" }).click();
  await page.waitForURL(`**${qualityPath()}`);
  const gaps = section(page, "Gaps in the notes");
  const rows = gaps.getByRole("listitem");
  await rows.first().waitFor();
  expect(await gaps.getByRole("heading", { level: 3 }).allTextContents()).toEqual([missing, nobodyKnows]);
  expect(await rows.first().textContent()).toContain("Asked by 2 learners");
  expect(await rows.first().getByRole("link").textContent()).toBe("Guardrails");

  await gaps.getByRole("button", { name: `Added: ${missing}` }).click();
  await rows.first().getByText("Marked as added.").waitFor();
  await gaps.getByRole("button", { name: `Undo: ${missing}` }).click();
  await gaps.getByRole("button", { name: `Not needed: ${missing}` }).click();
  await rows.first().getByText("Marked as not needed.").waitFor();
  await gaps.getByRole("link", { name: "Not needed" }).click();
  await gaps.getByRole("button", { name: `Open again: ${missing}` }).click();
  await rows.first().getByText("Open again.").waitFor();
  await gaps.getByRole("link", { name: "Added" }).click();
  await gaps.getByText("No gap has been filled yet.").waitFor();
  await page.reload();
  await gaps.getByText("No gap has been filled yet.").waitFor();
  await gaps.getByRole("link", { name: "Open", exact: true }).click();
  await gaps.getByRole("button", { name: `Added: ${missing}` }).waitFor();
  await gaps.getByRole("link", { name: "Upload notes" }).click();
  await page.waitForURL(`**/groups/${cohort.id}/notes`);
  await page.context().close();
});

test("an instructor sees what learners thought, without who it was", async () => {
  const page = await openAs(browser, owner, qualityPath());
  const ratings = section(page, "What learners thought");
  await ratings.getByText("Not helpful: the notes don't say that").waitFor();
  expect(await ratings.getByRole("listitem").count()).toBe(1);
  const row = ratings.getByRole("listitem").first();
  await row.getByText("It filters more than that.").waitFor();
  await row.getByRole("heading", { name: wrongAnswer }).waitFor();
  await row.getByText("some-model, prompt answer-question@1").waitFor();
  await row.getByText("The answer and its sources").click();
  await row.getByText("It filters prompts and replies").first().waitFor();
  const text = (await page.locator("body").textContent()) ?? "";
  for (const person of learners) expect(text).not.toContain(person.email);
  expect(text).not.toMatch(/Ada \d|Owl \d/);

  await ratings.getByRole("link", { name: "Helpful", exact: true }).click();
  await ratings.getByRole("listitem").getByText("Helpful", { exact: true }).waitFor();
  await page.context().close();
});

test("the figures of a month are told in sentences, a chart and tables", async () => {
  const page = await openAs(browser, owner, qualityPath());
  const figures = section(page, /^Figures of /);
  await figures.getByText("5 questions were asked: 2 answered from the notes, 3 not in the notes.").waitFor();
  await figures.getByText("2 answers were rated: 1 up, 1 down.").waitFor();
  await figures.getByText(/^Of 2 statements none had no support/).waitFor();
  await figures.getByText(/The group has spent .* of its .* for models and guardrails this month/).waitFor();
  const row = figures.getByRole("row", { name: /^some-model/ });
  expect(await row.getByRole("cell").first().textContent()).toBe("5");
  await figures.getByLabel("Month").selectOption({ index: 3 });
  await figures.getByText(/^Nobody asked the tutor in /).waitFor();
  expect(new URL(page.url()).searchParams.get("month")).toMatch(/^\d{4}-\d\d$/);
  await page.context().close();
});

test("of a group where nobody asked, the page says how it fills", async () => {
  const small = await newCohort(owner, { name: "Early birds" });
  const page = await openAs(browser, owner, `/groups/${small.id}/tutor/quality`);
  await page.getByText(/^No gap is open. When the tutor can't answer/).waitFor();
  await page.getByText(/^Nobody has found an answer unhelpful/).waitFor();
  await page.getByText(/^Nobody asked the tutor in /).waitFor();
  await page.context().close();
});

test("learners see neither the page nor the way to it", async () => {
  const [learner] = learners;
  if (!learner) throw new TypeError("there are two");
  const page = await openAs(browser, learner, qualityPath());
  await page.getByText(/for the group's instructors and owners/).waitFor();
  await page.getByRole("navigation", { name: "Group" }).getByRole("link", { name: "Tutor" }).click();
  await page.getByRole("heading", { name: "Conversations" }).waitFor();
  expect(await page.getByRole("link", { name: "Quality" }).count()).toBe(0);
  expect(await page.getByRole("link", { name: "Operations" }).count()).toBe(0);
  await page.goto("/operations");
  await page.getByText(/for those who run the platform/).waitFor();
  await page.context().close();
});

test("an operator sees all groups' tutors by model, and which models are let alone", async () => {
  const page = await openAs(browser, operator, "/");
  await page.getByRole("link", { name: "Operations" }).click();
  const tutor = section(page, /^The tutor in /);
  const row = tutor.getByRole("row", { name: new RegExp(`^${cohort.name}\\s*${cohort.id}\\s*some-model`) });
  // Other tests' groups may be before it.
  const more = tutor.getByRole("button", { name: "Show more" });
  await tutor.getByRole("table").last().waitFor();
  await tutor.getByText(/loaded so far/).waitFor({ state: "detached" });
  while ((await row.count()) === 0) await more.click();
  expect(await row.getByRole("cell").first().textContent()).toBe("5");
  await section(page, "Now")
    .getByText(/gaps in the notes of all groups are open/)
    .waitFor();

  const broken = { model: "a.model", state: "open", since: "2026-11-21T20:00:00.000Z" };
  await page.route(/\/operations\/tutor\?/, (route) =>
    route.fulfill({ json: { items: [], gaps: 0, breakers: [broken, { ...broken, state: "closed" }] } }),
  );
  await page.reload();
  await section(page, "Now")
    .getByText(/^a\.model is let alone since /)
    .waitFor();
  await section(page, "Now").getByText("No group has an open gap in its notes.").waitFor();
  await tutor.getByText(/^Nobody asked a tutor in /).waitFor();
  await page.context().close();
});

test.each(Object.entries(looks))("%s: nothing serious for axe, nothing too wide", async (_, look) => {
  const problems: string[] = [];
  for (const [person, path] of [
    [owner, qualityPath()],
    [operator, "/operations"],
  ] as const) {
    const page = await openAs(browser, person, path, look);
    for (const summary of await page.locator("summary").all()) await summary.click();
    problems.push(...(await flaws(page, path)));
    await page.context().close();
  }
  expect(problems).toEqual([]);
});
