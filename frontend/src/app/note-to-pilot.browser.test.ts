import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { submit } from "@lyceum/scripts/testing/attempts";
import { launchBrowser } from "@lyceum/scripts/testing/browser";
import { newCohort, takeIn } from "@lyceum/scripts/testing/cohorts";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { openAs } from "@lyceum/scripts/testing/signed-in";
import type { Browser, Page } from "playwright-core";
import { ulid } from "ulid";

// The whole way of a question: from a note that somebody uploads to a pilot in the mock of somebody else of the group.

jest.setTimeout(300_000);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** About something that is in no other note, so that its questions can be told from all others. */
const note = `# The Quillon gateway

The Quillon gateway is a proxy that keeps one queue for each tenant. A tenant is a group of users who share one budget.

## Limits

A burst allowance is a number of requests that a tenant may send at once before the queue begins. The drain rate is the number of requests that leave a queue in each second. The Quillon gateway rejects a request with the code 429 when the queue of its tenant is full.

## Operation

The health monitor is a process that removes a model endpoint after three failures. A standby endpoint is a second model that answers while the first one is removed. The audit ledger is a table that keeps one row for each request and never its text.
`;

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const inDialog = (page: Page, name: string) =>
  page.getByRole("dialog").getByRole("button", { name, exact: true });

test("a note becomes a question that nobody meets before it is approved, and that then does not count", async () => {
  const [olga, ada, lea, stranger] = await Promise.all([newPerson(), newPerson(), newPerson(), newPerson()]);
  const cohort = await newCohort(olga, { name: "Night owls" });
  await takeIn(olga, cohort.id, ada, "instructor");
  await takeIn(olga, cohort.id, lea);
  const page = await openAs(browser, olga, `/groups/${cohort.id}/notes`);
  const chosen = page.waitForEvent("filechooser");
  await button(page, "Choose files").click();
  await (await chosen).setFiles([
    { name: "quillon.md", mimeType: "text/markdown", buffer: Buffer.from(note) },
  ]);
  await page.getByRole("button", { name: /^Upload/ }).click();
  await page
    .getByRole("listitem")
    .filter({ has: page.getByRole("link", { name: /quillon/i }) })
    .getByText(/\d words/)
    .waitFor();

  const { items: notes } = await olga.client.call("GET /cohorts/{cohortId}/notes", {
    params: { cohortId: cohort.id },
  });
  await page.getByRole("navigation", { name: "Group" }).getByRole("link", { name: "New questions" }).click();
  await page.getByLabel("How many questions").fill("2");
  await page.getByText("Only what you choose").click();
  await page.getByRole("checkbox", { name: new RegExp(notes[0]?.title ?? "") }).check();
  await button(page, "Have them written").click();
  await page.getByText("Done", { exact: true }).waitFor({ timeout: 180_000 });
  const written = page.getByRole("region", { name: "Questions" }).getByRole("listitem");
  await written.filter({ hasText: "In review" }).first().getByRole("link").first().click();

  // In review, nobody is given it.
  await button(page, "Approve").waitFor();
  const questionId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  expect(await idsOfMock(lea, cohort.examId)).not.toContain(questionId);

  await approve(page);
  await page.getByText("Your approval is counted: 1 of 2 approved.").waitFor();
  expect(await idsOfMock(lea, cohort.examId)).not.toContain(questionId);
  await page.getByRole("link", { name: "Back to the queue" }).click();
  const desk = await openAs(browser, ada, `/groups/${cohort.id}/review/${questionId}`);
  await approve(desk);
  await desk.getByText("It is in the group's bank: pilot, unscored, version 1.").waitFor();

  const mock = await begun(lea, cohort.examId);
  expect(mock.items.map((one) => one.questionId)).toContain(questionId);
  const result = await submit(lea, mock.id);
  const item = result.items.find((one) => one.questionId === questionId);
  expect(item).toMatchObject({ scored: false });
  expect(item?.review.citations?.[0]).toMatchObject({ cohortId: cohort.id });
  expect(await idsOfMock(stranger, cohort.examId)).not.toContain(questionId);
  await Promise.all([page.context().close(), desk.context().close()]);
});

async function approve(page: Page): Promise<void> {
  await button(page, "Approve").click();
  await page.getByRole("dialog").getByLabel("Of 100 who just pass, get it right").fill("70");
  await inDialog(page, "Approve").click();
}

async function begun({ client }: Person, examId: string) {
  const body = { id: `att_${ulid()}`, examId, kind: "mock" as const };
  const mock = await client.call("POST /attempts", { body });
  if (mock.state !== "running") throw new TypeError("a new attempt runs");
  return mock;
}

/** The questions of a mock that somebody begins and discards. */
async function idsOfMock(person: Person, examId: string): Promise<string[]> {
  const { id, items } = await begun(person, examId);
  await person.client.call("DELETE /attempts/{attemptId}", { params: { attemptId: id } });
  return items.map(({ questionId }) => questionId);
}
