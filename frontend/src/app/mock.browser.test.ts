import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { flaws, launchBrowser, looks } from "@lyceum/scripts/testing/browser";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { openAs } from "@lyceum/scripts/testing/signed-in";
import type { RunningItem } from "@lyceum/shared/attempts";
import type { AuthorItem, Question, Response } from "@lyceum/shared/questions";
import type { Browser, Page } from "playwright-core";
import { ulid } from "ulid";

// A full mock through the interface, with what goes wrong on the day: a network that goes away, a tab that dies, a
// second tab, time that runs out. The score is compared with one that is calculated here, by hand, from the content.

jest.setTimeout(300_000);

let browser: Browser;
let examId: string;
let questions: Map<string, Question>;

beforeAll(async () => {
  browser = await launchBrowser();
  const pack = await fullPack();
  examId = pack.exam.id;
  questions = new Map(pack.questions.map((question) => [question.id, question]));
});
afterAll(() => browser?.close());

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });
const saved = (page: Page) => page.getByText("Saved", { exact: true });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const open = (page: Page, position: number) => heading(page, `Question ${position} of 75`).waitFor();

async function attemptOf(person: Person, attemptId: string) {
  const attempt = await person.client.call("GET /attempts/{attemptId}", { params: { attemptId } });
  if (attempt.state !== "running") throw new TypeError("it runs");
  return attempt;
}

/** The question of an item as its author wrote it. */
function authored({ questionId }: { questionId: string }): AuthorItem {
  const question = questions.get(questionId);
  if (!question) throw new TypeError(`${questionId} is in no pack`);
  return question.item;
}

/** The right response in the letters of the attempt: options are the same where they say the same. */
function rightResponse({ questionId, item }: RunningItem): Response {
  const { options, key } = authored({ questionId });
  const shown = (letter: string) => {
    const text = options.find(({ id }) => id === letter)?.text;
    const option = item.options.find((each) => each.text === text);
    if (!option) throw new TypeError(`${questionId} has no option "${text}"`);
    return option.id;
  };
  switch (key.type) {
    case "multiple_choice":
      return { ...key, choice: shown(key.choice) };
    case "multiple_response":
      return { ...key, choices: key.choices.map(shown) };
    case "ordering":
      return { ...key, order: key.order.map(shown) };
    case "matching":
      return {
        ...key,
        pairs: Object.fromEntries(
          Object.entries(key.pairs).map(([prompt, option]) => [prompt, shown(option)]),
        ),
      };
  }
}

/** A complete response that is wrong in one place. */
function wrongResponse(running: RunningItem): Response {
  const right = rightResponse(running);
  const letters = running.item.options.map(({ id }) => id);
  switch (right.type) {
    case "multiple_choice":
      return { ...right, choice: letters.find((letter) => letter !== right.choice) ?? "" };
    case "multiple_response": {
      const other = letters.find((letter) => !right.choices.includes(letter)) ?? "";
      return { ...right, choices: [other, ...right.choices.slice(1)] };
    }
    case "ordering":
      return { ...right, order: [...right.order.slice(1), ...right.order.slice(0, 1)] };
    case "matching": {
      const [[prompt, option] = ["", ""]] = Object.entries(right.pairs);
      const other = letters.find((letter) => letter !== option) ?? "";
      return { ...right, pairs: { ...right.pairs, [prompt]: other } };
    }
  }
}

/** Gives a response on the page, to an item that has none. */
async function give(page: Page, { item }: RunningItem, response: Response): Promise<void> {
  const article = page.getByRole("article");
  const place = (letter: string) => item.options.findIndex(({ id }) => id === letter);
  switch (response.type) {
    case "multiple_choice":
      return article.locator("label").nth(place(response.choice)).click();
    case "multiple_response":
      for (const letter of response.choices) await article.locator("label").nth(place(letter)).click();
      return;
    case "ordering":
      return order(page, response.order);
    case "matching":
      for (const [index, [, option]] of promptsInOrder(item, response.pairs).entries()) {
        await article.getByRole("combobox").nth(index).selectOption(option);
      }
  }
}

function promptsInOrder(item: RunningItem["item"], pairs: Record<string, string>): [string, string][] {
  if (item.type !== "matching") throw new TypeError("prompts are for matching");
  return item.prompts.map(({ id }) => [id, pairs[id] ?? ""]);
}

/** Moves each step up to its place, from the first on. */
async function order(page: Page, wanted: readonly string[]): Promise<void> {
  const article = page.getByRole("article");
  await article.getByRole("button", { name: "Keep this order" }).click();
  for (const [place, letter] of wanted.entries()) {
    const step = letter.toUpperCase();
    const up = article.getByRole("button", { name: `Move step ${step} up` });
    for (;;) {
      const label = await article
        .getByRole("button", { name: new RegExp(`^Move step ${step}, place`) })
        .getAttribute("aria-label");
      if (Number(/\d+$/.exec(label ?? "")?.[0]) <= place + 1) break;
      await up.click();
    }
  }
}

/** The scaled score by hand, from the review's word on which items counted. */
function scaledByHand(items: readonly { questionId: string; scored: boolean; right: boolean }[]): number {
  const scored = items.filter((item) => item.scored);
  const p = scored.filter(({ right }) => right).length / 65;
  const ratings = scored.map((item) => authored(item).angoff.rating);
  const c = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
  expect(scored).toHaveLength(65);
  return p <= c ? 100 + (650 * p) / c : 750 + (250 * (p - c)) / (1 - c);
}

test("a full mock: flags, a dropped network, a reload, a second tab, and time that runs out", async () => {
  const person = await newPerson();
  const page = await openAs(browser, person, `/exams/${examId}/mock`);
  const context = page.context();
  await page.getByRole("checkbox", { name: /I take this mock alone/ }).check();
  await page.getByRole("button", { name: "Start the mock" }).click();
  await open(page, 1);
  const attemptId = /att_\w+/.exec(page.url())?.[0] ?? "";
  const { items } = await attemptOf(person, attemptId);
  expect(items).toHaveLength(75);
  expect(new Set(items.map(({ item }) => item.type)).size).toBe(4);

  // Every tenth is left open, every third is wrong, all others are right.
  const planned = (item: RunningItem): Response | undefined => {
    if (item.position % 10 === 0) return undefined;
    return item.position % 3 === 0 ? wrongResponse(item) : rightResponse(item);
  };
  const isRight = (position: number) => position % 10 !== 0 && position % 3 !== 0;
  const answerFrom = async (at: Page, from: number, to: number) => {
    for (const item of items.slice(from - 1, to)) {
      await open(at, item.position);
      const response = planned(item);
      if (response) await give(at, item, response);
      if (item.position < 75) await button(at, "Next").click();
    }
  };
  const answeredUpTo = (position: number) => position - Math.floor(position / 10);

  // Nothing of the site around it, and its time is there.
  await page.getByRole("navigation", { name: "Site" }).waitFor({ state: "hidden" });
  expect(await page.getByRole("timer", { name: "Time left" }).textContent()).toMatch(/^(3:00:00|2:59:\d\d)$/);

  await answerFrom(page, 1, 4);
  await open(page, 5);
  await button(page, "Flag").click();
  await answerFrom(page, 5, 20);

  // The network goes, answers wait, and the tab dies with them.
  await saved(page).waitFor();
  await context.setOffline(true);
  await answerFrom(page, 21, 24);
  await page.getByText("4 wait", { exact: true }).waitFor();
  await page.getByText("can't be reached").first().waitFor();
  expect((await attemptOf(person, attemptId)).items[20]?.saved?.response ?? null).toBeNull();
  await page.waitForURL(/item=25$/);
  const address = page.url();
  await page.close();
  await context.setOffline(false);
  const second = await context.newPage();
  await second.goto(address);
  await open(second, 25);
  await second.getByText(`${answeredUpTo(24)} of 75 answered`).waitFor();
  await saved(second).waitFor();
  const afterwards = await attemptOf(person, attemptId);
  for (const item of items.slice(20, 24)) {
    expect(afterwards.items[item.position - 1]?.saved?.response).toEqual(planned(item));
  }

  // Loading the page again asks nothing and loses nothing.
  await answerFrom(second, 25, 34);
  await second.waitForURL(/item=35$/);
  await second.reload();
  await open(second, 35);
  await second.getByText(`${answeredUpTo(34)} of 75 answered`).waitFor();

  // A second tab is told; it takes the mock over, and gives it back.
  const third = await context.newPage();
  await third.goto(address);
  await third.getByText("This attempt is open in another tab").waitFor();
  await button(third, "Use it here").click();
  await second.getByText("This attempt is open in another tab").waitFor();
  await button(third, "Question 35, not answered").click();
  await answerFrom(third, 35, 40);
  await saved(third).waitFor();
  await third.waitForURL(/item=41$/);
  await button(second, "Use it here").click();
  await third.getByText("This attempt is open in another tab").waitFor();
  await second.getByText(`${answeredUpTo(40)} of 75 answered`).waitFor();
  // Closed, a tab leaves the mock to the one that waits for it.
  await second.close();
  await open(third, 41);
  await answerFrom(third, 41, 75);
  await button(third, "Flag").click();

  // What is open and what is flagged is found, and told before submitting.
  const filtered = async (name: string) => {
    await button(third, name).click();
    await third.getByRole("button", { name, exact: true, pressed: true }).waitFor();
  };
  await filtered("Flagged 2");
  const numbers = third.getByRole("navigation", { name: "Questions" }).getByRole("listitem");
  expect(await numbers.allTextContents()).toEqual(["5", "75"]);
  await filtered("Unanswered 7");
  expect(await numbers.allTextContents()).toEqual(["10", "20", "30", "40", "50", "60", "70"]);
  await button(third, "Finish").click();
  const dialog = third.getByRole("dialog");
  await dialog.getByText("7 questions not answered").waitFor();
  await dialog.getByText("2 questions flagged").waitFor();
  await dialog.getByRole("button", { name: "Go on answering" }).click();
  await saved(third).waitFor();
  await third.close();

  // The clock runs out. What the time is by this browser is the test's to say.
  const last = await context.newPage();
  await last.clock.install();
  await last.goto(`/attempts/${attemptId}?item=10`);
  await open(last, 10);
  const timer = last.getByRole("timer");
  const left = async () => {
    const text = (await timer.textContent()) ?? "";
    return text.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
  };
  const passTo = async (seconds: number) => last.clock.fastForward((await left()) * 1000 - seconds * 1000);
  await passTo(5400);
  await last.getByText("Half of the time is left").waitFor();
  await passTo(5000);
  await last.getByText("Half of the time is left").waitFor({ state: "hidden" });
  const hide = button(last, "Hide the time");
  await passTo(1000);
  await hide.click();
  await timer.waitFor({ state: "hidden" });
  await last.clock.fastForward(100_000);
  await last.getByText("15 minutes left").waitFor();
  await timer.waitFor();
  await passTo(300);
  await last.getByText("5 minutes left").waitFor();
  await passTo(60);
  await last.getByText("1 minute left").waitFor();
  // Given in the last second, and not saved yet when the time is up.
  const late = items[9];
  if (!late) throw new TypeError("there is a tenth item");
  await last.route("**/api/attempts/*/items/*", (route) => route.abort());
  await give(last, late, rightResponse(late));
  let submit = () => {};
  const submitting = new Promise<void>((resolve) => {
    submit = resolve;
  });
  await last.route("**/api/attempts/*/submit", async (route) => {
    await submitting;
    await route.continue();
  });
  await last.clock.fastForward(61_000);
  await heading(last, "Time is up").waitFor();
  expect(await last.locator("article input:enabled, article select:enabled").count()).toBe(0);
  await last.unroute("**/api/attempts/*/items/*");
  await last.clock.runFor(40_000);
  submit();

  await heading(last, /by this estimate/).waitFor();
  const review = await person.client.call("GET /attempts/{attemptId}", { params: { attemptId } });
  if (review.state !== "submitted") throw new TypeError("it is submitted");
  const judged = review.items.map(({ position, questionId, scored }) => ({
    questionId,
    scored,
    right: isRight(position) || position === 10,
  }));
  for (const [index, { right }] of judged.entries()) expect(review.items[index]?.review.correct).toBe(right);
  const score = Math.round(scaledByHand(judged));
  const correct = judged.filter(({ scored, right }) => scored && right).length;
  expect(await heading(last, /by this estimate/).textContent()).toMatch(new RegExp(`^${score}\\b`));
  await last.getByText(`${correct} of 65 scored questions right`).waitFor();
  expect(review.result.scaled?.score).toBe(score);

  // What the learner did is in the review: each item was open for some time, and was left with what it has.
  for (const { position, session } of review.items) {
    expect(session.seconds).toBeGreaterThan(0);
    expect(session.flagged).toBe([5, 75].includes(position));
    expect(session.initial).toEqual(session.response);
  }
  await context.close();
});

test("the tools by keyboard, saved as the server has them; moving on asks for nothing", async () => {
  const person = await newPerson();
  const attemptId = `att_${ulid()}`;
  const started = await person.client.call("POST /attempts", {
    body: { id: attemptId, examId, kind: "drill" },
  });
  if (started.state !== "running") throw new TypeError("a new attempt runs");
  const running = started.items.find(
    ({ item, position }) => item.type === "multiple_choice" && position < 30,
  );
  if (!running) throw new TypeError("there is a question with one answer");
  const page = await openAs(browser, person, `/attempts/${attemptId}?item=${running.position}`);
  // It takes the focus when keys are commands. What is loaded ahead is no request of a learner's.
  await heading(page, `Question ${running.position} of 30`).and(page.locator(":focus")).waitFor();
  await page.waitForLoadState("networkidle");
  const { keyboard } = page;

  await keyboard.press("b");
  await page.getByRole("radio", { name: /^B/ }).and(page.locator(":checked")).waitFor();
  await keyboard.press("Shift+C");
  await keyboard.press("Shift+A");
  await keyboard.press("c");
  await keyboard.press("m");
  await keyboard.press("s");
  await keyboard.press("s");
  await keyboard.press("t");
  await keyboard.type("Ask about b, c and m");
  await page.getByRole("heading", { level: 2 }).focus();
  await keyboard.press("l");
  await keyboard.press("Tab");
  while (
    !(await page
      .locator("[data-to]")
      .first()
      .evaluate((first) => first === document.activeElement))
  ) {
    await keyboard.press("Tab");
  }
  await keyboard.press("Space");
  await keyboard.press("l");
  const first = page.getByRole("article").locator("mark");
  const sentence = (await first.textContent()) ?? "";
  expect(running.item.stem.startsWith(sentence)).toBe(true);
  await saved(page).waitFor();

  const requests: string[] = [];
  page.on("request", (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  const left = page.waitForResponse((response) => response.request().method() === "PUT");
  await keyboard.press("n");
  await heading(page, `Question ${running.position + 1} of 30`).waitFor();
  await left;
  expect(requests).toEqual([`PUT /api/attempts/${attemptId}/items/${running.position}`]);

  const { items } = await attemptOf(person, attemptId);
  expect(items[running.position - 1]?.saved).toMatchObject({
    response: { type: "multiple_choice", choice: "c" },
    initial: { type: "multiple_choice", choice: "c" },
    struck: ["a"],
    flagged: true,
    confidence: "unsure",
    note: "Ask about b, c and m",
    highlights: [{ from: 0, to: sentence.length }],
  });

  await keyboard.press("v");
  await button(page, "Unanswered 29").and(page.locator("[aria-pressed=true]")).waitFor();
  await keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  await page.context().close();
});

test("selected text is marked, and a click on the mark removes it", async () => {
  const person = await newPerson();
  const attemptId = `att_${ulid()}`;
  await person.client.call("POST /attempts", {
    body: { id: attemptId, examId, kind: "quiz", mode: "practice", count: 1 },
  });
  const page = await openAs(browser, person, `/attempts/${attemptId}`);
  await heading(page, "Question 1 of 1").waitFor();
  const stem = (await attemptOf(person, attemptId)).items[0]?.item.stem ?? "";
  const paragraph = page.locator("[data-from]").first();
  await paragraph.evaluate((element) => {
    const text = element.firstChild;
    if (text) getSelection()?.setBaseAndExtent(text, 2, text, 8);
  });
  await button(page, "Highlight").click();
  const mark = page.getByRole("article").locator("mark");
  expect(await mark.textContent()).toBe(stem.slice(2, 8).trim());
  await saved(page).waitFor();
  const marked = (await attemptOf(person, attemptId)).items[0]?.saved?.highlights ?? [];
  expect(marked.map(({ from, to }) => stem.slice(from, to))).toEqual([stem.slice(2, 8).trim()]);
  await page.reload();
  await mark.click({ position: { x: 3, y: 10 } });
  await mark.waitFor({ state: "detached" });
  await page.context().close();
});

test.each(Object.entries(looks))(
  "a mock on %s: nothing is too wide, nothing wrong for axe",
  async (_, look) => {
    const person = await newPerson();
    const attemptId = `att_${ulid()}`;
    const started = await person.client.call("POST /attempts", {
      body: { id: attemptId, examId, kind: "mock" },
    });
    if (started.state !== "running") throw new TypeError("a new attempt runs");
    const page = await openAs(browser, person, "/", look);
    const problems: string[] = [];
    const examine = async (what: string) => {
      problems.push(...(await flaws(page, what)));
    };
    const types = new Map(started.items.map(({ item, position }) => [item.type, position]));
    for (const [type, position] of types) {
      await page.goto(`/attempts/${attemptId}?item=${position}`);
      await open(page, position);
      await page.waitForLoadState("networkidle");
      await examine(type);
    }
    await page.keyboard.press("t");
    await page.getByRole("heading", { level: 2 }).focus();
    await page.keyboard.press("m");
    await page.keyboard.press("l");
    await examine("tools");
    const timer = await page.getByRole("timer").boundingBox();
    await page.evaluate(() => scrollTo(0, 1000));
    expect(await page.getByRole("timer").boundingBox()).toEqual(timer);
    for (const name of [/all questions/, /^Submit$/, /^Leave$/, /^Keyboard help$/]) {
      await page.getByRole("button", { name }).first().click();
      await page.getByRole("dialog").waitFor();
      await examine(String(name));
      await page.keyboard.press("Escape");
    }
    expect(problems).toEqual([]);
    await page.context().close();
  },
);
