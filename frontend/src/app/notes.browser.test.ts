import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { flaws, launchBrowser, looks } from "@lyceum/scripts/testing/browser";
import { newCohort, takeIn } from "@lyceum/scripts/testing/cohorts";
import { newNote, putFile, untilUpload, upload } from "@lyceum/scripts/testing/notes";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { openAs, show } from "@lyceum/scripts/testing/signed-in";
import type { Cohort } from "@lyceum/shared/cohorts";
import type { Browser, Page } from "playwright-core";
import { ulid } from "ulid";

// Study notes in real browsers: from a file to what is read, found and cited.

jest.setTimeout(240_000);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const link = (page: Page, name: string) => page.getByRole("link", { name, exact: true });
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });
const row = (page: Page, title: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("link", { name: title, exact: true }) });
const readable = (page: Page, title: string) => row(page, title).getByText(/\d words/);
/** What has the focus. */
const focused = (page: Page) => page.locator(":focus");

const file = (name: string, content: string, mimeType = "text/markdown") => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
});

const caching = `# Prompt caching

Keep the fixed part of a prompt first. A **cached prefix** is read at a reduced price.

## When it pays

| Share that is fixed | Saving |
| --- | --- |
| Nine tenths | Large |
| A tenth | None |

- Put the passages last.
- Never put the *date* first.

See the [pricing](https://aws.amazon.com/bedrock/pricing/) and <script>alert(1)</script> nothing else.

## When it does not

A prefix that changes with every call is never read again.

\`\`\`
cachePoint: { type: "default" }, and a line that is much wider than any phone can show at once, so it scrolls
\`\`\`
`;

async function newGroup(): Promise<{ owner: Person; learner: Person; cohort: Cohort }> {
  const [owner, learner] = await Promise.all([newPerson(), newPerson()]);
  const cohort = await newCohort(owner, { name: "Night owls" });
  await takeIn(owner, cohort.id, learner);
  return { owner, learner, cohort };
}

test("an instructor adds files, and changes and deletes what became of them", async () => {
  const { owner, learner, cohort } = await newGroup();
  const page = await openAs(browser, owner, `/groups/${cohort.id}`);
  await page.getByRole("navigation", { name: "Group" }).getByRole("link", { name: "Notes" }).click();
  await page.getByText(/The group has no notes of its own yet\. Add what/).waitFor();

  // What can't become a note is refused before anything is sent.
  const chosen = page.waitForEvent("filechooser");
  await button(page, "Choose files").click();
  await (await chosen).setFiles([
    file("chapter-1.md", caching),
    file("broken.pdf", "This is no PDF.", "application/pdf"),
    file("letter.docx", "x"),
    { ...file("huge.pdf", ""), buffer: Buffer.alloc(21 * 1024 * 1024) },
  ]);
  const refusal = page.getByRole("alert").filter({ hasText: "2 files left out" });
  await refusal.getByText(/letter\.docx: this kind of file can't be read/).waitFor();
  await refusal.getByText(/huge\.pdf: it has 21\.0 MB/).waitFor();
  await heading(page, "2 files to upload").and(focused(page)).waitFor();

  const draft = page.getByRole("listitem").filter({ hasText: "chapter-1.md" });
  expect(await draft.getByLabel("Title").inputValue()).toBe("Prompt caching");
  await draft.getByLabel("Title").fill("");
  await button(page, "Upload 2 files").click();
  await draft.getByText("Say what the note is called.").waitFor();
  await draft.getByLabel("Title").fill("Caching");
  await button(page, "Say which tasks it is about: chapter-1.md").click();
  await draft
    .getByText(/tasks$/)
    .first()
    .click();
  await draft.getByRole("checkbox", { name: /^1\.1 / }).check();
  await button(page, "Upload 2 files").click();

  await readable(page, "Caching").waitFor();
  await row(page, "Caching")
    .getByText(/task 1\.1/)
    .waitFor();
  await row(page, "Broken").getByText(/PDF/).waitFor();
  await button(page, "Choose the file again: Broken").waitFor();

  // A new version, another title, and what a learner sees of it all.
  const again = page.waitForEvent("filechooser");
  await button(page, "New version: Caching").click();
  await (await again).setFiles([file("v2.md", `${caching}\n## Later\n\nOne more sentence.\n`)]);
  await row(page, "Caching")
    .getByText(/version 2/)
    .waitFor();
  await button(page, "Edit Caching").click();
  await page.getByRole("dialog").getByLabel("Title").fill("Prompt caching");
  await button(page, "Save").click();
  await readable(page, "Prompt caching").waitFor();
  const theirs = await openAs(browser, learner, `/groups/${cohort.id}/notes`);
  await readable(theirs, "Prompt caching").waitFor();
  expect(await theirs.getByText("Broken").count()).toBe(0);
  expect(await theirs.getByRole("button").count()).toBe(0);

  await button(page, "Delete Prompt caching").click();
  await page
    .getByRole("dialog")
    .getByText(/all 2 versions of the note, its files/)
    .waitFor();
  await button(page, "Delete for good").click();
  await row(page, "Prompt caching").waitFor({ state: "detached" });
  await heading(page, "The group's notes").and(focused(page)).waitFor();
  await Promise.all([page.context().close(), theirs.context().close()]);
});

test("what can't be sent is tried again, and an upload can be cancelled", async () => {
  const { owner, cohort } = await newGroup();
  const page = await openAs(browser, owner, `/groups/${cohort.id}/notes`);
  let isBroken = true;
  await page.route("**/s3/**", (route) => (isBroken ? route.abort() : route.continue()));
  const chosen = page.waitForEvent("filechooser");
  await button(page, "Choose files").click();
  await (await chosen).setFiles(["one.md", "two.md"].map((name) => file(name, "Put the passages last.\n")));
  await button(page, "Upload 2 files").click();
  await page.getByText("The file could not be sent. Check the connection and try again.").first().waitFor();
  await button(page, "Try again: Two").waitFor();
  await button(page, "Cancel Two").click();
  isBroken = false;
  await button(page, "Try again: One").click();
  await readable(page, "One").waitFor();
  await page.getByText("Two").waitFor({ state: "detached" });
  await heading(page, "On the way").waitFor({ state: "detached" });
  await page.context().close();
});

test("personal data is shown before anything is indexed, and masked where that is wanted", async () => {
  const { owner, cohort } = await newGroup();
  const page = await openAs(browser, owner, `/groups/${cohort.id}/notes`);
  const chosen = page.waitForEvent("filechooser");
  await button(page, "Choose files").click();
  const content = "# Contacts\n\nWrite to jane.doe@owls-limits.de about limits. She answers soon.\n";
  await (await chosen).setFiles([file("contacts.md", content)]);
  await button(page, "Upload 1 file").click();
  await page.getByRole("status").getByText("One upload waits for your decision").waitFor();
  await page.getByText("1 finding: E-mail address").click();
  await page.getByText(/^E-mail address: jane\.doe@owls-limits\.de/).waitFor();
  await button(page, "Mask it in Contacts").click();
  await readable(page, "Contacts").waitFor();
  await link(page, "Contacts").click();
  await page.getByText("Write to [email] about limits.").waitFor();
  expect(await page.content()).not.toContain("jane.doe");
  await page.context().close();
});

test("a citation leads to its words, in the version that it was made from", async () => {
  const { owner, learner, cohort } = await newGroup();
  const long = Array.from(
    { length: 30 },
    (_, place) => `## Section ${place}\n\n${"Some words that fill the page. ".repeat(20)}`,
  );
  const content = `${long.join("\n\n")}\n\n${caching.replace("# Prompt", "## Prompt")}`;
  const { id: noteId } = await newNote(owner, cohort.id, content);
  const { items } = await learner.client.call("GET /cohorts/{cohortId}/notes/{noteId}/parts", {
    params: { cohortId: cohort.id, noteId },
    query: { limit: 100 },
  });
  const part = items.find(({ text }) => text.includes("cached prefix"))?.ordinal;
  const next = upload(owner, { cohortId: cohort.id, noteId }, "# All new\n\nNothing is as it was.\n");
  await untilUpload(owner, await next, "ready");

  const query = new URLSearchParams({
    version: "1",
    part: String(part),
    quote: "A **cached prefix** is read at a reduced price.",
  });
  const page = await openAs(browser, learner, `/groups/${cohort.id}/notes/${noteId}?${query}`);
  const marks = page.locator("mark");
  await marks.first().waitFor();
  expect((await marks.allTextContents()).join("")).toBe("A cached prefix is read at a reduced price.");
  await focused(page).filter({ hasText: "cached prefix" }).waitFor();
  expect(await marks.first().evaluate((mark) => mark.getBoundingClientRect().top)).toBeLessThan(800);
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(1000);

  // Several sentences of a part, as an answer of the tutor cites them.
  query.append("quote", "Keep the fixed part of a prompt first.");
  await page.goto(`/groups/${cohort.id}/notes/${noteId}?${query}`);
  await marks.filter({ hasText: "Keep the fixed part" }).waitFor();
  expect(await marks.filter({ hasText: "cached prefix" }).count()).toBe(1);

  // No HTML of a note is obeyed, and links lead elsewhere without saying where from.
  expect(await page.locator("article script").count()).toBe(0);
  expect(await link(page, "pricing").getAttribute("rel")).toBe("noopener noreferrer nofollow");
  expect(await link(page, "pricing").getAttribute("target")).toBe("_blank");

  await button(page, "Read the current version").click();
  await page.getByText("Nothing is as it was.").waitFor();
  expect(await marks.count()).toBe(0);
  await page.goto(`/groups/${cohort.id}/notes/not_00000000000000000000000000`);
  await page.getByText("There is no such note. It may have been deleted.").waitFor();
  await page.context().close();
});

test("shared notes are read by domain, by members of the group and others", async () => {
  const { learner, cohort } = await newGroup();
  const page = await openAs(browser, learner, `/groups/${cohort.id}/notes`);
  await page.getByText(/The group has no notes of its own yet\. Instructors add them/).waitFor();
  await heading(page, /^1\. /).waitFor();
  const { items } = await learner.client.call("GET /exams/{examId}/notes", {
    params: { examId: cohort.examId },
  });
  const [first] = items;
  if (!first) throw new TypeError("the exam has shared notes");
  await link(page, first.title).click();
  await page.getByRole("heading", { level: 1, name: first.title }).waitFor();
  const contents = page.getByRole("navigation", { name: "Contents" });
  await contents.waitFor();
  const names = await contents.getByRole("link").allTextContents();
  expect(names.length).toBeGreaterThan(2);
  expect(names).not.toContain(first.title);
  await contents.getByRole("link").last().click();
  await page.waitForFunction(() => scrollY > 300);
  await link(page, "All shared notes").click();
  await page.getByRole("heading", { level: 1, name: /^Study notes for / }).waitFor();
  await link(page, first.title).waitFor();
  await page.context().close();
});

test("every page works at both sizes, in light and dark", async () => {
  const { owner, learner, cohort } = await newGroup();
  const { id: noteId } = await newNote(owner, cohort.id, caching);
  const personal = "# Contacts\n\nWrite to jane.doe@owls-limits.de, or call 555-010-9999 at once.\n";
  await untilUpload(owner, await upload(owner, { cohortId: cohort.id }, personal), "awaiting_consent");
  await untilUpload(owner, await upload(owner, { cohortId: cohort.id }, "\u0000\u0001"), "failed");
  await putFile(owner, { cohortId: cohort.id, noteId: `not_${ulid()}` }, caching, { title: "Half way" });
  const shared = await owner.client.call("GET /exams/{examId}/notes", { params: { examId: cohort.examId } });
  const notes = `/groups/${cohort.id}/notes`;
  const ofExam = `/exams/${cohort.examId}/notes`;
  const cited = `${notes}/${noteId}?version=1&part=0&quote=Keep+the+fixed+part+of+a+prompt+first.`;
  const problems: string[] = [];
  for (const [name, look] of Object.entries(looks)) {
    const page = await openAs(browser, owner, notes, look);
    await visit(name, page, [notes, cited, ofExam, `${ofExam}/${shared.items[0]?.id}`]);
    await page.context().close();
  }
  const page = await openAs(browser, learner, notes, looks["phone, light"]);
  await visit("a learner", page, [notes, cited]);
  await page.context().close();
  expect(problems).toEqual([]);

  async function visit(who: string, page: Page, paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      await show(page, path);
      await page.waitForLoadState("networkidle");
      for (const summary of await page.locator("main details:not([open]) > summary").all()) {
        await summary.click();
      }
      problems.push(...(await flaws(page, `${who}: ${path}`)));
    }
  }
});
