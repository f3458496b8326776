import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { flaws, launchBrowser, signInAs } from "@lyceum/scripts/testing/browser";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, platformUrl } from "@lyceum/scripts/testing/people";
import { someResponse } from "@lyceum/scripts/testing/responses";
import { untouched } from "@lyceum/shared/attempts";
import type { Browser, Page } from "playwright-core";
import { ulid } from "ulid";

// What a person does from the first visit on, in a real browser.

jest.setTimeout(180_000);

let browser: Browser;
/** Where a quiz is started. */
let quizPage: string;
let examId: string;
let examCode: string;
beforeAll(async () => {
  browser = await launchBrowser();
  const { exam } = await fullPack();
  examId = exam.id;
  examCode = exam.code;
  quizPage = `/exams/${examId}/quiz`;
});
afterAll(() => browser?.close());

async function open(path = "/"): Promise<Page> {
  const context = await browser.newContext({ baseURL: platformUrl() });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(path);
  return page;
}

/** The code in the newest mail to an address. */
async function mailedCode(email: string): Promise<string> {
  const { items } = await fetch(`${platformUrl()}/local/outbox.json?to=${encodeURIComponent(email)}`).then(
    (reply) => reply.json(),
  );
  const code = /\d{6}/.exec(String(items[0]?.text))?.[0];
  if (!code) throw new TypeError(`no code was sent to ${email}`);
  return code;
}

const question = (page: Page) => page.getByRole("article");

/** The question that is open, once it can be answered: some types have inputs that are loaded on their own. */
async function answerable(page: Page) {
  const article = question(page);
  await article.locator("input, select, [data-dragging-keys]").first().waitFor();
  return article;
}

const saved = (page: Page) => page.getByText("Saved", { exact: true });
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });

/** Answers the question that is open, whatever its type. */
async function answer(page: Page): Promise<void> {
  const article = await answerable(page);
  if ((await article.getByRole("radio").count()) > 0) {
    await article.locator("label").first().click();
    return;
  }
  if ((await article.getByRole("checkbox").count()) > 0) {
    const wanted = /Choose (two|three|four|five)/.exec((await article.textContent()) ?? "")?.[1];
    const select = ["two", "three", "four", "five"].indexOf(wanted ?? "") + 2;
    for (let chosen = 1; chosen <= select; chosen++) {
      await article.locator("label").nth(chosen).click();
      await article.getByText(`${chosen} of ${select} chosen`).waitFor();
    }
    return;
  }
  const lists = article.getByRole("combobox");
  if ((await lists.count()) > 0) {
    for (const list of await lists.all()) await list.selectOption({ index: 1 });
    return;
  }
  await article
    .getByRole("button", { name: /^Move step . down$/ })
    .first()
    .click();
}

/** Makes one change that `answer` does not make. */
async function answerOtherwise(page: Page): Promise<void> {
  const article = await answerable(page);
  const lists = article.getByRole("combobox");
  const steps = article.getByRole("button", { name: /^Move step . up$/ });
  if ((await lists.count()) > 0) await lists.first().selectOption({ index: 2 });
  else if ((await steps.count()) > 0) await steps.last().click();
  // `answer` ticks the second box, and then no more can be ticked.
  else if ((await article.getByRole("checkbox").count()) > 0) await article.locator("label").nth(1).click();
  else await article.locator("label").last().click();
}

test("sign up, take a quiz, go on after a reload, see it scored", async () => {
  const email = `${ulid().toLowerCase()}@test.example`;
  const password = "A rather long pass phrase 7!";
  const page = await open();
  await page.getByRole("link", { name: /create an account/i }).click();
  // The page before it has a field for the address, too.
  await page.getByRole("button", { name: "Create the account" }).waitFor();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.getByLabel("Code").waitFor();
  await page.getByLabel("Code").fill(await mailedCode(email));
  await page.getByRole("button", { name: "Confirm", exact: true }).click();

  await heading(page, "Which exam do you prepare for?").waitFor();
  await page.getByRole("radio", { name: examCode }).check();
  await page.getByRole("button", { name: "Go on" }).click();
  await heading(page, examCode).waitFor();
  await page.goto(quizPage);
  await page.getByRole("radio", { name: /^Exam/ }).check();
  await page.getByLabel("How many questions").fill("20");
  await page.getByRole("button", { name: "Start" }).click();

  for (let position = 1; position <= 20; position++) {
    await heading(page, `Question ${position} of 20`).waitFor();
    if (position < 20) await answer(page);
    if (position === 10) {
      await page.getByText("10 of 20 answered").waitFor();
      await saved(page).waitFor();
      await page.waitForURL(/item=10$/);
      await page.reload();
      await heading(page, "Question 10 of 20").waitFor();
      await page.getByText("10 of 20 answered").waitFor();
    }
    if (position < 20) await page.getByRole("button", { name: "Next", exact: true }).click();
  }

  await page.getByRole("button", { name: "Finish" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("1 question not answered").waitFor();
  await dialog.getByRole("button", { name: "Submit" }).click();
  const score = await heading(page, /of 20 right/).textContent();
  const correct = Number(/^\d+/.exec(score ?? "")?.[0]);
  expect(correct).toBeGreaterThanOrEqual(0);
  await page.getByRole("button", { name: `Wrong ${20 - correct}` }).click();
  expect(await flaws(page)).toEqual([]);

  await page.getByRole("link", { name: "Home", exact: true }).click();
  await page
    .getByRole("link", { name: new RegExp(`${correct} of 20`) })
    .or(page.getByText(`${correct} of 20`))
    .first()
    .waitFor();
  await page.context().close();
});

test("a practice quiz by keyboard alone", async () => {
  const person = await newPerson();
  const page = await open("/sign-in");
  await signInAs(page, person);
  await page.goto(quizPage);
  await page.getByLabel("How many questions").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("3");
  await page.keyboard.press("Enter");
  for (let position = 1; position <= 3; position++) {
    await heading(page, `Question ${position} of 3`).and(page.locator(":focus")).waitFor();
    await answerByKeyboard(page);
    await page.keyboard.press("Enter");
    await question(page)
      .getByText(/^(Right|Not right)\.$/)
      .waitFor();
    await page.keyboard.press("Enter");
  }
  await page.getByRole("dialog").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Submit" }).focus();
  await page.keyboard.press("Enter");
  await heading(page, /of 3 right/).waitFor();
  await page.context().close();
});

/** Leaves the focus where Enter means to check the answer. */
async function answerByKeyboard(page: Page): Promise<void> {
  const article = await answerable(page);
  const lists = await article.getByRole("combobox").all();
  const grips = article.getByRole("button", { name: /^Move step/ });
  if (lists.length > 0) {
    for (const list of lists) {
      await list.focus();
      await page.keyboard.press("ArrowDown");
    }
  } else if ((await grips.count()) > 0) {
    await article
      .getByRole("button", { name: /^Move step . down$/ })
      .first()
      .focus();
    await page.keyboard.press("Enter");
  } else {
    for (const key of "12345") {
      await page.keyboard.press(key);
      if ((await article.getByRole("radio").count()) > 0) break;
    }
  }
  await article.getByRole("heading").focus();
}

test("two devices: what one changes the other is told, and submitting on one ends both", async () => {
  const person = await newPerson();
  const id = `att_${ulid()}`;
  await person.client.call("POST /attempts", {
    body: { id, examId, kind: "quiz", mode: "exam", count: 2 },
  });
  const [page, other] = [await open("/sign-in"), await open("/sign-in")];
  for (const device of [page, other]) {
    await signInAs(device, person);
    await device.goto(`/attempts/${id}`);
    await heading(device, "Question 1 of 2").waitFor();
  }
  await answer(page);
  await page.getByText("1 of 2 answered").waitFor();
  await saved(page).waitFor();
  await answerOtherwise(other);
  await other.getByText(/changed on another device/).waitFor();

  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Submit" }).click();
  await heading(page, /of 2 right/).waitFor();
  await answerOtherwise(other);
  const end = other.getByRole("dialog");
  await end.getByText(/ended before 1 change of yours could reach/).waitFor();
  await end.getByRole("button", { name: "See the result" }).click();
  await heading(other, /of 2 right/).waitFor();
  await Promise.all([page.context().close(), other.context().close()]);
});

test("answers given while the server can't be reached are kept, and saved when it answers again", async () => {
  const person = await newPerson();
  const page = await open("/sign-in");
  await signInAs(page, person);
  await page.goto(quizPage);
  await page.getByRole("radio", { name: /^Exam/ }).check();
  await page.getByLabel("How many questions").fill("2");
  await page.getByRole("button", { name: "Start" }).click();
  await heading(page, "Question 1 of 2").waitFor();
  await page.context().setOffline(true);
  await answer(page);
  await page
    .getByText(/can't be reached/)
    .first()
    .waitFor();
  await page.getByText("1 waits").waitFor();
  await page.context().setOffline(false);
  await page
    .getByText(/can't be reached/)
    .first()
    .waitFor({ state: "hidden" });
  await saved(page).waitFor();
  await page.reload();
  await page.getByText("1 of 2 answered").waitFor();
  await page.context().close();
});

test("back from one attempt to another, it is there as the server has it now", async () => {
  const person = await newPerson();
  const startQuiz = (count: number) =>
    person.client.call("POST /attempts", {
      body: { id: `att_${ulid()}`, examId, kind: "quiz", mode: "practice", count },
    });
  const [three] = [await startQuiz(3), await startQuiz(4)];
  const [first] = three.state === "running" ? three.items : [];
  if (!first) throw new TypeError("a new attempt runs");
  const account = await person.client.call("GET /account", {});
  await person.client.call("PUT /account", { body: { ...account, examId } });

  const page = await open("/sign-in");
  await page.clock.install();
  await signInAs(page, person);
  const resume = (count: number) =>
    page
      .getByRole("listitem")
      .filter({ hasText: `${count} questions` })
      .getByRole("link", { name: "Resume" });
  await resume(3).click();
  await heading(page, "Question 1 of 3").waitFor();
  // How long it was open is saved when it is left.
  await Promise.all([page.waitForResponse(/items\/1$/), page.getByRole("link", { name: "Home" }).click()]);
  await resume(4).click();
  await heading(page, "Question 1 of 4").waitFor();

  // Another device answers a question of the first one; what this page knows of it is old by then.
  await person.client.call("PUT /attempts/{attemptId}/items/{position}", {
    params: { attemptId: three.id, position: "1" },
    body: { ...untouched, response: someResponse(first), revision: 2 },
  });
  await page.clock.fastForward(60_000);
  await page.evaluate("history.go(-2)");
  await heading(page, "Question 2 of 3").waitFor();
  await page.context().close();
});
