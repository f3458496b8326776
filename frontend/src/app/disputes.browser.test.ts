import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { flaws, launchBrowser, looks } from "@lyceum/scripts/testing/browser";
import { smallPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { someResponse } from "@lyceum/scripts/testing/responses";
import { openAs } from "@lyceum/scripts/testing/signed-in";
import { type RunningAttempt, untouched } from "@lyceum/shared/attempts";
import type { Question } from "@lyceum/shared/questions";
import type { Browser, Page } from "playwright-core";
import { ulid } from "ulid";

// From a learner's doubt to the answer, in real browsers. Keys are corrected in the smallest bank: other tests count on
// those of the largest.

jest.setTimeout(180_000);

let browser: Browser;
let examId: string;
let learner: Person;
let instructor: Person;
/** The learner's quiz, submitted, every question answered with the option that stood first. */
let quiz: RunningAttempt;
beforeAll(async () => {
  browser = await launchBrowser();
  const pack = await smallPack();
  examId = pack.exam.id;
  [learner, instructor] = await Promise.all([newPerson(), newPerson({ group: "instructor" })]);
  for (const { client } of [learner, instructor]) {
    await client.call("PUT /account", {
      body: { displayName: "", examId, examDate: null, extraTimePercent: 0 },
    });
  }
  quiz = await take(learner, questionsOfOwn(pack.questions));
});
afterAll(() => browser?.close());

/**
 * Other tests correct keys in this bank at the same moment: of the first multiple choice, of the last ones, and of the
 * last ordering. Whoever has answered one of those is told of it, or has it changed while looking at it.
 */
function questionsOfOwn(questions: readonly Question[]): string[] {
  const idsOf = (type: Question["item"]["type"]) =>
    questions.filter(({ item, state }) => item.type === type && state === "scored").map(({ id }) => id);
  return [
    ...idsOf("multiple_choice").slice(1, -4),
    ...idsOf("multiple_response"),
    ...idsOf("matching"),
    ...idsOf("ordering").slice(0, -1),
  ];
}

async function take({ client }: Person, questionIds: string[]): Promise<RunningAttempt> {
  const count = questionIds.length;
  const attempt = await client.call("POST /attempts", {
    body: { id: `att_${ulid()}`, examId, kind: "quiz", mode: "exam", count, questionIds },
  });
  if (attempt.state !== "running") throw new TypeError("a new attempt runs");
  for (const item of attempt.items) {
    await client.call("PUT /attempts/{attemptId}/items/{position}", {
      params: { attemptId: attempt.id, position: String(item.position) },
      body: { ...untouched, response: someResponse(item), seconds: 60, revision: 1 },
    });
  }
  await client.call("POST /attempts/{attemptId}/submit", { params: { attemptId: attempt.id } });
  return attempt;
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const dialog = (page: Page) => page.getByRole("dialog");
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });
/** What has the focus. */
const focused = (page: Page) => page.locator(":focus");
const site = (page: Page) => page.getByRole("navigation", { name: "Site" });

/** Where the quiz has an item of which one option is right, and which question it is. */
function choiceItem(): { position: number; questionId: string } {
  const found = quiz.items.find(({ item }) => item.type === "multiple_choice");
  if (!found) throw new TypeError("the quiz has no multiple choice");
  return found;
}

test("a learner disputes an item, an instructor corrects its key, the learner is told", async () => {
  const { position, questionId } = choiceItem();
  // With the letters that go from one item to the next elsewhere on the page.
  const words = `No: page 9 of the user guide contradicts it (${ulid()}).`;
  const page = await openAs(browser, learner, `/attempts/${quiz.id}#question-${position}`);
  const dispute = button(page, `Dispute this item: question ${position}`);
  await dispute.click();
  const send = dialog(page).getByRole("button", { name: "Send the dispute" });
  await send.click();
  await dialog(page).getByText("Choose what is wrong with it.").waitFor();
  await dialog(page).getByText("Write at least 10 characters.").waitFor();
  await dialog(page).getByLabel("The answer marked as right is wrong").check();
  await dialog(page).getByLabel("Why?").pressSequentially(words);
  // What is written is lost neither by closing the dialog, nor by a filter that hides the item, nor by a failure.
  await page.keyboard.press("Escape");
  await dispute.and(focused(page)).waitFor();
  await dispute.click();
  await dialog(page).getByRole("button", { name: "Cancel" }).click();
  await dispute.and(focused(page)).waitFor();
  await button(page, /^Flagged/).click();
  await dispute.waitFor({ state: "detached" });
  await button(page, /^All/).click();
  await page.locator(`[data-item="${position}"] summary`).click();
  await dispute.click();
  expect(await dialog(page).getByLabel("Why?").inputValue()).toBe(words);
  await page.context().setOffline(true);
  await send.click();
  await dialog(page).getByText("The server can't be reached.").waitFor();
  await page.context().setOffline(false);
  await staysOpenWhileSending(page, /\/dispute$/, () => send.click());
  await focused(page).getByText("Waits for an answer").waitFor();
  expect(await dispute.count()).toBe(0);
  await page.reload();
  await page.getByText("Waits for an answer").waitFor({ state: "attached" });

  const desk = await openAs(browser, instructor, "/");
  await site(desk).getByRole("link", { name: "Bank" }).click();
  await heading(desk, "Items").waitFor();
  await desk.getByRole("navigation", { name: "Bank" }).getByRole("link", { name: "Disputes" }).click();
  await desk.locator(`a[href^="/questions/${questionId}/"]`).first().click();
  await desk.getByText(words).waitFor();
  const { item } = await instructor.client.call("GET /questions/{questionId}", { params: { questionId } });
  if (item.type !== "multiple_choice") throw new TypeError("it was a multiple choice");
  // What the learner answered becomes right, or, where it was right, wrong.
  const isKey = (text: string) =>
    item.options.some((option) => option.text === text && option.id === item.key.choice);
  const answered = quiz.items[position - 1]?.item.options[0]?.text ?? "";
  const other = item.options.find(({ id, text }) =>
    isKey(answered) ? id !== item.key.choice : text === answered,
  );
  if (!other) throw new TypeError("an item has several options");
  await desk.getByLabel("Your answer").fill("Kept for later.");
  await button(desk, "Cancel").click();
  const open = button(desk, "Answer");
  await open.and(focused(desk)).waitFor();
  await open.click();
  await desk.getByLabel("Your answer").and(focused(desk)).waitFor();
  expect(await desk.getByLabel("Your answer").inputValue()).toBe("Kept for later.");
  await desk.getByLabel("Your answer").fill("");
  await button(desk, "Answer").click();
  await desk.getByText("Write at least 10 characters.").waitFor();
  await desk.getByLabel("Your answer").fill("You are right: the guide has changed.");
  await desk.getByLabel("The key is wrong").check();
  await button(desk, "Correct the key").click();
  await desk.getByText(/This is the key as it is/).waitFor();
  await desk.getByRole("radio", { name: other.text }).check();
  await desk.getByText("This can't be undone.").waitFor();
  await button(desk, "Correct the key").click();
  await dialog(desk).getByText(other.text, { exact: false }).waitFor();
  await staysOpenWhileSending(desk, /\/answers$/, () =>
    dialog(desk).getByRole("button", { name: "Correct and score anew" }).click(),
  );
  await desk.getByText("Your answer is sent.").waitFor();
  await heading(desk, "Answer").and(focused(desk)).waitFor();
  await desk
    .getByText(/^Done: .+ Everyone who disputed it or whose result changed has been told\.$/)
    .waitFor();
  const { pathname } = new URL(desk.url());
  await untilMoved(questionId, pathname.split("/").at(-1) ?? "");
  await desk.reload();
  await desk.getByText(/^Its answers are counted with version \d+ since its key was corrected\.$/).waitFor();
  await desk.getByRole("link", { name: /^Go to version/ }).click();
  await heading(desk, /version \d+$/).waitFor();
  await desk.getByText("Nobody has disputed this version.").waitFor();

  await untilTold(learner);
  await page.goto("/");
  const notice = page.getByRole("status").filter({ hasText: "your dispute is answered" });
  await notice.getByText("You are right: the guide has changed.").waitFor();
  await notice.getByRole("link", { name: "See the review" }).click();
  await page.getByText("Answered: the answer key was corrected").waitFor();
  await page
    .getByText(/Scored anew on/)
    .first()
    .waitFor();
  // Pages of one: with the first notice gone, the older one comes.
  await page.route(/\/notices\?/, (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set("limit", "1");
    return route.continue({ url: url.href });
  });
  await page.goto("/");
  await button(page, /^Dismiss: a result was scored anew/).click();
  await button(page, /^Dismiss: your dispute is answered/).click();
  await heading(page, "News of your results").waitFor({ state: "detached" });
  await page.goto("/disputes");
  await page.getByText("Answered: the answer key was corrected").waitFor();
  await page.goto("/");
  await heading(page, "Recent results").waitFor();
  await page.waitForLoadState("networkidle");
  expect(await notice.count()).toBe(0);
  await Promise.all([page.context().close(), desk.context().close()]);
});

/** What was answered with a version is counted with the one that scores it a moment after the attempts are scored anew. */
async function untilMoved(questionId: string, version: string): Promise<void> {
  for (;;) {
    const { statistics } = await instructor.client.call("GET /questions/{questionId}/versions/{version}", {
      params: { questionId, version },
    });
    if (statistics.n === 0) return;
  }
}

/** What can't be taken back is waited for: neither Escape nor Cancel closes the dialog that sends it. */
async function staysOpenWhileSending(page: Page, address: RegExp, send: () => Promise<void>): Promise<void> {
  const sent = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  await page.route(address, async (route) => {
    sent.resolve();
    await goOn.promise;
    await route.fallback();
  });
  await send();
  await sent.promise;
  const disabled = dialog(page).locator("button:disabled").getByText("Cancel");
  await disabled.waitFor();
  // The browser lets a page prevent the first ones, not all.
  for (let times = 0; times < 4; times++) await page.keyboard.press("Escape");
  await disabled.waitFor();
  goOn.resolve();
  await dialog(page).waitFor({ state: "detached" });
}

/** Waits for the notices that a dispute is answered and a result changed, which come a moment after the answer. */
async function untilTold({ client }: Person): Promise<void> {
  for (;;) {
    const { items } = await client.call("GET /notices");
    if (items.length === 2) return;
  }
}

test("a key that somebody else corrects meanwhile can't be corrected again", async () => {
  const { questionId } = choiceItem();
  const [other, { item, version }] = await Promise.all([
    newPerson({ group: "instructor" }),
    instructor.client.call("GET /questions/{questionId}", { params: { questionId } }),
  ]);
  if (item.type !== "multiple_choice") throw new TypeError("it was a multiple choice");
  const wrong = item.options.filter(({ id }) => id !== item.key.choice);
  const desk = await openAs(browser, instructor, `/questions/${questionId}/${version}`);
  await button(desk, "Correct the key").click();
  await desk.getByLabel("Your answer").and(focused(desk)).waitFor();
  await desk.getByLabel("Your answer").fill("The guide has changed once more.");
  await desk.getByRole("radio", { name: wrong[0]?.text ?? "" }).check();
  await other.client.call("POST /questions/{questionId}/versions/{version}/answers", {
    params: { questionId, version: String(version) },
    body: {
      id: `ans_${ulid()}`,
      text: "The guide has changed.",
      key: { type: "multiple_choice", choice: wrong[1]?.id ?? "" },
    },
  });
  await button(desk, "Correct the key").click();
  await dialog(desk).getByRole("button", { name: "Correct and score anew" }).click();
  await dialog(desk).getByRole("alert").waitFor();
  await dialog(desk).getByRole("button", { name: "Cancel" }).click();
  await desk.getByText(/Version \d+ took the place of this one while you wrote/).waitFor();
  expect(await button(desk, "Correct the key").count()).toBe(0);
  expect(await desk.getByLabel("Your answer").inputValue()).toBe("The guide has changed once more.");
  await desk.context().close();
});

test("items are looked at by what their figures say", async () => {
  await untilCounted();
  const page = await openAs(browser, instructor, `/exams/${examId}/items`);
  await page.getByText(/^\d+ of \d+ items shown$/).waitFor();
  const rows = page.getByRole("rowheader");
  const all = await rows.count();
  expect(all).toBeGreaterThanOrEqual(quiz.items.length);

  const [task = ""] = await page.getByRole("row").nth(1).getByRole("cell").allInnerTexts();
  await page.getByLabel("Task").selectOption(task);
  await rows.nth(all - 1).waitFor({ state: "detached" });
  const tasks = await page.locator("td[data-label=Task]").allInnerTexts();
  expect(new Set(tasks)).toEqual(new Set([task]));
  await page.getByLabel("Hide low n").check();
  await page.getByText("No item fits what you chose.").waitFor();
  await button(page, "Show all items").click();
  await rows.nth(all - 1).waitFor();
  await page.getByLabel("Order").selectOption("Hardest first");
  await page.waitForURL(/sort=/);
  await page.reload();
  await rows.nth(all - 1).waitFor();
  const shares = await page.locator("td[data-label=Facility]").allInnerTexts();
  const figures = shares.map((share) => Number.parseInt(share, 10));
  expect(figures).toEqual(figures.toSorted((a, b) => a - b));

  await page.getByText("What the figures mean").click();
  await page.getByText(/Below zero, those who know more get it wrong/).waitFor();
  await rows.first().getByRole("link").click();
  await heading(page, /^Item of task/).waitFor();
  await heading(page, "How it is answered").waitFor();
  await page.context().close();
});

/** What was answered is counted a moment later. */
async function untilCounted(): Promise<void> {
  const asked = quiz.items.map(({ questionId }) => questionId);
  for (;;) {
    const { items } = await instructor.client.call("GET /exams/{examId}/statistics", {
      params: { examId },
      query: { limit: 100 },
    });
    if (asked.every((id) => items.some(({ questionId }) => questionId === id))) return;
  }
}

test("who is no instructor sees no bank, and is told why", async () => {
  const page = await openAs(browser, learner, `/exams/${examId}/disputes`);
  await heading(page, "For instructors").waitFor();
  expect(await site(page).getByRole("link", { name: "Bank" }).count()).toBe(0);
  await page.goto("/bank");
  await heading(page, "For instructors").waitFor();
  await page.context().close();
});

test.each(Object.entries(looks))(
  "every page, %s: nothing serious for axe, nothing too wide",
  async (_, look) => {
    const places = new Map(
      quiz.items.map(({ item, questionId }) => [item.type, `/questions/${questionId}/1`]),
    );
    const bank = `/exams/${examId}`;
    const visits: [Person, string[]][] = [
      [learner, ["/", "/disputes", `/attempts/${quiz.id}`, `${bank}/items`]],
      [
        instructor,
        [`${bank}/items`, `${bank}/disputes`, `${bank}/disputes?state=answered`, ...places.values()],
      ],
    ];
    const problems: string[] = [];
    for (const [person, paths] of visits) {
      const page = await openAs(browser, person, "/profile", look);
      for (const path of paths) {
        await page.goto(path);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForLoadState("networkidle");
        const correct = button(page, "Correct the key");
        if (await correct.count()) await correct.click();
        problems.push(...(await flaws(page, path)));
      }
      await page.context().close();
    }
    expect(problems).toEqual([]);
  },
);
