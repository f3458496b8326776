import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { flaws, launchBrowser, looks } from "@lyceum/scripts/testing/browser";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person, platformUrl } from "@lyceum/scripts/testing/people";
import { someResponse } from "@lyceum/scripts/testing/responses";
import { pageOf, show } from "@lyceum/scripts/testing/signed-in";
import { type RunningAttempt, untouched } from "@lyceum/shared/attempts";
import type { Progress } from "@lyceum/shared/readiness";
import type { Browser } from "playwright-core";
import { ulid } from "ulid";
import type { StartWish } from "../lib/start-attempt.ts";

// Every page at 360 and 1280 px, in light and dark: nothing serious or critical for axe, nothing wider than the
// window, a title and one main heading.

jest.setTimeout(180_000);

let browser: Browser;
let examId: string;
/** Has a quiz running and one submitted: too little for an estimate of readiness. */
let person: Person;
let running: string;
let submitted: string;
/** Has submitted two mocks, so that there is an estimate, and takes a third. */
let veteran: Person;
/** Has not chosen an exam. */
let newcomer: Person;
/** A position for each type of item in the running quiz. */
let places: Partial<Record<string, number>> = {};

beforeAll(async () => {
  browser = await launchBrowser();
  [person, veteran, newcomer] = await Promise.all([newPerson(), newPerson(), newPerson()]);
  examId = (await fullPack()).exam.id;
  await Promise.all([seedPerson(), seedVeteran()]);
});
afterAll(() => browser?.close());

async function seedPerson(): Promise<void> {
  await choose(person);
  const quiz = { kind: "quiz", examId, count: 40 } as const;
  submitted = await take(person, await start(person, { ...quiz, mode: "exam" }), 30);
  const practice = await start(person, { ...quiz, mode: "practice" });
  running = practice.id;
  places = Object.fromEntries(practice.items.map(({ position, item }) => [item.type, position]));
  const [first] = practice.items;
  if (first) {
    await person.client.call("POST /attempts/{attemptId}/items/{position}/check", {
      params: { attemptId: running, position: "1" },
      body: { ...untouched, response: someResponse(first) },
    });
  }
}

async function seedVeteran(): Promise<void> {
  await choose(veteran);
  const mock = { kind: "mock", examId } as const;
  await take(veteran, await start(veteran, mock), 75);
  // What was answered is known a moment later, and only then is the next mock of new questions.
  await until(({ seen }) => seen >= 75);
  await take(veteran, await start(veteran, mock), 75);
  await until(({ readiness }) => readiness.state === "estimated");
  await start(veteran, mock);
}

async function until(known: (progress: Progress) => boolean): Promise<void> {
  for (;;) {
    const progress = await veteran.client.call("GET /exams/{examId}/progress", { params: { examId } });
    if (known(progress)) return;
  }
}

const choose = ({ client }: Person) =>
  client.call("PUT /account", {
    body: { displayName: "", examId, examDate: null, extraTimePercent: 25 },
  });

async function start({ client }: Person, wish: StartWish): Promise<RunningAttempt> {
  const attempt = await client.call("POST /attempts", { body: { id: `att_${ulid()}`, ...wish } });
  if (attempt.state !== "running") throw new TypeError("a new attempt runs");
  return attempt;
}

/** Answers some of the items and submits; gives the attempt's id. */
async function take({ client }: Person, { id, items }: RunningAttempt, answers: number): Promise<string> {
  for (const item of items.slice(0, answers)) {
    await client.call("PUT /attempts/{attemptId}/items/{position}", {
      params: { attemptId: id, position: String(item.position) },
      body: { ...untouched, response: someResponse(item), revision: 1 },
    });
  }
  await client.call("POST /attempts/{attemptId}/submit", { params: { attemptId: id } });
  return id;
}

const visitorPages = ["/sign-in", "/sign-up", "/confirm?email=someone@test.example", "/reset-password"];
const examPages = () => ["quiz", "drill", "mock", "readiness"].map((name) => `/exams/${examId}/${name}`);
const memberPages = () => [
  "/",
  ...examPages(),
  "/profile",
  ...Object.values(places).map((position) => `/attempts/${running}?item=${position}`),
  `/attempts/${running}?item=1`,
  `/attempts/${submitted}`,
  "/attempts/att_00000000000000000000000000",
  "/exams/no-such-exam/mock",
  "/nowhere",
];

test.each(Object.entries(looks))("%s", async (_, look) => {
  const problems: string[] = [];
  await visitAll("nobody", visitorPages);
  await visitAll("a learner", memberPages(), person);
  await visitAll("with an estimate", ["/", ...examPages()], veteran);
  await visitAll("new", ["/"], newcomer);
  expect(problems).toEqual([]);

  async function visitAll(who: string, paths: readonly string[], signedIn?: Person): Promise<void> {
    const page = await (signedIn
      ? pageOf(browser, signedIn, look)
      : browser.newPage({ ...look, baseURL: platformUrl() }));
    for (const path of paths) {
      await show(page, path);
      await page.waitForLoadState("networkidle");
      problems.push(...(await flaws(page, `${who}: ${path}`)));
      const title = await page.title();
      if (!title.includes("Lyceum")) problems.push(`${who}: ${path}: is called "${title}"`);
    }
    await page.context().close();
  }
});
