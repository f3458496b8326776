import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { flaws, launchBrowser, looks, signInAs } from "@lyceum/scripts/testing/browser";
import { accept, newCohort, newInvite, takeIn } from "@lyceum/scripts/testing/cohorts";
import { newPerson, type Person, platformUrl } from "@lyceum/scripts/testing/people";
import { someResponse } from "@lyceum/scripts/testing/responses";
import { openAs, show } from "@lyceum/scripts/testing/signed-in";
import { untouched } from "@lyceum/shared/attempts";
import type { Cohort } from "@lyceum/shared/cohorts";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { ulid } from "ulid";

// What people do in a group, in real browsers; each person has one of their own.

jest.setTimeout(180_000);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function open(path: string, look: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ ...look, baseURL: platformUrl() });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(path);
  return page;
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });
const dialog = (page: Page) => page.getByRole("dialog");
/** What has the focus. */
const focused = (page: Page) => page.locator(":focus");
/** A link to one of the group's pages. */
const place = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Group" }).getByRole("link", { name });

/** Takes an exam of new questions, and answers all of them in a time that one needs. */
async function study(person: Person, examId: string, count: number): Promise<void> {
  const attempt = await person.client.call("POST /attempts", {
    body: { id: `att_${ulid()}`, examId, kind: "quiz", mode: "exam", count, only: "unseen" },
  });
  if (attempt.state !== "running") throw new TypeError("a new attempt runs");
  await Promise.all(
    attempt.items.map((item) =>
      person.client.call("PUT /attempts/{attemptId}/items/{position}", {
        params: { attemptId: attempt.id, position: String(item.position) },
        body: { ...untouched, response: someResponse(item), seconds: 60, revision: 1 },
      }),
    ),
  );
  await person.client.call("POST /attempts/{attemptId}/submit", { params: { attemptId: attempt.id } });
}

/** The code in the newest mail to an address. */
async function mailedCode(email: string): Promise<string> {
  const outbox = await fetch(`${platformUrl()}/local/outbox.json?to=${encodeURIComponent(email)}`);
  const { items } = await outbox.json();
  const code = /\d{6}/.exec(String(items[0]?.text))?.[0];
  if (!code) throw new TypeError(`no code was sent to ${email}`);
  return code;
}

/** Makes an invite on the page "Invites", and gives its link. */
async function makeLink(page: Page): Promise<string> {
  await place(page, "Invites").click();
  await button(page, "Make the link").click();
  return page.getByLabel("Invite link").inputValue();
}

test("create a group, invite, join by the link without an account, change roles, remove", async () => {
  const owner = await newPerson();
  const page = await openAs(browser, owner, "/groups");
  await page.getByText("You are in no group yet").waitFor();
  await page.getByRole("link", { name: "Create a group" }).click();
  await page.getByLabel("Name of the group").fill("Night owls");
  await page.getByLabel("Exam date").fill("2099-12-31");
  await page.getByLabel("Time zone").fill("new york");
  await page.getByLabel("Your name").fill("Ada");
  expect(await page.getByLabel("Time zone").inputValue()).toBe("America/New_York");
  expect(await page.getByLabel("Your pseudonym").inputValue()).not.toBe("");
  await button(page, "Create the group").click();
  await heading(page, /^Night owls/).waitFor();
  await page.getByText("Only you so far").waitFor();
  const link = await makeLink(page);
  expect(link).toMatch(/\/join\/inv_\w{26}#[\w-]{43}$/);
  // Shown once: it is nowhere on the page any more.
  await page.reload();
  await page.getByText("0 of 20 used").waitFor();
  expect(await page.content()).not.toContain(link.split("#")[1]);

  const email = `${ulid().toLowerCase()}@test.example`;
  const guest = await open(link.slice(platformUrl().length));
  await heading(guest, "You are invited").waitFor();
  await guest.getByRole("link", { name: "I have one: sign in" }).click();
  // By way of the other page, as people do who find out that they have no account.
  await guest.getByRole("link", { name: "Create an account" }).click();
  // Both pages have a field for the address.
  await heading(guest, "Create an account").waitFor();
  await guest.getByLabel("E-mail address").fill(email);
  await guest.getByLabel("New password", { exact: true }).fill("A rather long pass phrase 7!");
  await button(guest, "Create the account").click();
  await guest.getByLabel("Code").waitFor();
  await guest.getByLabel("Code").fill(await mailedCode(email));
  await button(guest, "Confirm").click();
  await heading(guest, "Join Night owls").waitFor();
  await guest.getByLabel("Your pseudonym").fill("Curious Otter");
  await guest.getByLabel("Your name").fill("Grace");
  await button(guest, "Join the group").click();
  await heading(guest, /^Night owls/).waitFor();
  await guest.getByText("2 members").waitFor();
  expect(await place(guest, "Members").count()).toBe(0);

  await place(page, "Members").click();
  await page.getByText(/Curious Otter · Learner/).waitFor();
  expect(await page.content()).not.toContain(email);
  await button(page, "Change role of Grace").click();
  await dialog(page)
    .getByRole("radio", { name: /^Instructor/ })
    .check({ force: true });
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await page.getByText("Grace is an instructor now.").waitFor();
  await heading(page, "Members").and(focused(page)).waitFor();
  await guest.reload();
  await place(guest, "Members").click();
  await guest.getByText(/^Ada/).first().waitFor();
  expect(await guest.getByRole("button", { name: /^(Change role|Remove)/ }).count()).toBe(0);

  await button(page, "Remove Grace").click();
  await dialog(page).waitFor();
  await page.keyboard.press("Escape");
  await button(page, "Remove Grace").and(focused(page)).waitFor();
  await button(page, "Remove Grace").click();
  await dialog(page)
    .getByText(/Only a new invite lets them in again/)
    .waitFor();
  await dialog(page).getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByText("Grace is not a member any more.").waitFor();
  await guest.reload();
  await heading(guest, "No such group").waitFor();

  await place(page, "Log").click();
  await page.getByText("Ada removed Grace.").waitFor();
  await page.getByText("Ada changed the role of Grace: from a learner to an instructor.").waitFor();
  await Promise.all([page.context().close(), guest.context().close()]);
});

test("a link survives signing in; one that is revoked says so; a member goes straight to the group", async () => {
  const [owner, member, late] = await Promise.all([newPerson(), newPerson(), newPerson()]);
  const cohort = await newCohort(owner, { name: "Night owls" });
  const page = await openAs(browser, owner, `/groups/${cohort.id}/invites`);
  const link = await makeLink(page);
  const path = link.slice(platformUrl().length);

  const guest = await open(path);
  await guest.getByRole("link", { name: "I have one: sign in" }).click();
  // The secret waits in the tab: it is not in the address, which a reload would send to the server.
  expect(guest.url()).not.toContain(link.split("#")[1]);
  await guest.reload();
  await signInAs(guest, member);
  await button(guest, "Join the group").click();
  await heading(guest, /^Night owls/).waitFor();
  await guest.goto("/groups");
  await guest.goto(path);
  await heading(guest, /^Night owls/).waitFor();

  await button(page, /^Revoke/).click();
  await dialog(page).getByRole("button", { name: "Revoke", exact: true }).click();
  await page.getByText("Revoked", { exact: true }).waitFor();
  await heading(page, "Invites so far").and(focused(page)).waitFor();
  const latecomer = await openAs(browser, late, path);
  await heading(latecomer, "This invite doesn't work").waitFor();
  await latecomer.getByText(/revoked/).waitFor();
  const cut = await open(path.slice(0, -5));
  await cut.getByText(/not complete/).waitFor();
  await Promise.all([page, guest, latecomer, cut].map((one) => one.context().close()));
});

/** A group with learners who have studied, the first of them most. */
async function groupOf(learners: number): Promise<{ cohort: Cohort; owner: Person; people: Person[] }> {
  const owner = await newPerson();
  const cohort = await newCohort(owner, { name: "Night owls" });
  const invite = await newInvite(owner, cohort.id, { maxUses: learners });
  const people = await Promise.all(Array.from({ length: learners }, () => newPerson()));
  for (const [place, person] of people.entries()) {
    await accept(person, invite, { name: `Learner ${place}`, pseudonym: `Owl ${place}` });
    await study(person, cohort.examId, 5 * (learners - place));
  }
  return { cohort, owner, people };
}

test("a board moves while one looks on; who opts out is gone from it, and who leaves is too", async () => {
  const { cohort, people } = await groupOf(6);
  const [first, second, , , , last] = people;
  if (!first || !second || !last) throw new TypeError("six were asked for");
  const page = await openAs(browser, second, `/groups/${cohort.id}?board=effort`);
  const rows = page.getByRole("row");
  await page.getByText("rank 2 of 6").waitFor();
  expect(await rows.filter({ hasText: "You" }).textContent()).toContain("Owl 1");

  // Tabs by keyboard, and in the address.
  await page.getByRole("tab", { name: "Effort" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tab", { name: "Improvement", selected: true }).waitFor();
  await page.waitForURL(/board=improvement/);
  await page.keyboard.press("ArrowLeft");
  await page.getByRole("tab", { name: "Effort", selected: true }).waitFor();
  await page.getByRole("radio", { name: "All time" }).check({ force: true });
  await page.waitForURL(/board=effort&window=all/);
  await page.getByText("rank 2 of 6").waitFor();

  // Up to 30 answers of a day count, so the best one can't be passed by less.
  const other = await openAs(browser, first, `/groups/${cohort.id}/me`);
  await other.getByLabel("Show me on the boards").uncheck();
  await button(other, "Save").click();
  await other.getByText(/^Saved/).waitFor();
  await page.getByText("You have moved up to rank 1 of 5.").waitFor();
  await place(other, "Boards").click();
  await other.getByText("You are not on the boards, because you chose so.").waitFor();

  await study(last, cohort.examId, 25);
  await page.getByText("You have moved down to rank 2 of 5.").waitFor();
  await rows.nth(1).getByText("Owl 5").waitFor();
  await page.getByRole("link", { name: /^The whole board/ }).click();
  await heading(page, "Effort: the whole board").waitFor();
  await rows.nth(5).waitFor();
  expect(await rows.count()).toBe(6);

  await place(page, "My place").click();
  await button(page, "Leave the group").click();
  await dialog(page)
    .getByText(/results stay yours/)
    .waitFor();
  await dialog(page).getByRole("button", { name: "Leave", exact: true }).click();
  await page.getByText("You are in no group yet").waitFor();
  await other.getByText("Ranks show from 5 people on").waitFor();
  await Promise.all([page.context().close(), other.context().close()]);
});

test("an owner hands the group over, archives it, restores it and deletes it", async () => {
  const [owner, heir] = await Promise.all([newPerson(), newPerson()]);
  const cohort = await newCohort(owner, { name: "Night owls" });
  await takeIn(owner, cohort.id, heir);
  const page = await openAs(browser, owner, `/groups/${cohort.id}/me`);
  await button(page, "Leave the group").click();
  await dialog(page).getByRole("button", { name: "Leave", exact: true }).click();
  await dialog(page).getByRole("alert").waitFor();
  await dialog(page).getByRole("button", { name: "Cancel" }).click();

  await place(page, "Settings").click();
  await page.getByLabel("Name of the group").fill("Day larks");
  await button(page, "Save").click();
  await heading(page, /^Day larks/).waitFor();
  await button(page, "Archive the group").click();
  await dialog(page).getByRole("button", { name: "Archive", exact: true }).click();
  await page.getByText(/This group is archived/).waitFor();
  await heading(page, "Restore").and(focused(page)).waitFor();
  await button(page, "Restore the group").click();
  await page.getByText(/This group is archived/).waitFor({ state: "hidden" });

  await button(page, "Delete the group").click();
  const remove = dialog(page).getByRole("button", { name: "Delete for good" });
  await dialog(page).getByRole("textbox").fill("day larks");
  await remove.click();
  await dialog(page).getByText("This is not the group's name.").waitFor();
  await dialog(page).getByRole("textbox").fill("Day larks");
  await remove.click();
  await page.getByText("You are in no group yet").waitFor();
  const theirs = await openAs(browser, heir, `/groups/${cohort.id}`);
  await heading(theirs, "No such group").waitFor();
  await Promise.all([page.context().close(), theirs.context().close()]);
});

test("who leaves or deletes a group, loses the answer and does it again, is out of it", async () => {
  const [owner, member] = await Promise.all([newPerson(), newPerson()]);
  const cohort = await newCohort(owner, { name: "Night owls" });
  await takeIn(owner, cohort.id, member);
  for (const [person, path, act, confirm] of [
    [member, "me", "Leave the group", "Leave"],
    [owner, "settings", "Delete the group", "Delete for good"],
  ] as const) {
    const page = await openAs(browser, person, `/groups/${cohort.id}/${path}`);
    await button(page, act).click();
    if (person === owner) await dialog(page).getByRole("textbox").fill("Night owls");
    let lost = false;
    await page.route(/\/api\/cohorts\/coh_/, async (route) => {
      if (lost || route.request().method() !== "DELETE") return route.fallback();
      lost = true;
      await route.fetch();
      await route.abort();
    });
    await dialog(page).getByRole("button", { name: confirm, exact: true }).click();
    await dialog(page).getByRole("alert").waitFor();
    await dialog(page).getByRole("button", { name: confirm, exact: true }).click();
    await page.getByText("You are in no group yet").waitFor();
    await page.context().close();
  }
});

/** Where each kind of person goes; `undefined` is a visitor. */
let visits: [Person | undefined, string[]][];
beforeAll(async () => {
  const { cohort, owner, people } = await groupOf(6);
  const group = `/groups/${cohort.id}`;
  const { inviteId, secret } = await newInvite(owner, cohort.id, { role: "instructor" });
  const join = `/join/${inviteId}#${secret}`;
  visits = [
    [undefined, [join]],
    [await newPerson(), ["/groups", "/groups/new", group, join]],
    [people[0], ["/groups", group, `${group}?board=effort`, `${group}/board?board=effort`, `${group}/me`]],
    [owner, [`${group}/members`, `${group}/invites`, `${group}/log`, `${group}/settings`]],
  ];
});

test.each(Object.entries(looks))(
  "every page, %s: nothing serious for axe, nothing too wide",
  async (_, look) => {
    const problems: string[] = [];
    for (const [person, paths] of visits) {
      const page = person ? await openAs(browser, person, "/groups", look) : await open("/", look);
      for (const path of paths) {
        // A page that differs by its fragment alone would not be loaded anew.
        await page.goto("about:blank");
        await show(page, path);
        problems.push(...(await flaws(page, path)));
      }
      await page.context().close();
    }
    expect(problems).toEqual([]);
  },
);
