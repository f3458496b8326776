import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { submit } from "@lyceum/scripts/testing/attempts";
import { flaws, launchBrowser, looks } from "@lyceum/scripts/testing/browser";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { openAs } from "@lyceum/scripts/testing/signed-in";
import {
  type ItemSession,
  type ReviewedItem,
  type RunningAttempt,
  type SubmittedAttempt,
  untouched,
} from "@lyceum/shared/attempts";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { LearnerItem, Question, Response } from "@lyceum/shared/questions";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { ulid } from "ulid";

// The report and the review of a mock that was taken to a plan, against figures worked out by hand from that plan.

jest.setTimeout(240_000);

let browser: Browser;
let exam: ExamProfile;
let person: Person;
let mock: SubmittedAttempt;
/** The questions of the mock with their keys, by position from 1. */
let questions: Question[];

// ---- The plan, by position

const isRight = (position: number) => position % 4 !== 0;
const wasRight = (position: number) => (isChanged(position) ? !isRight(position) : isRight(position));
const isChanged = (position: number) => position % 10 === 1 || position % 20 === 8;
const isFlagged = (position: number) => position % 5 === 0;
const secondsOf = (position: number) => 4 * position;
const confidenceOf = (position: number) =>
  position % 6 === 0 ? "guess" : position % 2 === 0 ? "sure" : null;
const noteAt = 2;
const note = '=2+3, "quoted"\nand a second line';

function sessionFor(position: number, item: LearnerItem, question: Question): ItemSession {
  const [right, wrong] = [rightResponse(item, question), wrongResponse(item, question)];
  return {
    ...untouched,
    response: isRight(position) ? right : wrong,
    initial: wasRight(position) ? right : wrong,
    confidence: confidenceOf(position),
    flagged: isFlagged(position),
    seconds: secondsOf(position),
    note: position === noteAt ? note : "",
    highlights: position === noteAt ? [{ from: 0, to: 12 }] : [],
  };
}

/** The key in the letters that the learner sees. Options are told by their text. */
function rightResponse(item: LearnerItem, { item: { key, options } }: Question): Response {
  const shown = (letter: string) => {
    const text = options.find(({ id }) => id === letter)?.text;
    const option = item.options.find((each) => each.text === text);
    if (!option) throw new TypeError("an option is not shown");
    return option.id;
  };
  switch (key.type) {
    case "multiple_choice":
      return { type: key.type, choice: shown(key.choice) };
    case "multiple_response":
      return { type: key.type, choices: key.choices.map(shown) };
    case "ordering":
      return { type: key.type, order: key.order.map(shown) };
    case "matching":
      return {
        type: key.type,
        pairs: Object.fromEntries(
          Object.entries(key.pairs).map(([prompt, letter]) => [prompt, shown(letter)]),
        ),
      };
  }
}

function wrongResponse(item: LearnerItem, question: Question): Response {
  const right = rightResponse(item, question);
  const letters = item.options.map(({ id }) => id);
  switch (right.type) {
    case "multiple_choice":
      return { ...right, choice: letters.find((letter) => letter !== right.choice) ?? "" };
    case "multiple_response":
      return {
        ...right,
        choices: [
          ...right.choices.slice(1),
          ...letters.filter((id) => !right.choices.includes(id)).slice(0, 1),
        ],
      };
    case "ordering":
      return { ...right, order: right.order.toReversed() };
    case "matching": {
      const [first = "", taken] = Object.entries(right.pairs)[0] ?? [];
      return { ...right, pairs: { ...right.pairs, [first]: letters.find((id) => id !== taken) ?? "" } };
    }
  }
}

beforeAll(async () => {
  browser = await launchBrowser();
  const [learner, instructor, pack] = await Promise.all([
    newPerson(),
    newPerson({ group: "instructor" }),
    fullPack(),
  ]);
  person = learner;
  exam = pack.exam;
  const running = await start({ kind: "mock" });
  questions = await Promise.all(
    running.items.map(({ questionId }) =>
      instructor.client.call("GET /questions/{questionId}", { params: { questionId } }),
    ),
  );
  for (const { position, item } of running.items) {
    const question = questions[position - 1];
    if (!question) throw new TypeError("every item has a question");
    await person.client.call("PUT /attempts/{attemptId}/items/{position}", {
      params: { attemptId: running.id, position: String(position) },
      body: { ...sessionFor(position, item, question), revision: 1 },
    });
  }
  mock = await submit(person, running.id);
});
afterAll(() => browser?.close());

async function start(
  wish: { kind: "mock" } | { kind: "quiz"; mode: "practice" | "exam"; count: number },
): Promise<RunningAttempt> {
  const body = { id: `att_${ulid()}`, examId: exam.id, ...wish };
  const attempt = await person.client.call("POST /attempts", { body });
  if (attempt.state !== "running") throw new TypeError("a new attempt runs");
  return attempt;
}

async function open(path: string, look: BrowserContextOptions = {}): Promise<Page> {
  const page = await openAs(browser, person, path, look);
  await lastItem(page).waitFor();
  return page;
}

const address = () => `/attempts/${mock.id}`;
const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const itemLine = (page: Page, position: number) => page.locator(`[data-item="${position}"] > summary`);
const lastItem = (page: Page) => page.locator("[data-item] > summary").last();
const positions = (wanted: (item: ReviewedItem) => boolean) =>
  mock.items.filter(wanted).map(({ position }) => position);
const scored = () => mock.items.filter((item) => item.scored);

// ---- Figures

test("the score is the one worked out by hand, and says that it is an estimate", async () => {
  const right = scored().filter(({ position }) => isRight(position)).length;
  const ratings = scored().map(({ position }) => questions[position - 1]?.item.angoff.rating ?? Number.NaN);
  const cut = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
  const share = right / scored().length;
  const { min, pass, max } = exam.scale;
  const score = Math.round(
    share <= cut ? min + ((pass - min) * share) / cut : pass + ((max - pass) * (share - cut)) / (1 - cut),
  );
  const page = await open(address());
  await page
    .getByRole("heading", {
      level: 1,
      name: `${score} ${share >= cut ? "Passed" : "Not passed"} by this estimate`,
    })
    .waitFor();
  await page
    .getByText(
      `${right} of ${exam.scoredItems} scored questions right; ${exam.unscoredItems} on trial did not count`,
    )
    .waitFor();
  await page.getByText("Your score is an estimate", { exact: false }).waitFor();

  const domains = region(page, "By domain");
  await domains.getByText("Show as a table").click();
  for (const domain of exam.domains) {
    const its = scored().filter(({ taskId }) => taskId.startsWith(`${domain.id}.`));
    const got = its.filter(({ position }) => isRight(position)).length;
    const verdict =
      its.length < 5
        ? "Not enough evidence"
        : got / its.length >= cut
          ? "Meets competencies"
          : "Needs improvement";
    const row = domains.getByRole("row", { name: domain.title });
    expect(await row.getByRole("cell").allTextContents()).toEqual([
      verdict,
      `${got} of ${its.length}`,
      `${Math.round((100 * got) / its.length)}%`,
      expect.stringMatching(/^\d+% to \d+%$/),
    ]);
  }
  await page.context().close();
});

test("time, changed answers and confidence are those of the plan", async () => {
  const page = await open(address());
  const count = exam.scoredItems + exam.unscoredItems;
  const all = Array.from({ length: count }, (_, index) => index + 1);
  const median = secondsOf((count + 1) / 2);
  const time = region(page, "Time");
  await time.getByText(`${Math.floor(median / 60)} min ${median % 60} s in the median`).waitFor();
  const pace = (60 * (exam.durationMinutes - exam.pacing.reviewMinutes)) / count;
  const slower = all.filter((position) => secondsOf(position) > pace).length;
  await time.getByText(`${slower} of ${count} took longer than the even pace`).waitFor();
  expect(await time.getByRole("button").allTextContents()).toEqual(
    [0, 1, 2, 3, 4].map((less) => `Question ${count - less}`),
  );

  const changed = all.filter(isChanged);
  const gained = changed.filter(isRight).length;
  const changes = region(page, "Changed answers");
  await changes.getByText(`You changed ${changed.length} answers`).waitFor();
  expect(await changes.locator("dd").allTextContents()).toEqual([
    [gained, ...changed.filter(isRight).map((position) => `Question ${position}`)].join(""),
    [
      changed.length - gained,
      ...changed.filter((each) => !isRight(each)).map((each) => `Question ${each}`),
    ].join(""),
    "0",
  ]);

  const confidence = region(page, "Confidence");
  await confidence.getByText("Show as a table").click();
  for (const [name, key] of [
    ["Guess", "guess"],
    ["Sure", "sure"],
  ]) {
    const given = all.filter((position) => confidenceOf(position) === key);
    const cells = await confidence
      .getByRole("row", { name: new RegExp(`^${name} `) })
      .getByRole("cell")
      .allTextContents();
    expect(cells.slice(0, 2)).toEqual([String(given.length), String(given.filter(isRight).length)]);
  }
  await page.context().close();
});

// ---- Review

test("filters are kept in the address, count right, and say so where nothing is left", async () => {
  const page = await open(address());
  const wrong = positions(({ position }) => !isRight(position));
  await page.getByRole("button", { name: `Wrong ${wrong.length}` }).click();
  const status = page.getByRole("status").filter({ hasText: "shown" });
  await status
    .filter({ hasText: `${wrong.length} of ${mock.items.length} questions shown: wrong` })
    .waitFor();
  const shown = () =>
    page
      .locator("[data-item]")
      .evaluateAll((items) => items.map((item) => Number(item.getAttribute("data-item"))));
  expect(await shown()).toEqual(wrong);

  const domain = exam.domains[1]?.id ?? "";
  const there = positions(({ position, taskId }) => !isRight(position) && taskId.startsWith(`${domain}.`));
  await page.getByRole("combobox", { name: "Domain" }).selectOption(domain);
  await status.filter({ hasText: `${there.length} of` }).waitFor();
  expect(new URL(page.url()).search).toBe(`?show=wrong&domain=${domain}`);
  await page.reload();
  await lastItem(page).waitFor();
  expect(await shown()).toEqual(there);

  await page.getByRole("combobox", { name: "Domain" }).selectOption("");
  await page
    .getByRole("button", { name: `Flagged ${positions(({ position }) => isFlagged(position)).length}` })
    .click();
  await page
    .getByRole("button", {
      name: `Guessed ${positions(({ position }) => confidenceOf(position) === "guess").length}`,
    })
    .click();
  await status.filter({ hasText: "guessed" }).waitFor();
  expect(await shown()).toEqual(positions(({ position }) => confidenceOf(position) === "guess"));

  await page.context().close();
});

test("where nothing was done, the report says so; where time was up, too", async () => {
  const page = await open(address());
  const quiz = await submit(person, (await start({ kind: "quiz", mode: "exam", count: 2 })).id);
  await page.route(`**/api/attempts/${quiz.id}`, (route) =>
    route.fulfill({ json: { ...quiz, timedOut: true } }),
  );
  await page.goto(`/attempts/${quiz.id}?show=flagged`);
  await page.getByText("Time was up").waitFor();
  await page.getByText("2 questions not answered").waitFor();
  await page.getByText("No times were recorded").waitFor();
  await page.getByText("You changed no answer").waitFor();
  await page.getByText("You marked no answer as guess, unsure or sure").waitFor();
  await page.getByText("You flagged no question here").waitFor();
  await page.getByRole("button", { name: "Show all questions" }).click();
  await page.getByText("2 of 2 questions shown").waitFor();
  await page.context().close();
});

test("an item shows all that there is to know, and N and P go from one to the next", async () => {
  const page = await open(address());
  await itemLine(page, noteAt).click();
  const item = page.locator(`[data-item="${noteAt}"]`);
  await item.getByText("and a second line").waitFor();
  const question = questions[noteAt - 1]?.item;
  expect(await item.locator("mark").allTextContents()).toEqual([question?.stem.slice(0, 12)]);
  await item.getByText(question?.decidedBy ?? "").waitFor();
  for (const option of question?.options ?? []) await item.getByText(option.rationale).waitFor();
  for (const { title } of question?.references ?? [])
    await item.getByRole("link", { name: title, exact: true }).waitFor();
  const title = exam.domains
    .flatMap(({ tasks }) => tasks)
    .find(({ id }) => id === mock.items[noteAt - 1]?.taskId)?.title;
  await item
    .getByRole("definition")
    .filter({ hasText: title ?? "" })
    .first()
    .waitFor();

  const trial = mock.items.find((each) => !each.scored && each.position !== noteAt)?.position ?? 0;
  await itemLine(page, trial).click();
  await page.locator(`[data-item="${trial}"]`).getByText("it did not count").waitFor();

  const focused = (position: number) => itemLine(page, position).and(page.locator(":focus")).waitFor();
  await itemLine(page, 4).focus();
  await page.keyboard.press("n");
  await focused(5);
  await page.keyboard.press("p");
  await page.keyboard.press("p");
  await focused(3);
  await page.context().close();
});

test("from the report one gets to the item that took longest, whatever the list shows", async () => {
  const page = await open(`${address()}?show=guessed`);
  const last = mock.items.length;
  await region(page, "Time")
    .getByRole("button", { name: `Question ${last}` })
    .click();
  const item = page.locator(`[data-item="${last}"]`);
  await item.getByText("What decides it").waitFor();
  await itemLine(page, last).and(page.locator(":focus")).waitFor();
  expect(new URL(page.url()).search).toBe("");
  await page.context().close();
});

test("what is shown can be practised at once; a request that was lost starts no second quiz", async () => {
  const page = await open(`${address()}?show=guessed`);
  const wanted = positions(({ position }) => confidenceOf(position) === "guess");
  const sent: { id: string; questionIds: string[] }[] = [];
  let lost = false;
  await page.route("**/api/attempts", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    sent.push(route.request().postDataJSON());
    if (lost) return route.continue();
    lost = true;
    return route.abort();
  });
  const practise = page.getByRole("button", { name: `Practise these ${wanted.length} now` });
  await practise.click();
  await page.getByRole("alert").filter({ hasText: "can't be reached" }).waitFor();
  await practise.click();
  await page.getByRole("heading", { name: `Question 1 of ${wanted.length}` }).waitFor();
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
  const started = await person.client.call("GET /attempts/{attemptId}", {
    params: { attemptId: sent[0]?.id ?? "" },
  });
  expect(started).toMatchObject({ kind: "quiz", mode: "practice", state: "running" });
  expect(started.state === "running" && started.items.map(({ questionId }) => questionId)).toEqual(
    wanted.map((position) => mock.items[position - 1]?.questionId),
  );
  await page.context().close();
});

// ---- One's own data

/** Rows of RFC 4180 without its byte order mark. */
const readCsv = (csv: string): string[][] =>
  [...csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)].reduce<{
    rows: string[][];
    row: string[];
  }>(
    ({ rows, row }, [, quoted, plain = "", end]) => {
      const cells = [...row, quoted?.replaceAll('""', '"') ?? plain];
      return end === "," ? { rows, row: cells } : { rows: [...rows, cells], row: [] };
    },
    { rows: [], row: [] },
  ).rows;

test("one's own data can be taken along, as JSON and as CSV", async () => {
  const page = await open(address());
  const fileOf = async (name: string) => {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name }).click(),
    ]);
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
  };
  const json = await fileOf("Download as a JSON file");
  expect(json.name).toBe(`${exam.id}-mock-${mock.startedAt.slice(0, 10)}.json`);
  expect(JSON.parse(json.text)).toEqual(mock);

  const csv = await fileOf("Download as a CSV file");
  expect(csv.name).toMatch(/\.csv$/);
  const [head = [], ...rows] = readCsv(csv.text.slice(1));
  const column = (name: string) => rows.map((row) => row[head.indexOf(name)]);
  expect(rows).toHaveLength(mock.items.length);
  expect(column("question_id")).toEqual(mock.items.map(({ questionId }) => questionId));
  expect(column("right")).toEqual(mock.items.map(({ position }) => String(isRight(position))));
  expect(column("initial_right")).toEqual(mock.items.map(({ position }) => String(wasRight(position))));
  expect(column("scored")).toEqual(mock.items.map((item) => String(item.scored)));
  expect(column("seconds")).toEqual(mock.items.map(({ position }) => String(secondsOf(position))));
  expect(column("confidence")).toEqual(mock.items.map(({ position }) => confidenceOf(position) ?? ""));
  expect(column("note")[noteAt - 1]).toBe(`'${note}`);
  await page.context().close();
});

test("printed, the page is light, has no controls, and every item is open", async () => {
  const page = await open(`${address()}?show=guessed`, { colorScheme: "dark" });
  const scheme = () => page.locator("html").getAttribute("data-mantine-color-scheme");
  expect(await scheme()).toBe("dark");
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  expect(await scheme()).toBe("light");
  const guessed = positions(({ position }) => confidenceOf(position) === "guess");
  for (const position of guessed) {
    expect(await page.locator(`[data-item="${position}"]`).getByText("What decides it").isVisible()).toBe(
      true,
    );
  }
  for (const gone of [
    page.getByRole("banner"),
    page.getByRole("button", { name: "Print" }),
    page.getByRole("button", { name: /^Practise/ }).first(),
    page.getByRole("combobox", { name: "Domain" }),
  ]) {
    expect(await gone.isVisible()).toBe(false);
  }
  await page.emulateMedia({ media: "screen" });
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  expect(await scheme()).toBe("dark");
  expect(await page.locator("[data-item][open]").count()).toBe(0);
  await page.context().close();
});

test.each(Object.entries(looks))("nothing wrong for axe, nothing too wide: %s", async (_, look) => {
  const page = await open(address(), look);
  for (const toggle of await page.getByText("Show as a table").all()) await toggle.click();
  for (const type of ["multiple_choice", "multiple_response", "ordering", "matching"]) {
    const position = mock.items.find(({ item }) => item.type === type)?.position;
    if (position) await itemLine(page, position).click();
  }
  expect(await flaws(page)).toEqual([]);
  await page.context().close();
});
