import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { flaws, launchBrowser, looks } from "@lyceum/scripts/testing/browser";
import { newCohort, takeIn } from "@lyceum/scripts/testing/cohorts";
import { newNote } from "@lyceum/scripts/testing/notes";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { openAs } from "@lyceum/scripts/testing/signed-in";
import { streamedTo } from "@lyceum/scripts/testing/streams";
import type { Cohort } from "@lyceum/shared/cohorts";
import type { Answer, TutorEvent } from "@lyceum/shared/tutor";
import type { Browser, Locator, Page } from "playwright-core";
import { ulid } from "ulid";

// The tutor in real browsers, with whatever model the platform has.

jest.setTimeout(240_000);

let browser: Browser;
let owner: Person;
let cohort: Cohort;
beforeAll(async () => {
  owner = await newPerson();
  cohort = await newCohort(owner, { name: "Night owls" });
  [browser] = await Promise.all([launchBrowser(), newNote(owner, cohort.id, gardening)]);
});
afterAll(() => browser?.close());

// What no shared note says.
const gardening = `# Growing tomatoes

Tomatoes need at least six hours of direct sun each day. They are planted outside after the last frost.

## Watering

Water tomatoes in the morning, at the roots and never on the leaves. Wet leaves invite blight.

## Pruning

Side shoots of cordon tomatoes are pinched out every week. Bush tomatoes are not pruned at all.
`;

const inSun = "How many hours of direct sun do tomatoes need each day?";
const unknown = "Who won the football world cup in 1974?";

async function newLearner(): Promise<Person> {
  const learner = await newPerson();
  await takeIn(owner, cohort.id, learner);
  return learner;
}

const tutor = () => `/groups/${cohort.id}/tutor`;
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const field = (page: Page) => page.getByLabel("Your question");
const entry = (page: Page, question: string) =>
  page.getByRole("article", { name: `You asked: ${question}`, exact: true });
/** A way to ask for another one is there when nothing is being answered. */
const rested = (page: Page) => button(page, "Ask").waitFor();

const isFocused = (element: Locator) => element.evaluate((node) => node === document.activeElement);

async function ask(page: Page, question: string): Promise<void> {
  await field(page).fill(question);
  await page.keyboard.press("Enter");
  await entry(page, question).waitFor();
  await rested(page);
}

/** An answer that is over, asked for without a browser. */
async function askedBy(person: Person, question: string, conversationId = `cnv_${ulid()}`): Promise<string> {
  const events = streamedTo(person)("POST /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers", {
    params: { cohortId: cohort.id, conversationId },
    body: { id: `ans_${ulid()}`, question },
  });
  const names: string[] = [];
  for await (const { event } of events) names.push(event);
  expect(names.at(-1)).toBe("end");
  return conversationId;
}

test("a learner asks, sees where it is written, goes on asking, and says what they think", async () => {
  const page = await openAs(browser, await newLearner(), `/groups/${cohort.id}`);
  await page.getByRole("navigation", { name: "Group" }).getByRole("link", { name: "Tutor" }).click();
  await page.getByText(/^No language model answers here/).waitFor();
  await button(page, "What do the notes say about “Vector stores”?").waitFor();

  await ask(page, inSun);
  expect(await field(page).inputValue()).toBe("");
  expect(await isFocused(field(page))).toBe(true);
  expect(new URL(page.url()).pathname).toMatch(/\/tutor\/cnv_/);
  const answer = entry(page, inSun);
  await answer
    .getByText(/six hours of direct sun/)
    .first()
    .waitFor();
  const log = page.getByRole("log", { name: "The tutor's answer" });
  await log.getByText(/^The answer is complete\. It cites 1 passage\.$/).waitFor();
  expect(await log.getByText(/six hours of direct sun/).count()).toBe(1);

  // The number of a passage shows it to who gets there by keyboard, and leads to its words.
  const chip = answer.getByRole("link", { name: "Source 1: Vector stores" });
  await chip.focus();
  const preview = page.getByText("Open the note");
  await preview.waitFor();
  await page.keyboard.press("Escape");
  await preview.waitFor({ state: "detached" });
  const opened = page.context().waitForEvent("page");
  await chip.press("Enter");
  const note = await opened;
  await note.locator("mark").first().waitFor();
  expect((await note.locator("mark").allTextContents()).join("")).toMatch(/six hours of direct sun/);
  await note.close();

  await page.getByRole("radio", { name: "Hint", exact: true }).check();
  await ask(page, "And how are they watered?");
  await entry(page, "And how are they watered?").getByText("Hint").first().waitFor();
  await page.reload();
  expect(await page.getByRole("radio", { name: "Hint", exact: true }).isChecked()).toBe(true);
  await answer
    .getByText(/six hours of direct sun/)
    .first()
    .waitFor();

  await answer.getByRole("button", { name: "Not helpful" }).click();
  await page.getByText(/see this with the question and the answer, without your name/).waitFor();
  await page.getByLabel("What is wrong with it?").selectOption("It is hard to understand");
  await page.getByLabel(/What should it say/).fill("Say which sun.");
  await button(page, "Send").click();
  await answer.getByText("Thank you.").waitFor();
  await page.reload();
  await answer.getByRole("button", { name: "Not helpful", pressed: true }).click();
  expect(await page.getByLabel(/What should it say/).inputValue()).toBe("Say which sun.");
  await button(page, "Take it back").click();
  await answer.getByText("Taken back.").waitFor();
  expect(await answer.getByRole("button", { pressed: true }).count()).toBe(0);
  await page.context().close();
});

test("what the notes don't answer is said, and can be sent to the instructors", async () => {
  const page = await openAs(browser, await newLearner(), tutor());
  await ask(page, unknown);
  const answer = entry(page, unknown);
  await answer
    .getByText(/notes don't answer this/)
    .first()
    .waitFor();
  await answer.getByRole("button", { name: "Ask the instructors to add this" }).click();
  const sent = answer.getByText(/^Sent\./);
  await sent.waitFor();
  expect(await isFocused(sent)).toBe(true);
  await page.reload();
  await sent.waitFor();
  const { items } = await owner.client.call("GET /cohorts/{cohortId}/tutor/gaps", {
    params: { cohortId: cohort.id },
  });
  expect(items.map(({ question }) => question)).toContain(unknown);
  await page.context().close();
});

test("conversations are found, renamed and deleted, and what the tutor keeps in mind can be changed", async () => {
  const learner = await newLearner();
  await askedBy(learner, "When are tomatoes planted outside?");
  const watering = await askedBy(learner, "How should I water tomatoes?");
  const page = await openAs(browser, learner, tutor());
  const list = page.getByRole("region", { name: "Conversations" });
  const link = (name: string) => list.getByRole("link", { name, exact: true });
  await link("When are tomatoes planted outside?").waitFor();
  await list.getByLabel("Search your conversations").fill("water");
  await list.getByText("1 conversation shown.").waitFor();
  expect(await list.getByRole("listitem").count()).toBe(1);
  await list.getByLabel("Search your conversations").fill("");
  await link("When are tomatoes planted outside?").waitFor();

  await button(page, "Rename How should I water tomatoes?").click();
  await page.getByRole("dialog").getByLabel("Title").fill("Watering");
  await button(page, "Save").click();
  await link("Watering").click();
  await page.getByRole("heading", { level: 2, name: "Watering" }).waitFor();

  await page.getByText("What the tutor keeps in mind").click();
  await page.getByRole("button", { name: /^(?:Edit|Tell it something)$/ }).click();
  await page.getByLabel("What it should keep in mind").fill("They grow bush tomatoes.");
  await button(page, "Save").click();
  // Not in the field any more, but as it is stored.
  await page.getByRole("paragraph").filter({ hasText: "They grow bush tomatoes." }).waitFor();
  const params = { cohortId: cohort.id, conversationId: watering };
  const stored = await learner.client.call("GET /cohorts/{cohortId}/tutor/conversations/{conversationId}", {
    params,
  });
  expect(stored).toMatchObject({ title: "Watering", memory: "They grow bush tomatoes." });
  await button(page, "Clear").click();
  await page.getByText(/^Nothing yet\./).waitFor();

  await button(page, "Delete Watering").click();
  await button(page, "Delete for good").click();
  await link("Watering").waitFor({ state: "detached" });
  await page.getByRole("heading", { level: 2, name: "New conversation" }).waitFor();
  await page.goto(`${tutor()}/${watering}`);
  await page.getByText("There is no such conversation. It may have been deleted.").waitFor();
  await page.context().close();
});

/** Questions are refused until it is said otherwise. */
async function refusing(page: Page): Promise<{ isRefusing: boolean }> {
  const server = { isRefusing: true };
  await page.route(answersPath, (route) =>
    server.isRefusing && route.request().method() === "POST"
      ? route.fulfill({ status: 429, json: { code: "too_many_requests", message: "Wait for an hour." } })
      : route.continue(),
  );
  return server;
}

test("what was refused is asked again, and what was begun here is there when one comes back to it", async () => {
  const learner = await newLearner();
  await askedBy(learner, "When are tomatoes planted outside?");
  const page = await openAs(browser, learner, tutor());
  const server = await refusing(page);
  // What is being typed is not lost to a suggestion.
  await field(page).fill("And when are they");
  const suggested = "What do the notes say about “Vector stores”?";
  await button(page, suggested).click();
  await entry(page, suggested).getByText("Wait for an hour.").waitFor();
  server.isRefusing = false;
  await button(page, "Ask again").press("Enter");
  await rested(page);
  expect(await isFocused(field(page))).toBe(true);
  expect(await field(page).inputValue()).toBe("And when are they");

  const link = (name: string) => page.getByRole("link", { name, exact: true });
  await link("When are tomatoes planted outside?").click();
  await entry(page, "When are tomatoes planted outside?").waitFor();
  await link(suggested).click();
  await entry(page, suggested).waitFor();
  await page.context().close();
});

test("what is typed stays where it was typed until it is taken, and nothing of it when one signs out", async () => {
  const learner = await newLearner();
  const planted = "When are tomatoes planted outside?";
  await askedBy(learner, planted);
  const page = await openAs(browser, learner, tutor());
  const server = await refusing(page);
  const link = (name: string) => page.getByRole("link", { name, exact: true });
  const isNew = () => page.getByRole("heading", { level: 2, name: "New conversation" }).waitFor();
  const typed = () => field(page).inputValue();
  await field(page).fill("In a new one");
  await link(planted).click();
  await entry(page, planted).waitFor();
  expect(await typed()).toBe("");
  await field(page).fill(inSun);
  await link("New").click();
  await isNew();
  expect(await typed()).toBe("In a new one");
  await link(planted).click();
  await entry(page, planted).waitFor();
  expect(await typed()).toBe(inSun);
  await page.reload();
  await entry(page, planted).waitFor();
  expect(await typed()).toBe(inSun);

  await field(page).press("Enter");
  await entry(page, inSun).getByText("Wait for an hour.").waitFor();
  expect(await typed()).toBe("");
  await page.reload();
  await entry(page, planted).waitFor();
  expect(await typed()).toBe(inSun);
  server.isRefusing = false;
  await field(page).press("Enter");
  await entry(page, inSun).waitFor();
  await rested(page);
  await page.reload();
  await entry(page, inSun).waitFor();
  expect(await typed()).toBe("");

  await link("New").click();
  await isNew();
  expect(await typed()).toBe("In a new one");
  await page.goto("/profile");
  await button(page, "Sign out").click();
  await page.waitForURL("**/sign-in");
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("In a new one");
  await page.context().close();
});

const answersPath = /\/tutor\/conversations\/[^/]+\/answers(?:\?|$)/;
const answerPath = /\/tutor\/conversations\/[^/]+\/answers\/[^/]+$/;

test("an answer whose stream breaks comes all the same, also after the page is loaded anew, and can be stopped", async () => {
  const page = await openAs(browser, await newLearner(), tutor());
  // The server answers the whole of it, and the connection loses all but the first event.
  let isHeld = true;
  let isStopped = false;
  await page.route(answersPath, async (route) => {
    if (route.request().method() === "GET") {
      const response = await route.fetch();
      const { items } = await response.json();
      return route.fulfill({ response, json: { items: items.map(held) } });
    }
    const response = await route.fetch();
    const [first = ""] = (await response.text()).split("\n\n");
    return route.fulfill({ response, body: `${first}\n\n` });
  });
  await page.route(answerPath, async (route) => {
    const response = await route.fetch();
    return route.fulfill({ response, json: held(await response.json()) });
  });
  await page.route(/\/stop$/, async (route) => {
    isStopped = true;
    await route.continue();
  });
  /** As the store has it while the tutor is still at it. */
  const held = (answer: Answer): Answer =>
    isHeld ? { ...answer, state: "answering", text: "Tomatoes need", claims: [], citations: [] } : answer;

  await field(page).fill(inSun);
  await page.keyboard.press("Enter");
  const answer = entry(page, inSun);
  await answer.getByText(/^Still being answered/).waitFor();
  await answer.getByText("Tomatoes need", { exact: true }).waitFor();
  await page.reload();
  await answer.getByText("Tomatoes need", { exact: true }).waitFor();
  await answer.getByText(/^Still being answered/).waitFor();
  await button(page, "Stop").click();
  await answer.getByText(/^Stopping/).waitFor();
  expect(isStopped).toBe(true);
  isHeld = false;
  await rested(page);
  await answer
    .getByText(/six hours of direct sun/)
    .first()
    .waitFor();
  await page.context().close();
});

test("what is written is shown as it is, and obeyed in nothing", async () => {
  const page = await openAs(browser, await newLearner(), tutor());
  const text = [
    "# Head\n\n**Bold** <script>alert(1)</script> [1]: https://evil.example [1](https://evil.example) [9] [?]",
    "![image](https://evil.example/x.png) [out](https://aws.amazon.com) [js](javascript:alert)",
    "| a | b |\n| - | - |\n| 1 | 2 |",
    "```\nlet code = list[0]\n```",
  ].join("\n\n");
  await page.route(answersPath, async (route) => {
    const response = await route.fetch();
    const events = (await response.text())
      .split("\n\n")
      .flatMap((message) => {
        const data = message.split("\n").find((line) => line.startsWith("data: "));
        const event: TutorEvent[] = data ? [JSON.parse(data.slice(6))] : [];
        return event;
      })
      .map((event) => (event.event === "citations" ? { ...event, text } : event));
    const body = events.map((event) => `event: ${event.event}\ndata: ${JSON.stringify(event)}\n\n`).join("");
    return route.fulfill({ response, body });
  });
  await page.route(answerPath, (route) => route.abort());
  await ask(page, inSun);
  const answer = entry(page, inSun);
  await answer.getByRole("table").waitFor();
  expect(await answer.locator("script, img, h1").count()).toBe(0);
  expect(await answer.locator('a[href^="javascript"]').count()).toBe(0);
  // An address is a link to just what is read; no number of a passage leads elsewhere.
  const elsewhere = await answer.locator('a[href*="evil"]').allTextContents();
  expect(new Set(elsewhere)).toEqual(new Set(["https://evil.example"]));
  expect(await answer.getByRole("link", { name: "out" }).getAttribute("rel")).toBe(
    "noopener noreferrer nofollow",
  );
  expect(await answer.getByText("let code = list[0]").count()).toBe(1);
  expect(await answer.getByRole("link", { name: /^Source 1/ }).count()).toBeGreaterThan(1);
  await answer.getByRole("button", { name: "not in the notes" }).click();
  await answer.getByText(/look it up before you rely on it/).waitFor();
  await page.context().close();
});

test("every state works at both sizes, in light and dark", async () => {
  const learner = await newLearner();
  const conversationId = await askedBy(learner, inSun);
  await askedBy(learner, unknown, conversationId);
  const problems: string[] = [];
  for (const [name, look] of Object.entries(looks)) {
    const page = await openAs(browser, learner, tutor(), look);
    await button(page, /^What do the notes say/)
      .first()
      .waitFor();
    await check(`${name}: new`, page);
    await page.goto(`${tutor()}/${conversationId}`);
    await entry(page, inSun)
      .getByRole("link", { name: /^Source 1/ })
      .first()
      .waitFor();
    const closed = page.locator("main details:not([open]) > summary");
    while ((await closed.count()) > 0) await closed.first().click();
    await entry(page, inSun).getByRole("button", { name: "Not helpful" }).click();
    await check(`${name}: answers`, page);
    const chip = entry(page, inSun)
      .getByRole("link", { name: /^Source 1/ })
      .first();
    if (look.hasTouch) await chip.tap();
    else await chip.hover();
    await page.getByText("Open the note").waitFor();
    await check(`${name}: preview`, page);
    if (look.hasTouch) {
      await page.keyboard.press("Escape");
      await button(page, "All conversations").click();
      await page.getByRole("link", { name: inSun }).waitFor();
      await check(`${name}: list`, page);
    }
    await page.context().close();
  }
  expect(problems).toEqual([]);

  async function check(what: string, page: Page): Promise<void> {
    problems.push(...(await flaws(page, what)));
  }
});
