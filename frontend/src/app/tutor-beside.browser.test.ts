import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { flaws, launchBrowser, looks } from "@lyceum/scripts/testing/browser";
import { newCohort } from "@lyceum/scripts/testing/cohorts";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { openAs } from "@lyceum/scripts/testing/signed-in";
import type { Cohort } from "@lyceum/shared/cohorts";
import type { Browser, Locator, Page, Request } from "playwright-core";
import { ulid } from "ulid";

// The tutor beside a note and a review, where one wants to ask something.

jest.setTimeout(180_000);

let browser: Browser;
let examId: string;
let learner: Person;
/** The learner is in both. */
let groups: Cohort[];
let notePath: string;
let noteId: string;
/** Of the note, to be selected. */
let sentence: string;
let attemptId: string;

beforeAll(async () => {
  const { exam, notes } = await fullPack();
  const [note] = notes;
  if (!note) throw new TypeError("the pack has notes");
  examId = exam.id;
  noteId = note.id;
  notePath = `/exams/${examId}/notes/${noteId}`;
  sentence = /^[A-Z][\w ,]+\./m.exec(note.parts[0]?.text ?? "")?.[0] ?? "";
  browser = await launchBrowser();
  learner = await newPerson();
  groups = [];
  for (const name of ["Night owls", "Early birds"]) groups.push(await newCohort(learner, { name }));
  attemptId = `att_${ulid()}`;
  const params = { attemptId };
  const body = { id: attemptId, examId, kind: "quiz", mode: "exam", count: 2 } as const;
  await learner.client.call("POST /attempts", { body });
  await learner.client.call("POST /attempts/{attemptId}/submit", { params });
});
afterAll(() => browser?.close());

const button = (of: Page | Locator, name: string) => of.getByRole("button", { name, exact: true });
const panelOf = (page: Page) => page.getByRole("dialog", { name: "Tutor" });
const isFocused = (element: Locator) => element.evaluate((node) => node === document.activeElement);
const hasFocusWithin = (element: Locator) =>
  element.evaluate((node) => node.contains(document.activeElement));

const isQuestion = (request: Request) => request.method() === "POST" && /\/answers$/.test(request.url());

test("beside a note it looks in that note, in the group that was chosen once", async () => {
  const page = await openAs(browser, learner, notePath);
  const ask = button(page, "Ask the tutor about this note");
  await ask.click();
  const panel = panelOf(page);
  await panel.getByText(/Whose notes should it look in/).waitFor();
  expect(await hasFocusWithin(panel)).toBe(true);
  await button(panel, "Early birds").click();
  await panel.getByText("Of Early birds.").waitFor();
  const field = panel.getByLabel("Your question");
  await field.fill(`What do the notes say about this: ${sentence}`);
  const [request] = await Promise.all([page.waitForRequest(isQuestion), button(panel, "Ask").click()]);
  expect(request.url()).toContain(`/cohorts/${groups[1]?.id}/tutor/`);
  expect(request.postDataJSON()).toMatchObject({ within: { noteIds: [noteId] } });
  await panel.getByText("Cited", { exact: true }).waitFor();

  await field.fill("And what about");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  expect(await isFocused(ask)).toBe(true);
  await ask.click();
  await panel.getByText("Of Early birds.").waitFor();
  expect(await field.inputValue()).toBe("And what about");
  await page.reload();
  await ask.click();
  await panel.getByText("Of Early birds.").waitFor();
  await button(panel, "Another group").click();
  await button(panel, "Night owls").click();
  await panel.getByText("Of Night owls.").waitFor();
  await page.context().close();
});

test("words that are selected in a note become a question", async () => {
  const page = await openAs(browser, learner, notePath);
  await page.getByText(sentence).first().selectText();
  await button(page, "Ask about this").click();
  const panel = panelOf(page);
  await button(panel, "Night owls").click();
  expect(await panel.getByLabel("Your question").inputValue()).toMatch(/^What does this mean: “.+”\?$/);
  await button(panel, "Close the tutor").click();
  expect(await isFocused(button(page, "Ask the tutor about this note"))).toBe(true);
  await page.context().close();
});

test("in a review it explains the item that one asks about", async () => {
  const page = await openAs(browser, learner, `/attempts/${attemptId}`);
  const ask = button(page, "Ask the tutor about this question: question 2");
  await ask.click();
  const panel = panelOf(page);
  await button(panel, "Night owls").click();
  expect(await panel.getByLabel("Your question").inputValue()).toBe("Explain this question.");
  const [request] = await Promise.all([page.waitForRequest(isQuestion), button(panel, "Ask").click()]);
  expect(request.postDataJSON()).toMatchObject({ about: { attemptId, position: 2 } });
  await panel.getByRole("button", { name: "Copy" }).waitFor();
  await button(panel, "Close the tutor").click();
  expect(await isFocused(ask)).toBe(true);
  await page.context().close();
});

test("who is in no group for the exam is told what to do", async () => {
  const page = await openAs(browser, await newPerson(), notePath);
  await button(page, "Ask the tutor about this note").click();
  const panel = panelOf(page);
  await panel.getByText("The tutor belongs to a group.").waitFor();
  await panel.getByRole("link", { name: "Create a group" }).click();
  await page.waitForURL("**/groups/new");
  await page.context().close();
});

test.each(Object.entries(looks))(
  "%s: over or beside the page, nothing serious for axe",
  async (name, look) => {
    const page = await openAs(browser, learner, notePath, look);
    await button(page, "Ask the tutor about this note").click();
    const panel = panelOf(page);
    await panel.getByText(/Whose notes should it look in/).waitFor();
    const problems = await flaws(page, "which group");
    await button(panel, "Night owls").click();
    await panel.getByLabel("Your question").waitFor();
    expect(await panel.evaluate((node) => node.matches(":modal"))).toBe(name.startsWith("phone"));
    expect([...problems, ...(await flaws(page, "the tutor"))]).toEqual([]);
    await page.context().close();
  },
);
