import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { launchBrowser, signInAs } from "@lyceum/scripts/testing/browser";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person, platformUrl } from "@lyceum/scripts/testing/people";
import type { RunningAttempt } from "@lyceum/shared/attempts";
import type { Browser, Locator, Page } from "playwright-core";
import { ulid } from "ulid";

// Ordering and matching by dragging, by tapping and by keyboard, each as the server has it afterwards.

jest.setTimeout(120_000);

let browser: Browser;
let person: Person;
let page: Page;
let attempt: RunningAttempt;

beforeAll(async () => {
  browser = await launchBrowser();
  person = await newPerson();
  const { exam } = await fullPack();
  // A mock has items of each type.
  const body = { id: `att_${ulid()}`, examId: exam.id, kind: "mock" as const };
  const started = await person.client.call("POST /attempts", { body });
  if (started.state !== "running") throw new TypeError("a new attempt runs");
  attempt = started;
  page = await (
    await browser.newContext({ baseURL: platformUrl(), viewport: { width: 1280, height: 1600 } })
  ).newPage();
  await page.goto("/sign-in");
  await signInAs(page, person);
});
afterAll(() => browser?.close());

/** Opens an item of a type that has not been answered, and returns its position. */
async function openItem(type: "ordering" | "matching", which: number): Promise<number> {
  const position = attempt.items.filter(({ item }) => item.type === type)[which]?.position;
  if (!position) throw new TypeError(`there is no item ${which} of type ${type}`);
  await page.goto(`/attempts/${attempt.id}?item=${position}`);
  await page.getByRole("heading", { name: `Question ${position} of 75` }).waitFor();
  return position;
}

/** What the server has for an item, once all is saved. */
async function savedAt(position: number) {
  await page.getByText("Saved", { exact: true }).waitFor();
  const now = await person.client.call("GET /attempts/{attemptId}", { params: { attemptId: attempt.id } });
  return now.state === "running" ? now.items[position - 1]?.saved?.response : undefined;
}

async function drag(from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (!start || !end) throw new TypeError("what is dragged is on the page");
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 15 });
  await page.mouse.up();
}

const step = (letter: string) =>
  page.getByRole("button", { name: new RegExp(`^Move step ${letter}, place`) });
const first = (order: unknown) => (Array.isArray(order) ? order[0] : undefined);

test("ordering by dragging", async () => {
  const position = await openItem("ordering", 0);
  await drag(step("B"), step("A"));
  await page.getByRole("button", { name: "Clear the answer" }).waitFor();
  const response = await savedAt(position);
  expect(response?.type === "ordering" && first(response.order)).toBe("b");
});

test("ordering by keyboard on the grip", async () => {
  const position = await openItem("ordering", 1);
  await step("A").focus();
  await page.keyboard.press("Space");
  await page.getByText(/Step A is (picked up|over place 1)/).waitFor({ state: "attached" });
  // The library listens for keys a moment after it has said that a step is picked up: a key before that is lost.
  const moved = page.getByText(/Step A is over place 2/);
  for (let tries = 0; tries < 5 && (await moved.count()) === 0; tries++) {
    await page.keyboard.press("ArrowDown");
    await moved.waitFor({ state: "attached", timeout: 3_000 }).catch(() => undefined);
  }
  await moved.waitFor({ state: "attached" });
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Clear the answer" }).waitFor();
  const response = await savedAt(position);
  expect(response?.type === "ordering" && first(response.order)).toBe("b");
});

test("matching by dragging an option onto a prompt", async () => {
  const position = await openItem("matching", 0);
  const options = page.getByRole("region", { name: "Options" }).getByRole("listitem");
  const prompts = page.getByRole("region", { name: "Prompts" }).getByRole("listitem");
  await drag(options.nth(1).locator("span").first(), prompts.first());
  await page.getByRole("button", { name: "Clear the answer" }).waitFor();
  const response = await savedAt(position);
  expect(response?.type === "matching" && Object.values(response.pairs)).toEqual(["b"]);
});

test("matching by tapping an option and then a prompt", async () => {
  const position = await openItem("matching", 1);
  const options = page.getByRole("region", { name: "Options" });
  await options.getByRole("button").nth(2).click();
  await page.getByRole("button", { name: "Put C here" }).last().click();
  await page.getByRole("button", { name: "Clear the answer" }).waitFor();
  const response = await savedAt(position);
  expect(response?.type === "matching" && Object.values(response.pairs)).toEqual(["c"]);
});
