import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import {
  axeViolations,
  launchBrowser,
  looks,
  sidewaysScroll,
  signInAs,
} from "@lyceum/scripts/testing/browser";
import { newPerson, type Person, platformUrl } from "@lyceum/scripts/testing/people";
import { someResponse } from "@lyceum/scripts/testing/responses";
import type { Browser } from "playwright-core";
import { ulid } from "ulid";

// Every page at 360 and 1280 px, in light and dark: nothing serious or critical for axe, nothing wider than the
// window, a title and one main heading.

jest.setTimeout(180_000);

let browser: Browser;
let person: Person;
let running: string;
let submitted: string;

beforeAll(async () => {
  browser = await launchBrowser();
  person = await newPerson();
  const { items } = await person.client.call("GET /exams");
  const start = async (mode: "exam" | "practice") => {
    const body = { id: `att_${ulid()}`, examId: items[0]?.id ?? "", mode, count: 40 };
    const attempt = await person.client.call("POST /attempts", { body });
    if (attempt.state !== "running") throw new TypeError("a new attempt runs");
    return attempt;
  };
  const exam = await start("exam");
  for (const item of exam.items.slice(0, 30)) {
    await person.client.call("PUT /attempts/{attemptId}/items/{position}/response", {
      params: { attemptId: exam.id, position: String(item.position) },
      body: { response: someResponse(item), revision: 1 },
    });
  }
  submitted = exam.id;
  await person.client.call("POST /attempts/{attemptId}/submit", { params: { attemptId: submitted } });
  const practice = await start("practice");
  running = practice.id;
  places = Object.fromEntries(practice.items.map(({ position, item }) => [item.type, position]));
  const [first] = practice.items;
  if (first) {
    await person.client.call("POST /attempts/{attemptId}/items/{position}/check", {
      params: { attemptId: running, position: "1" },
      body: { response: someResponse(first) },
    });
  }
});
afterAll(() => browser?.close());

/** A position for each type of item in the running quiz. */
let places: Partial<Record<string, number>> = {};

const visitorPages = ["/sign-in", "/sign-up", "/confirm?email=someone@test.example", "/reset-password"];
const memberPages = () => [
  "/",
  "/profile",
  ...Object.values(places).map((position) => `/attempts/${running}?item=${position}`),
  `/attempts/${running}?item=1`,
  `/attempts/${submitted}`,
  "/attempts/att_00000000000000000000000000",
  "/nowhere",
];

test.each(Object.entries(looks))("%s", async (_, look) => {
  const page = await browser.newPage({ ...look, baseURL: platformUrl() });
  const problems: Record<string, unknown> = {};
  const visit = async (path: string) => {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    const found = {
      axe: await axeViolations(page),
      tooWide: await sidewaysScroll(page),
      headings: await page.getByRole("heading", { level: 1 }).count(),
      title: await page.title(),
    };
    if (
      found.axe.length > 0 ||
      found.tooWide > 0 ||
      found.headings !== 1 ||
      !found.title.includes("Lyceum")
    ) {
      problems[path] = found;
    }
  };
  for (const path of visitorPages) await visit(path);
  await page.goto("/sign-in");
  await signInAs(page, person);
  for (const path of memberPages()) await visit(path);
  expect(problems).toEqual({});
  await page.context().close();
});
