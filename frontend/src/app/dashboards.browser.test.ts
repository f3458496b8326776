import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { flaws, launchBrowser, looks } from "@lyceum/scripts/testing/browser";
import { accept, newCohort, newInvite } from "@lyceum/scripts/testing/cohorts";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { someResponse } from "@lyceum/scripts/testing/responses";
import { openAs, show } from "@lyceum/scripts/testing/signed-in";
import { type ReviewedItem, untouched } from "@lyceum/shared/attempts";
import type { Cohort } from "@lyceum/shared/cohorts";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Browser, Page } from "playwright-core";
import { ulid } from "ulid";
import { dayIn } from "../lib/days.ts";
import { percent } from "../lib/format.ts";

// What learners and instructors see of what was answered, compared with the attempts themselves.

jest.setTimeout(180_000);

let browser: Browser;
let exam: ExamProfile;
/** Looks after the group, and after the platform's questions. */
let owner: Person;
let cohort: Cohort;
/** Six who have answered, and a last one who never did. The first shares it: five others are left, so what all know shows. */
let people: Person[];
/** What each of them has answered. */
let answers: ReviewedItem[][];

beforeAll(async () => {
  browser = await launchBrowser();
  exam = (await fullPack()).exam;
  owner = await newPerson({ group: "instructor" });
  cohort = await newCohort(owner, { name: "Night owls" });
  const invite = await newInvite(owner, cohort.id, { maxUses: 7 });
  people = await Promise.all(Array.from({ length: 7 }, () => newPerson()));
  answers = [];
  for (const [place, person] of people.entries()) {
    const name = place === 1 ? "=1+1" : `Learner ${place}`;
    await accept(person, invite, { name, pseudonym: `Owl ${place}`, shares: place === 0 });
    if (place < 6) answers.push(await study(person, 20));
  }
  await until(
    () => owner.client.call("GET /cohorts/{cohortId}/learners", { params: { cohortId: cohort.id } }),
    ({ items }) => items.length === 7,
  );
  await until(
    () => owner.client.call("GET /cohorts/{cohortId}/dashboard", { params: { cohortId: cohort.id } }),
    ({ learners, weeks }) =>
      learners === 7 && weeks.reduce((sum, week) => sum + week.answers, 0) === answers.flat().length,
  );
});
afterAll(() => browser?.close());

/** Asks until the answer is as it will be: what is counted follows a submission a moment later. */
async function until<Reply>(ask: () => Promise<Reply>, known: (reply: Reply) => boolean): Promise<Reply> {
  for (;;) {
    const reply = await ask();
    if (known(reply)) return reply;
  }
}

/** Answers new questions in a time that one needs; gives those that count. */
async function study({ client }: Person, count: number): Promise<ReviewedItem[]> {
  const attempt = await client.call("POST /attempts", {
    body: { id: `att_${ulid()}`, examId: exam.id, kind: "quiz", mode: "exam", count, only: "unseen" },
  });
  if (attempt.state !== "running") throw new TypeError("a new attempt runs");
  await Promise.all(
    attempt.items.map((item) =>
      client.call("PUT /attempts/{attemptId}/items/{position}", {
        params: { attemptId: attempt.id, position: String(item.position) },
        body: { ...untouched, response: someResponse(item), seconds: 60, revision: 1 },
      }),
    ),
  );
  const submitted = await client.call("POST /attempts/{attemptId}/submit", {
    params: { attemptId: attempt.id },
  });
  if (submitted.state !== "submitted") throw new TypeError("a quiz of one's own has its result at once");
  return submitted.items.filter(({ scored }) => scored);
}

/** How many of these items belong to a task, and how many of them were right. */
function ofTask(items: readonly ReviewedItem[], id: string): { answered: number; right: number } {
  const own = items.filter(({ taskId }) => taskId === id);
  return { answered: own.length, right: own.filter(({ review }) => review.correct).length };
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
/** A task in a map, with its figures. */
const cell = (page: Page, id: string) =>
  section(page, "By task")
    .getByRole("listitem")
    .filter({ hasText: `${id} ` })
    .last();

/** The rows of the table behind a section's chart. */
async function tableOf(page: Page, name: string): Promise<string[][]> {
  await section(page, name).getByText("Show as a table").click();
  const rows = await section(page, name).locator("tbody tr").all();
  return Promise.all(rows.map((row) => row.locator("th, td").allTextContents()));
}

/** Saves a file as people do, and gives its name and its lines. */
async function csvBy(page: Page, click: () => Promise<void>): Promise<{ name: string; lines: string[] }> {
  const [file] = await Promise.all([page.waitForEvent("download"), click()]);
  const text = await readFile(await file.path(), "utf8");
  return { name: file.suggestedFilename(), lines: text.slice(1).trimEnd().split("\r\n") };
}

const dashboardPath = () => `/groups/${cohort.id}/dashboard`;

test("an instructor sees what the learners know and do together, as charts, tables and files", async () => {
  const page = await openAs(browser, owner, `/groups/${cohort.id}`);
  await page.getByRole("navigation", { name: "Group" }).getByRole("link", { name: "Dashboard" }).click();
  const all = answers.flat();
  const tasks = exam.domains.flatMap((domain) => domain.tasks);

  await section(page, "Readiness").getByText("Of 7 learners too little is known yet.").waitFor();
  const chances = await tableOf(page, "Readiness");
  expect(chances).toHaveLength(11);
  expect(chances.at(-2)).toEqual(["90% to 100%", "0"]);
  expect(chances.at(-1)).toEqual(["Not known yet", "7"]);

  expect(await tableOf(page, "By task")).toEqual(
    tasks.map(({ id, title }) => {
      const { answered, right } = ofTask(all, id);
      const share = answered > 0 ? percent(right / answered, "en-US") : "No answers yet";
      return [`${id} ${title}`, String(right), String(answered), share];
    }),
  );
  const some = tasks.find(({ id }) => ofTask(all, id).answered > 0)?.id ?? "";
  const { answered, right } = ofTask(all, some);
  expect(await cell(page, some).textContent()).toContain(`${right} of ${answered}`);
  expect(await section(page, "By task").getByRole("link").count()).toBe(0);
  const tasksFile = await csvBy(page, () => button(page, "Download tasks as CSV").click());
  expect(tasksFile.name).toMatch(new RegExp(`^${exam.id}-group-tasks-\\d{4}-\\d\\d-\\d\\d\\.csv$`));
  expect(tasksFile.lines).toHaveLength(tasks.length + 1);
  expect(tasksFile.lines.find((line) => line.includes(`,${some},`))).toMatch(
    new RegExp(`,${answered},${right}$`),
  );

  await section(page, "Activity by week").getByText(`${all.length} answers by 6 learners`).waitFor();
  const weeks = await csvBy(page, () => button(page, "Download weeks as CSV").click());
  expect(weeks.lines[0]).toBe("week_from,answers,active_learners");
  expect(weeks.lines).toHaveLength(13);
  expect(weeks.lines.some((line) => line.endsWith(`,${all.length},6`))).toBe(true);
  expect((await tableOf(page, "Activity by week")).filter(([, count]) => count !== "0")).toHaveLength(1);

  expect(await page.getByRole("link", { name: "Item statistics" }).getAttribute("href")).toBe(
    `/exams/${exam.id}/items`,
  );
  await page.context().close();
});

test("an instructor sees who has not been active, and more only of who shares it", async () => {
  const page = await openAs(browser, owner, "/groups");
  // Pages as small as the group: two in the list, two in the file.
  await page.route(/\/learners\?/, (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set("limit", url.searchParams.get("limit") === "100" ? "2" : "4");
    return route.continue({ url: url.href });
  });
  await show(page, dashboardPath());
  const rows = section(page, "Learners").getByRole("listitem");
  await rows.first().waitFor();
  expect(await rows.count()).toBe(4);
  expect(await rows.first().textContent()).toMatch(/^Learner 6Owl 6No answers yet/);
  await button(page, "Show more").click();
  await rows.nth(6).waitFor();
  const shown = await rows.allTextContents();
  expect(shown.filter((text) => text.includes("Active "))).toHaveLength(6);
  expect(shown.filter((text) => text.includes("Doesn't share readiness and tasks"))).toHaveLength(6);

  const sharing = rows.filter({ hasText: "Owl 0" });
  await sharing.getByText("Readiness and tasks", { exact: true }).click();
  await sharing.getByText("Not known yet: it takes more answers to new questions.").waitFor();

  const { name, lines } = await csvBy(page, () => button(page, "Download learners as CSV").click());
  await page.getByText("Saved: 7 learners").waitFor();
  expect(name).toMatch(/-group-learners-/);
  const [head = "", ...learners] = lines;
  expect(learners).toHaveLength(7);
  expect(learners[0]).toMatch(/^Learner 6,Owl 6,[^,]+Z,,false,,/);
  // What a spreadsheet would take for a formula is text.
  expect(learners.find((line) => line.includes("Owl 1"))).toMatch(/^'=1\+1,/);
  const columns = head.split(",");
  const own = learners.find((line) => line.includes("Owl 0"))?.split(",") ?? [];
  const [mine = []] = answers;
  for (const { id } of exam.domains.flatMap((domain) => domain.tasks)) {
    const { answered, right } = ofTask(mine, id);
    expect(own[columns.indexOf(`answered_${id}`)]).toBe(String(answered));
    expect(own[columns.indexOf(`right_${id}`)]).toBe(String(right));
  }
  await page.context().close();
});

test("fetching all learners tells how far it is, and can be cancelled", async () => {
  const page = await openAs(browser, owner, dashboardPath());
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/learners\?.*limit=100/, async (route) => {
    const url = new URL(route.request().url());
    if (url.searchParams.has("cursor")) await held;
    url.searchParams.set("limit", "2");
    await route.continue({ url: url.href });
  });
  let files = 0;
  page.on("download", () => {
    files += 1;
  });
  await button(page, "Download learners as CSV").click();
  await page.getByText("Fetching: 2 of 7 learners").waitFor();
  await button(page, "Cancel the download").click();
  await page.getByText(/^Fetching/).waitFor({ state: "detached" });
  release();
  const { lines } = await csvBy(page, () => button(page, "Download learners as CSV").click());
  expect(lines).toHaveLength(8);
  expect(files).toBe(1);
  await page.context().close();
});

test("of a small group no figures are shown, and learners see no dashboard", async () => {
  const founder = await newPerson();
  const small = await newCohort(founder, { name: "Early birds" });
  const page = await openAs(browser, founder, `/groups/${small.id}/dashboard`);
  await page.getByText("No learner is in this group yet.").waitFor();
  await page.getByText(/shows when 5 have answered/).waitFor();
  await page.getByText("No answers to new questions in the last 12 weeks.").waitFor();
  await page.getByText("Nobody has joined as a learner yet.").waitFor();
  await page.getByText(/The platform's instructors look after the questions/).waitFor();
  await page.getByRole("link", { name: "Invite learners" }).click();
  await page.waitForURL(`**/groups/${small.id}/invites`);

  const [learner] = people;
  if (!learner) throw new TypeError("there are seven");
  const theirs = await openAs(browser, learner, dashboardPath());
  await theirs.getByText(/for the group's instructors and owners/).waitFor();
  expect(await theirs.getByRole("link", { name: "Dashboard" }).count()).toBe(0);
  await Promise.all([page.context().close(), theirs.context().close()]);
});

test("a learner sees what is known of each task, practises one, and the days of practice", async () => {
  const [learner] = people;
  const [mine = []] = answers;
  if (!learner) throw new TypeError("there are seven");
  // Somewhere where it is another day than in UTC.
  const zone =
    ["Pacific/Niue", "Pacific/Kiritimati"].find(
      (each) => dayIn(each, new Date()) !== dayIn("UTC", new Date()),
    ) ?? "UTC";
  const page = await openAs(browser, learner, `/exams/${exam.id}/readiness`, { timezoneId: zone });
  const right = mine.filter(({ review }) => review.correct).length;
  await section(page, "Activity")
    .getByText(
      `Active on 1 day of the last twelve weeks: ${mine.length} answers to new questions, ${right} of them right`,
    )
    .waitFor();
  const [today, ...before] = await tableOf(page, "Activity");
  expect(before).toEqual([]);
  const day = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: zone }).format(new Date());
  expect(today).toEqual([day, String(mine.length), String(right)]);

  const task = mine[0]?.taskId ?? "";
  const { answered, right: known } = ofTask(mine, task);
  const square = section(page, "By task").getByRole("link", { name: new RegExp(`^Practise ${task} `) });
  expect(await square.textContent()).toContain(`${known} of ${answered}`);
  await square.click();
  await page.getByRole("heading", { name: /quiz$/ }).waitFor();
  const ticked = page.getByRole("checkbox", { name: new RegExp(`^${task} `) });
  expect(await ticked.isChecked()).toBe(true);
  expect(await ticked.isVisible()).toBe(true);
  await page.getByLabel("How many questions").fill("1");
  await button(page, "Start").click();
  await page.waitForURL(/\/attempts\/att_/);
  const attemptId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const attempt = await learner.client.call("GET /attempts/{attemptId}", { params: { attemptId } });
  expect(attempt.scope).toEqual([task]);
  await page.context().close();
});

test("who has answered nothing is told how to fill the page", async () => {
  const page = await openAs(browser, await newPerson(), `/exams/${exam.id}/readiness`);
  await section(page, "By task").getByText("Nothing is answered yet.").waitFor();
  const tasks = exam.domains.flatMap((domain) => domain.tasks).length;
  expect(
    await section(page, "By task")
      .getByRole("link", { name: /No answers yet$/ })
      .count(),
  ).toBe(tasks);
  await section(page, "Activity")
    .getByText(/^No answers to new questions in the last twelve weeks/)
    .waitFor();
  await section(page, "Activity").getByRole("link", { name: "Choose a quiz" }).click();
  await page.getByRole("radio", { name: "The whole exam" }).waitFor();
  expect(await page.getByRole("radio", { name: "The whole exam" }).isChecked()).toBe(true);
  await page.context().close();
});

test.each(Object.entries(looks))("%s: nothing serious for axe, nothing too wide", async (_, look) => {
  const founder = await newPerson();
  const small = await newCohort(founder);
  const visits: [Person | undefined, string][] = [
    [owner, dashboardPath()],
    [founder, `/groups/${small.id}/dashboard`],
    [people[0], `/exams/${exam.id}/readiness`],
    [people[6], `/exams/${exam.id}/readiness`],
    [people[6], `/exams/${exam.id}/quiz?task=%221.1%22`],
  ];
  const problems: string[] = [];
  for (const [person, path] of visits) {
    if (!person) throw new TypeError("there are seven");
    const page = await openAs(browser, person, path, look);
    for (const summary of await page.locator("summary").all()) {
      if (await summary.isVisible()) await summary.click();
    }
    problems.push(...(await flaws(page, path)));
    await page.context().close();
  }
  expect(problems).toEqual([]);
});
