import { randomBytes } from "node:crypto";
import { beforeAll, expect, jest, test } from "@jest/globals";
import type { Pack } from "@lyceum/scripts/content/library";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person, platformUrl } from "@lyceum/scripts/testing/people";
import { takeQuiz } from "@lyceum/scripts/testing/quizzes";
import type { BoardView } from "@lyceum/shared/cohorts";
import { ulid } from "ulid";

// Boards through the API: a learner submits, and the cohort's boards follow.

jest.setTimeout(120_000);

let pack: Pack;
beforeAll(async () => {
  pack = await fullPack();
});

const me = (pseudonym: string) => ({ name: "", pseudonym, listed: true, shares: false });

/** A cohort with an owner, who is no learner, and learners who joined by one link. */
async function cohortOf(learners: number) {
  const owner = await newPerson();
  const id = `coh_${ulid()}`;
  const settings = { name: "Group", examId: pack.exam.id, examDate: null, timeZone: "Europe/Berlin" };
  await owner.client.call("POST /cohorts", { body: { id, ...settings, me: me("Owner") } });
  const inviteId = `inv_${ulid()}`;
  const secret = randomBytes(32).toString("base64url");
  await owner.client.call("POST /cohorts/{cohortId}/invites", {
    params: { cohortId: id },
    body: { id: inviteId, secret, role: "learner", days: 1, maxUses: learners },
  });
  const people = await Promise.all(Array.from({ length: learners }, () => newPerson()));
  for (const [at, person] of people.entries()) {
    await person.client.call("POST /invites/{inviteId}/accept", {
      params: { inviteId },
      body: { secret, me: me(`Learner ${at}`) },
    });
  }
  return { id, owner, people };
}

const quiz = (person: Person, count: number, right: number, seconds?: number) =>
  takeQuiz(person, pack, { count, right, seconds });

const board = (person: Person, cohortId: string, name: "mastery" | "effort" = "effort") =>
  person.client.call("GET /cohorts/{cohortId}/boards/{board}/{window}", {
    params: { cohortId, board: name, window: "week" },
  });

/** The stream's consumers work after the fact: asks until they have. */
async function boardWhen(
  person: Person,
  cohortId: string,
  done: (view: BoardView) => boolean,
  name: "mastery" | "effort" = "effort",
): Promise<BoardView> {
  for (;;) {
    const view = await board(person, cohortId, name);
    if (done(view)) return view;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test("boards follow submissions: ranks, ties, neighbours, pages; too fast answers and instructors are not on them", async () => {
  const { id, owner, people } = await cohortOf(6);
  const [first, second, third, fourth, fifth, sixth] = people;
  if (!first || !second || !third || !fourth || !fifth || !sixth) throw new TypeError("six were asked for");
  await quiz(first, 30, 30);
  await quiz(second, 20, 20);
  await quiz(third, 20, 20);
  await quiz(fourth, 10, 10);
  await quiz(owner, 30, 30);
  await quiz(sixth, 30, 30, 1);
  const few = await boardWhen(first, id, ({ members }) => members === 4);
  expect(few).toMatchObject({ state: "too_few", needed: 5, own: 10 });

  await quiz(fifth, 5, 5);
  const view = await boardWhen(fifth, id, ({ members }) => members === 5);
  expect(view).toEqual({
    state: "ranked",
    members: 5,
    top: [
      { rank: 1, pseudonym: "Learner 0", score: 10, me: false },
      { rank: 2, pseudonym: expect.stringMatching(/Learner [12]/), score: 8, me: false },
      { rank: 2, pseudonym: expect.stringMatching(/Learner [12]/), score: 8, me: false },
    ],
    around: [
      { rank: 2, pseudonym: expect.any(String), score: 8, me: false },
      { rank: 4, pseudonym: "Learner 3", score: 6, me: false },
      { rank: 5, pseudonym: "Learner 4", score: 5, me: true },
    ],
  });

  const rows: { rank: number; pseudonym: string }[] = [];
  let cursor: string | undefined;
  do {
    const page = await owner.client.call("GET /cohorts/{cohortId}/boards/{board}/{window}/rows", {
      params: { cohortId: id, board: "effort", window: "all" },
      query: { limit: 2, ...(cursor && { cursor }) },
    });
    rows.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  expect(rows.map(({ rank }) => rank)).toEqual([1, 2, 2, 4, 5]);
  expect(new Set(rows.map(({ pseudonym }) => pseudonym)).size).toBe(5);

  const mastery = await board(first, id, "mastery");
  expect(mastery).toMatchObject({ state: "too_few", members: 3, own: expect.any(Number) });
  const replies = [owner, ...people].flatMap((person) => person.replies);
  const boards = replies.filter((reply) => reply.includes('"rank"')).join();
  for (const person of [owner, ...people]) {
    const { sub } = JSON.parse(Buffer.from(person.token.split(".")[1] ?? "", "base64url").toString());
    expect(boards).not.toContain(sub);
    expect(replies.filter((reply) => reply.includes('"pseudonym"')).join()).not.toContain(person.email);
  }
});

test("a board that has not changed is answered 304; a change is seen with the same request", async () => {
  const { id, people } = await cohortOf(2);
  const [ada, bob] = people;
  if (!ada || !bob) throw new TypeError("two were asked for");
  const ask = (etag?: string, { token } = ada) =>
    fetch(`${platformUrl()}/api/cohorts/${id}/boards/effort/week`, {
      headers: { authorization: `Bearer ${token}`, ...(etag && { "if-none-match": etag }) },
    });
  const one = await ask();
  expect(one.status).toBe(200);
  const etag = one.headers.get("etag") ?? "";
  expect(one.headers.get("cache-control")).toBe("private, no-cache");
  const same = await ask(etag);
  expect([same.status, await same.text()]).toEqual([304, ""]);
  // A view is its viewer's own.
  expect((await ask(etag, bob)).status).toBe(200);
  await quiz(ada, 5, 5);
  await boardWhen(ada, id, ({ members }) => members === 1);
  const changed = await ask(etag);
  expect(changed.status).toBe(200);
  expect(changed.headers.get("etag")).not.toBe(etag);
});

test("who opts out or leaves is gone from the boards, and who opts in again is back", async () => {
  const { id, owner, people } = await cohortOf(2);
  const [ada, bob] = people;
  if (!ada || !bob) throw new TypeError("two were asked for");
  await quiz(ada, 5, 5);
  await quiz(bob, 5, 5);
  await boardWhen(owner, id, ({ members }) => members === 2);
  const choose = (listed: boolean) =>
    ada.client.call("PUT /cohorts/{cohortId}/me", {
      params: { cohortId: id },
      body: { ...me("Ada"), listed },
    });
  await choose(false);
  await boardWhen(owner, id, ({ members }) => members === 1);
  expect(await board(ada, id)).toMatchObject({ own: null });
  await choose(true);
  await boardWhen(owner, id, ({ members }) => members === 2);
  await bob.client.call("DELETE /cohorts/{cohortId}/me", { params: { cohortId: id } });
  await boardWhen(owner, id, ({ members }) => members === 1);
  await expect(board(bob, id)).rejects.toMatchObject({ code: "not_found" });
});
