import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { submit } from "@lyceum/scripts/testing/attempts";
import { launchBrowser } from "@lyceum/scripts/testing/browser";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { someResponse } from "@lyceum/scripts/testing/responses";
import { openAs } from "@lyceum/scripts/testing/signed-in";
import { type RunningAttempt, untouched } from "@lyceum/shared/attempts";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Progress } from "@lyceum/shared/readiness";
import type { Browser, Page } from "playwright-core";
import { ulid } from "ulid";
import { duration } from "../lib/durations.ts";
import type { StartWish } from "../lib/start-attempt.ts";

// From arriving to having started something: which exam, what to practise, how ready one is. Figures on the pages are
// compared with what the API says.

jest.setTimeout(180_000);

let browser: Browser;
let exam: ExamProfile;
beforeAll(async () => {
  browser = await launchBrowser();
  exam = (await fullPack()).exam;
});
afterAll(() => browser?.close());

/** A new learner who prepares for the exam. */
async function newLearner(extraTimePercent = 0): Promise<Person> {
  const person = await newPerson();
  await person.client.call("PUT /account", {
    body: { displayName: "", examId: exam.id, examDate: null, extraTimePercent },
  });
  return person;
}

async function start({ client }: Person, wish: StartWish): Promise<RunningAttempt> {
  const attempt = await client.call("POST /attempts", { body: { id: `att_${ulid()}`, ...wish } });
  if (attempt.state !== "running") throw new TypeError("a new attempt runs");
  return attempt;
}

/** Takes an attempt to its end: every item answered somehow, the first ones flagged. */
async function take(person: Person, wish: StartWish, flags = 0) {
  const { id, items } = await start(person, wish);
  for (const item of items) {
    await person.client.call("PUT /attempts/{attemptId}/items/{position}", {
      params: { attemptId: id, position: String(item.position) },
      body: { ...untouched, response: someResponse(item), flagged: item.position <= flags, revision: 1 },
    });
  }
  return submit(person, id);
}

/** What the server knows of a learner, once it knows that so many questions have been seen. */
async function progressOf({ client }: Person, seen: number): Promise<Progress> {
  for (;;) {
    const progress = await client.call("GET /exams/{examId}/progress", { params: { examId: exam.id } });
    if (progress.seen >= seen) return progress;
  }
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const link = (page: Page, name: string | RegExp) => page.getByRole("link", { name, exact: true });
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });
const radio = (page: Page, name: string | RegExp) => page.getByRole("radio", { name });

/** Waits until an attempt is open, and gives it as the server has it. */
async function opened(page: Page, { client }: Person): Promise<RunningAttempt> {
  await page.waitForURL("**/attempts/att_*");
  const attemptId = /att_[0-9A-Z]+/.exec(page.url())?.[0] ?? "";
  const attempt = await client.call("GET /attempts/{attemptId}", { params: { attemptId } });
  if (attempt.state !== "running") throw new TypeError("a new attempt runs");
  return attempt;
}

const minutes = (from: string, to = from): number => (Date.parse(to) - Date.parse(from)) / 60_000;

test("who has chosen no exam is asked once, can change it, and starts ten questions with one click", async () => {
  const person = await newPerson();
  const page = await openAs(browser, person, "/");
  await heading(page, "Which exam do you prepare for?").waitFor();
  await button(page, "Go on").click();
  await page.getByText("Choose one of the exams.").waitFor();
  await radio(page, exam.code).check();
  await button(page, "Go on").click();
  await heading(page, exam.code).waitFor();
  expect(await person.client.call("GET /account")).toMatchObject({ examId: exam.id });

  await page.reload();
  await heading(page, exam.code).waitFor();
  const { items } = await person.client.call("GET /exams");
  const other = items.find(({ id }) => id !== exam.id);
  if (!other) throw new TypeError("there is one exam only");
  await button(page, "Change exam").click();
  await radio(page, other.code).check();
  await button(page, "Change exam").click();
  await heading(page, other.code).waitFor();
  await button(page, "Change exam").click();
  await button(page, "Cancel").click();
  await heading(page, other.code).waitFor();
  await button(page, "Change exam").click();
  await radio(page, exam.code).check();
  await button(page, "Change exam").click();

  await heading(page, exam.code).waitFor();
  await button(page, "Start ten questions").click();
  expect(await opened(page, person)).toMatchObject({
    kind: "quiz",
    mode: "practice",
    count: 10,
    examId: exam.id,
  });
  await page.context().close();
});

test("a request whose answer is lost starts no second attempt", async () => {
  const person = await newLearner();
  const page = await openAs(browser, person, "/");
  await page.route(
    "**/api/attempts",
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await button(page, "Start ten questions").click();
  await page.getByText("Check the connection and try again").waitFor();
  await button(page, "Start ten questions").click();
  const { id } = await opened(page, person);
  const { items } = await person.client.call("GET /attempts", { query: { limit: 20 } });
  expect(items.map((attempt) => attempt.id)).toEqual([id]);
  await page.context().close();
});

test("a mock: facts, extra time, the pledge, the start, and the way back into it", async () => {
  const person = await newLearner(25);
  const page = await openAs(browser, person, "/");
  await link(page, "Prepare a mock").click();
  await heading(page, `${exam.code}: full mock`).waitFor();
  const facts = page.getByRole("region", { name: "The exam" });
  for (const fact of [
    String(exam.scoredItems + exam.unscoredItems),
    duration(exam.durationMinutes * 60),
    String(exam.scale.pass),
    `${exam.scoredItems} count, ${exam.unscoredItems} are on trial.`,
  ]) {
    await facts.getByText(fact, { exact: true }).waitFor();
  }
  await page.getByText(`You will have ${duration(exam.durationMinutes * 60 * 1.25)}.`).waitFor();
  await page.getByLabel("Extra time, in per cent").fill("201");
  await page.getByText("A whole number from 0 to 200.").waitFor();
  await button(page, "50").click();
  await page.getByText(`You will have ${duration(exam.durationMinutes * 60 * 1.5)}.`).waitFor();

  await button(page, "Start the mock").click();
  await page.getByText(/Tick this to start/).waitFor();
  const pledge = page.getByRole("checkbox", { name: /alone, without notes/ });
  expect(await pledge.evaluate((element) => element === document.activeElement)).toBe(true);
  await pledge.check();
  await button(page, "Start the mock").click();
  const { id, kind, count, startedAt, deadline } = await opened(page, person);
  expect({ kind, count }).toEqual({ kind: "mock", count: exam.scoredItems + exam.unscoredItems });
  expect(minutes(startedAt, deadline)).toBeCloseTo(exam.durationMinutes * 1.5, 5);
  expect(await person.client.call("GET /account")).toMatchObject({ extraTimePercent: 25 });

  await page.goto("/");
  const continued = page.getByRole("region", { name: "Continue" });
  await continued.getByText(/^Full mock/).waitFor();
  const left = (await continued.getByText(/left$/).textContent()) ?? "";
  const [hours, rest] = /(\d+) h (\d+) min left/.exec(left)?.slice(1).map(Number) ?? [];
  expect(60 * (hours ?? 0) + (rest ?? 0)).toBeLessThan(exam.durationMinutes * 1.5);
  await link(page, "Prepare a mock").click();
  await heading(page, "A mock is running").waitFor();
  expect(await button(page, "Start the mock").count()).toBe(0);
  await link(page, "Resume the mock").click();
  expect(await opened(page, person)).toMatchObject({ id });

  await page.goto(`/exams/${exam.id}/mock`);
  await button(page, "Discard it to start another").click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
  await button(page, "Start the mock").waitFor();
  await page.context().close();
});

test("a bank that is too small for a mock says what is missing, and what can be done instead", async () => {
  const person = await newPerson();
  const { items } = await person.client.call("GET /exams");
  const small = items.find(({ id }) => id !== exam.id);
  if (!small) throw new TypeError("there is one exam only");
  const page = await openAs(browser, person, `/exams/${small.id}/mock`);
  await page.getByRole("checkbox", { name: /alone, without notes/ }).check();
  await button(page, "Start the mock").click();
  const problem = page.getByRole("alert");
  await problem.getByText(/domain 1 has \d+ of \d+ scored questions/).waitFor();
  await problem.getByRole("link", { name: "Choose a drill" }).click();
  await button(page, "Start the drill").click();
  expect(await opened(page, person)).toMatchObject({ kind: "drill", examId: small.id });
  await page.context().close();
});

test("drills and quizzes from what there is to practise, with how much there is and how long it takes", async () => {
  const person = await newLearner(100);
  const page = await openAs(browser, person, `/exams/${exam.id}/drill`);
  await page.getByText("None yet: answer some questions first.").waitFor();
  for (const name of ["My mistakes", "Flagged", "Weakest tasks"]) {
    expect(await radio(page, name).isDisabled()).toBe(true);
  }
  const most = duration(30 * exam.pacing.drillSeconds * 2);
  await page.getByText(`Up to 30 questions in ${most}`).waitFor();

  await take(person, { kind: "quiz", mode: "exam", examId: exam.id, count: 20 }, 3);
  const { mistakes, flagged } = await progressOf(person, 20);
  expect(flagged).toBe(3);
  await page.reload();
  await page.getByText(`${mistakes} question${mistakes === 1 ? "" : "s"} that went wrong`).waitFor();
  await radio(page, "Flagged").check();
  await page
    .getByText(`3 questions in ${duration(3 * exam.pacing.drillSeconds * 2)}`, { exact: true })
    .waitFor();
  await button(page, "Start the drill").click();
  const drill = await opened(page, person);
  expect(drill).toMatchObject({ kind: "drill", only: "flagged", count: 3 });
  expect(minutes(drill.startedAt, drill.deadline)).toBeCloseTo((3 * exam.pacing.drillSeconds * 2) / 60, 5);

  await page.goto(`/exams/${exam.id}/quiz`);
  await page.getByLabel("How many questions").fill("20");
  await radio(page, "Flagged").check();
  await page.getByText("the quiz will have 3 questions").waitFor();
  await button(page, "Start").click();
  expect(await opened(page, person)).toMatchObject({ kind: "quiz", only: "flagged", count: 3 });

  const task = exam.domains[1]?.tasks[0];
  if (!task) throw new TypeError("the exam has one domain only");
  await page.goto(`/exams/${exam.id}/drill`);
  await radio(page, "By domain or task").check();
  await button(page, "Start the drill").click();
  await page.getByText("Tick at least one domain or task.").waitFor();
  await page.getByText(`${exam.domains[1]?.tasks.length} tasks`, { exact: true }).nth(0).waitFor();
  await page.locator("details").nth(1).locator("summary").click();
  await page.getByRole("checkbox", { name: `${task.id} ${task.title}` }).check();
  await button(page, "Start the drill").click();
  expect(await opened(page, person)).toMatchObject({ kind: "drill", scope: [task.id] });
  await page.context().close();
});

test("with thin evidence there is no figure, but what is missing and a quiz that brings it", async () => {
  const person = await newLearner();
  await take(person, { kind: "quiz", mode: "exam", examId: exam.id, count: 5 });
  const { readiness } = await progressOf(person, 5);
  if (readiness.state !== "not_enough_evidence") throw new TypeError("five answers are no evidence");
  const page = await openAs(browser, person, "/");
  const short = page.getByRole("region", { name: "Readiness" });
  await short.getByText("Not enough evidence yet for an estimate").waitFor();
  await short.getByRole("link", { name: "See what is missing" }).click();
  await heading(page, "Not enough evidence yet").waitFor();
  await page.getByText(`5 of ${readiness.needed} answers to new questions`).waitFor();
  await page.getByText(`It takes ${readiness.missing.answers} more answers to new questions`).waitFor();
  expect(await page.getByText(/in 10/).count()).toBe(0);
  await button(page, "Start ten new questions").click();
  expect(await opened(page, person)).toMatchObject({ kind: "quiz", only: "unseen", count: 10 });
  await page.context().close();
});

test("an estimate with its interval, and a drill of what would raise it most", async () => {
  const person = await newLearner(50);
  const mock = await take(person, { kind: "mock", examId: exam.id });
  // Only then is the second one of new questions.
  await progressOf(person, exam.scoredItems + exam.unscoredItems);
  await take(person, { kind: "mock", examId: exam.id });
  const { readiness, tasks } = await progressOf(person, 100);
  if (readiness.state !== "estimated") throw new TypeError("two mocks of new questions are evidence");
  const { scaled } = mock.result;
  if (!scaled) throw new TypeError("a mock has a scaled score");

  const page = await openAs(browser, person, "/");
  const results = page.getByRole("region", { name: "Recent results" });
  await results
    .getByText(`${Math.round(scaled.score)}, ${scaled.passed ? "pass" : "fail"}`)
    .first()
    .waitFor();
  await results
    .getByText(`Estimate, likely ${Math.round(scaled.low)} to ${Math.round(scaled.high)}`)
    .first()
    .waitFor();
  await link(page, "See what it rests on").click();

  // Answers by chance do not pass.
  expect(readiness.probability).toBeLessThan(0.05);
  await heading(page, "Chance of passing less than 1 in 10").waitFor();
  await page.getByText(`between 0 and ${Math.max(1, Math.ceil(readiness.high * 10))} in 10`).waitFor();
  await page.getByText(/an estimate from practice, not a promise/).waitFor();

  await page.getByRole("region", { name: "By domain" }).getByText("Show as a table").click();
  const percent = (share: number) => `${Math.round(100 * share)}%`;
  for (const domain of readiness.domains) {
    const title = exam.domains.find(({ id }) => id === domain.domainId)?.title ?? "";
    const row = page.getByRole("row", { name: `${domain.domainId}. ${title}` }).first();
    const cells = await row.getByRole("cell").allTextContents();
    expect(cells).toEqual([
      String(domain.correct),
      String(domain.answered),
      ...(domain.state === "estimated"
        ? [percent(domain.share), `${percent(domain.low)} to ${percent(domain.high)}`]
        : ["Not enough evidence", ""]),
    ]);
  }
  await page.getByRole("region", { name: "By task" }).getByText("Show as a table").click();
  for (const { taskId, answered, right } of tasks) {
    const row = page.getByRole("row", { name: new RegExp(`^${taskId.replace(".", "\\.")} `) });
    const cells = await row.getByRole("cell").allTextContents();
    expect(cells).toEqual([String(right), String(answered), percent(right / answered)]);
  }

  const [most] = readiness.raise;
  if (!most) throw new TypeError("there is something to gain");
  const target = most.taskId ?? most.domainId;
  await button(page, `Drill ${most.taskId ? "task" : "domain"} ${target}`).click();
  const drill = await opened(page, person);
  expect(drill).toMatchObject({ kind: "drill", scope: [target] });
  expect(minutes(drill.startedAt, drill.deadline)).toBeCloseTo(
    (drill.count * exam.pacing.drillSeconds * 1.5) / 60,
    1,
  );
  await page.context().close();
});

test("extra time is kept in the profile and holds for mocks", async () => {
  const person = await newLearner();
  const page = await openAs(browser, person, "/profile");
  await page.getByLabel("Extra time, in per cent").fill("30");
  await button(page, "Save").click();
  await page.getByText("Saved.").waitFor();
  expect(await person.client.call("GET /account")).toMatchObject({ examId: exam.id, extraTimePercent: 30 });
  await page.goto(`/exams/${exam.id}/mock`);
  expect(await page.getByLabel("Extra time, in per cent").inputValue()).toBe("30");
  await page.context().close();
});

test("what can't be loaded says so and can be tried again, and the rest works", async () => {
  const person = await newLearner();
  const page = await openAs(browser, person, "/profile");
  await page.route("**/api/exams/*/progress?*", (route) =>
    route.fulfill({ status: 500, json: { code: "internal", message: "Something went wrong." } }),
  );
  await page.goto("/");
  await page.getByText("Your readiness could not be loaded.").waitFor();
  await button(page, "Start ten questions").waitFor();
  await page.unroute("**/api/exams/*/progress?*");
  await button(page, "Try again").click();
  await page.getByText("Not enough evidence yet for an estimate").waitFor();

  await page.route(`**/api/exams/${exam.id}`, (route) =>
    route.fulfill({ status: 500, json: { code: "internal", message: "Something went wrong." } }),
  );
  await page.goto(`/exams/${exam.id}/mock`);
  await page.getByText("The exam could not be loaded.").waitFor();
  await page.unroute(`**/api/exams/${exam.id}`);
  await button(page, "Try again").click();
  await heading(page, `${exam.code}: full mock`).waitFor();
  await page.context().close();
});
