import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { flaws, launchBrowser, looks } from "@lyceum/scripts/testing/browser";
import { newCohort } from "@lyceum/scripts/testing/cohorts";
import { newPerson, type Person, platformUrl } from "@lyceum/scripts/testing/people";
import { openAs } from "@lyceum/scripts/testing/signed-in";
import type { Cohort } from "@lyceum/shared/cohorts";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { ulid } from "ulid";

// Invites by e-mail, from the form to the group that their link leads into.

jest.setTimeout(120_000);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** A new group's page of invites, where a link has just been made. */
async function withLink(owner: Person, cohort: Cohort, look?: BrowserContextOptions): Promise<Page> {
  const page = await openAs(browser, owner, `/groups/${cohort.id}/invites`, look);
  await button(page, "Make the link").click();
  await addresses(page).waitFor();
  return page;
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const addresses = (page: Page) => page.getByLabel("E-mail addresses");
const somebody = () => `${ulid().toLowerCase()}@test.example`;

async function outboxOf(to: string): Promise<{ text: string }[]> {
  const response = await fetch(`${platformUrl()}/local/outbox.json?to=${encodeURIComponent(to)}`);
  return (await response.json()).items;
}

test("an invite is sent to several, and its link leads into the group", async () => {
  const [owner, guest] = await Promise.all([newPerson(), newPerson()]);
  const cohort = await newCohort(owner, { name: "Night owls" });
  const page = await withLink(owner, cohort);
  const [first, second] = [somebody(), somebody()];

  await addresses(page).fill(`${first}, nobody`);
  await button(page, "Send").click();
  await page.getByText("nobody is not an e-mail address.").waitFor();
  expect(await outboxOf(first)).toEqual([]);

  await addresses(page).fill(`Guest <${first}>\n${second}`);
  await button(page, "Send").click();
  await page.getByText(`Sent to ${first}, ${second}.`).waitFor();
  expect(await addresses(page).inputValue()).toBe("");
  // Whoever has it already isn't sent it again.
  await addresses(page).fill(first);
  await button(page, "Send").click();
  await page.getByText(`Sent to ${second}, ${first}.`).waitFor();
  const [mail, ...others] = await outboxOf(first);
  expect(others).toEqual([]);
  expect(await outboxOf(second)).toHaveLength(1);

  const link = /^https?:\S+$/m.exec(mail?.text ?? "")?.[0] ?? "";
  expect(link).toBe(await page.getByLabel("Invite link").inputValue());
  const theirs = await openAs(browser, guest, link);
  await theirs.getByRole("heading", { name: "Join Night owls" }).waitFor();
  await button(theirs, "Join the group").click();
  await theirs.getByRole("heading", { name: /^Night owls/ }).waitFor();

  await page.getByRole("navigation", { name: "Group" }).getByRole("link", { name: "Log" }).click();
  await page
    .getByText(/ sent an invite for a learner by e-mail\.$/)
    .first()
    .waitFor();
  expect(await page.getByText(/ by e-mail\.$/).count()).toBe(2);
  expect(await page.content()).not.toContain(first);
  await Promise.all([page.context().close(), theirs.context().close()]);
});

test("what could not be sent says why, and can be tried again", async () => {
  const owner = await newPerson();
  const cohort = await newCohort(owner);
  const page = await withLink(owner, cohort);
  const setState = (state: Cohort["state"]) =>
    owner.client.call("PUT /cohorts/{cohortId}/state", { params: { cohortId: cohort.id }, body: { state } });
  const [first, second] = [somebody(), somebody()];

  // Meanwhile, in another tab.
  await setState("archived");
  await addresses(page).fill(`${first} ${second}`);
  await button(page, "Send").click();
  const problem = page.getByRole("alert").filter({ hasText: "Not sent to 2 addresses." });
  await problem.getByText(`${first}, ${second}: This group is archived`).waitFor();
  expect(await outboxOf(first)).toEqual([]);
  await setState("active");
  await button(page, "Try again").click();
  await page.getByText(`Sent to ${first}, ${second}.`).waitFor();
  expect(await problem.count()).toBe(0);
  expect(await outboxOf(second)).toHaveLength(1);
  await page.context().close();
});

test.each(Object.entries(looks))(
  "the form, %s: nothing serious for axe, nothing too wide",
  async (_, look) => {
    const owner = await newPerson();
    const page = await withLink(owner, await newCohort(owner), look);
    await addresses(page).fill(`${"a".repeat(60)}@${"b".repeat(60)}.example, nobody`);
    await button(page, "Send").click();
    await page.getByText(/nobody is not an e-mail address/).waitFor();
    expect(await flaws(page)).toEqual([]);
    await addresses(page).fill(somebody());
    await button(page, "Send").click();
    await page.getByText(/^Sent to/).waitFor();
    expect(await flaws(page)).toEqual([]);
    await page.context().close();
  },
);
