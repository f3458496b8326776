import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { axeViolations, launchBrowser, signInAs } from "@lyceum/scripts/testing/browser";
import { newPerson, platformUrl } from "@lyceum/scripts/testing/people";
import type { Browser, Page } from "playwright-core";
import { ulid } from "ulid";

// What a person does from the first visit on, in a real browser.

jest.setTimeout(180_000);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function open(path = "/"): Promise<Page> {
  const context = await browser.newContext({ baseURL: platformUrl() });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
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
const saved = (page: Page) => page.getByText("Saved", { exact: true });
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });

/** Answers the question that is open, whatever its type. */
async function answer(page: Page): Promise<string> {
  const article = question(page);
  if ((await article.getByRole("radio").count()) > 0) {
    await article.locator("label").first().click();
    return "multiple choice";
  }
  if ((await article.getByRole("checkbox").count()) > 0) {
    const wanted = /Choose (two|three|four|five)/.exec((await article.textContent()) ?? "")?.[1];
    const select = ["two", "three", "four", "five"].indexOf(wanted ?? "") + 2;
    for (let chosen = 1; chosen <= select; chosen++) {
      await article.locator("label").nth(chosen).click();
      await article.getByText(`${chosen} of ${select} chosen`).waitFor();
    }
    return "multiple response";
  }
  const lists = article.getByRole("combobox");
  if ((await lists.count()) > 0) {
    for (const list of await lists.all()) await list.selectOption({ index: 1 });
    return "matching";
  }
  await article
    .getByRole("button", { name: /^Move step . down$/ })
    .first()
    .click();
  return "ordering";
}

/** Makes one change that `answer` does not make. */
async function answerOtherwise(page: Page): Promise<void> {
  const article = question(page);
  const lists = article.getByRole("combobox");
  const steps = article.getByRole("button", { name: /^Move step . up$/ });
  if ((await lists.count()) > 0) await lists.first().selectOption({ index: 2 });
  else if ((await steps.count()) > 0) await steps.last().click();
  else await article.locator("label").last().click();
}

test("sign up, take a quiz with all four types, go on after a reload, see it scored", async () => {
  const email = `${ulid().toLowerCase()}@test.example`;
  const password = "A rather long pass phrase 7!";
  const page = await open();
  await page.getByRole("link", { name: /create an account/i }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.getByLabel("Code").waitFor();
  await page.getByLabel("Code").fill(await mailedCode(email));
  await page.getByRole("button", { name: "Confirm", exact: true }).click();

  await page.getByText("No quiz yet").waitFor();
  await page.getByRole("radio", { name: /^Exam/ }).check({ force: true });
  await page.getByLabel("How many questions").fill("40");
  await page.getByRole("button", { name: "Start" }).click();

  const types = new Set<string>();
  for (let position = 1; position <= 40; position++) {
    await heading(page, `Question ${position} of 40`).waitFor();
    if (position < 40) types.add(await answer(page));
    if (position === 20) {
      await page.getByText("20 of 40 answered").waitFor();
      await saved(page).waitFor();
      await page.reload();
      await heading(page, "Question 20 of 40").waitFor();
      await page.getByText("20 of 40 answered").waitFor();
    }
    if (position < 40) await page.getByRole("button", { name: "Next", exact: true }).click();
  }
  expect(types).toEqual(new Set(["multiple choice", "multiple response", "ordering", "matching"]));

  await page.getByRole("button", { name: "Finish" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("1 question not answered").waitFor();
  await dialog.getByRole("button", { name: "Submit" }).click();
  const score = await heading(page, /of 40 right/).textContent();
  const correct = Number(/^\d+/.exec(score ?? "")?.[0]);
  expect(correct).toBeGreaterThanOrEqual(0);
  await page.getByRole("button", { name: `Wrong ${40 - correct}` }).click();
  expect(await axeViolations(page)).toEqual([]);

  await page.getByRole("link", { name: "Home", exact: true }).click();
  await page
    .getByRole("link", { name: new RegExp(`${correct} of 40`) })
    .or(page.getByText(`${correct} of 40`))
    .first()
    .waitFor();
  await page.context().close();
});

test("a practice quiz by keyboard alone", async () => {
  const person = await newPerson();
  const page = await open("/sign-in");
  await signInAs(page, person);
  await page.getByLabel("How many questions").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("3");
  await page.keyboard.press("Enter");
  for (let position = 1; position <= 3; position++) {
    await heading(page, `Question ${position} of 3`).waitFor();
    expect(
      await heading(page, `Question ${position} of 3`).evaluate(
        (element) => element === document.activeElement,
      ),
    ).toBe(true);
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
  const article = question(page);
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

test("two tabs: what one changes the other is told, and submitting in one ends both", async () => {
  const person = await newPerson();
  const { items } = await person.client.call("GET /exams");
  const id = `att_${ulid()}`;
  await person.client.call("POST /attempts", {
    body: { id, examId: items[0]?.id ?? "", mode: "exam", count: 2 },
  });
  const page = await open("/sign-in");
  await signInAs(page, person);
  const other = await page.context().newPage();
  await page.goto(`/attempts/${id}`);
  await other.goto(`/attempts/${id}`);
  await heading(other, "Question 1 of 2").waitFor();
  await answer(page);
  await page.getByText("1 of 2 answered").waitFor();
  await saved(page).waitFor();
  await answerOtherwise(other);
  await other.getByText(/changed on another device or in another tab/).waitFor();

  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Submit" }).click();
  await heading(page, /of 2 right/).waitFor();
  await other.getByRole("button", { name: "Next", exact: true }).click();
  await answerOtherwise(other);
  await heading(other, /of 2 right/).waitFor();
  await page.context().close();
});

test("answers given while the server can't be reached are kept, and saved when it answers again", async () => {
  const person = await newPerson();
  const page = await open("/sign-in");
  await signInAs(page, person);
  await page.getByRole("radio", { name: /^Exam/ }).check({ force: true });
  await page.getByLabel("How many questions").fill("2");
  await page.getByRole("button", { name: "Start" }).click();
  await heading(page, "Question 1 of 2").waitFor();
  await page.context().setOffline(true);
  await answer(page);
  await page
    .getByText(/can't be reached/)
    .first()
    .waitFor();
  await page.context().setOffline(false);
  await page
    .getByText(/can't be reached/)
    .first()
    .waitFor({ state: "hidden" });
  await page.reload();
  await page.getByText("1 of 2 answered").waitFor();
  await page.context().close();
});
