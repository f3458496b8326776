import { beforeAll, expect, jest, test } from "@jest/globals";
import { loadPacks } from "@lyceum/scripts/content/library";
import { submit } from "@lyceum/scripts/testing/attempts";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person, rawCall } from "@lyceum/scripts/testing/people";
import { someResponse } from "@lyceum/scripts/testing/responses";
import {
  type Attempt,
  mostItems,
  type RunningAttempt,
  type RunningItem,
  untouched,
} from "@lyceum/shared/attempts";
import type { Input } from "@lyceum/shared/contract/client";
import { namedOptions } from "@lyceum/shared/questions";
import { ulid } from "ulid";

jest.setTimeout(60_000);

let ada: Person;
let examId: string;

beforeAll(async () => {
  ada = await newPerson();
  examId = (await fullPack()).exam.id;
});

type Quiz = Extract<Input<"POST /attempts">["body"], { kind: "quiz" }>;

async function start(person: Person, options: Partial<Quiz> = {}): Promise<RunningAttempt> {
  const body = {
    id: `att_${ulid()}`,
    examId,
    kind: "quiz",
    mode: "exam",
    count: 10,
    ...options,
  } satisfies Quiz;
  const attempt = await person.client.call("POST /attempts", { body });
  return assertRunning(attempt);
}

function assertRunning(attempt: Attempt): RunningAttempt {
  if (attempt.state !== "running") throw new TypeError(`the attempt is ${attempt.state}`);
  return attempt;
}

const at = (attemptId: string, position: number) => ({ attemptId, position: String(position) });

function respond(person: Person, attemptId: string, item: RunningItem, revision = 1) {
  return person.client.call("PUT /attempts/{attemptId}/items/{position}", {
    params: at(attemptId, item.position),
    body: { ...untouched, response: someResponse(item), revision },
  });
}

test("a quiz: start, answer, go on elsewhere, submit, review", async () => {
  const attempt = await start(ada);
  expect(attempt.items.map((item) => item.position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(new Set(attempt.items.map((item) => item.questionId)).size).toBe(10);
  for (const item of attempt.items.slice(0, 9)) await respond(ada, attempt.id, item);

  const elsewhere = await ada.client.call("GET /attempts/{attemptId}", { params: { attemptId: attempt.id } });
  const { items } = assertRunning(elsewhere);
  expect(items.map((item) => item.item)).toEqual(attempt.items.map((item) => item.item));
  const responses = items.map((item) => item.saved?.response);
  expect(responses).toEqual([...attempt.items.slice(0, 9).map(someResponse), undefined]);

  const submitted = await submit(ada, attempt.id);
  expect(submitted.result).toMatchObject({ total: 10, answered: 9 });
  expect(submitted.result.correct).toBe(submitted.items.filter((item) => item.review.correct).length);
  expect(submitted.result.byDomain.reduce((sum, domain) => sum + domain.total, 0)).toBe(10);
  for (const item of submitted.items) {
    expect(Object.keys(item.review.rationales).sort()).toEqual(item.item.options.map((option) => option.id));
    expect(item.item.options.map((option) => option.id)).toEqual(
      expect.arrayContaining(namedOptions(item.review.key)),
    );
  }
  expect(await ada.client.call("GET /attempts/{attemptId}", { params: { attemptId: attempt.id } })).toEqual(
    submitted,
  );
});

test("every reply of a running quiz is without keys and rationales, in its raw bytes", async () => {
  const bob = await newPerson();
  // Nearly all that there is, so that no type is missing by chance.
  const attempt = await start(bob, { count: mostItems });
  expect(new Set(attempt.items.map(({ item }) => item.type)).size).toBe(4);
  for (const item of attempt.items) await respond(bob, attempt.id, item);
  await bob.client.call("GET /attempts/{attemptId}", { params: { attemptId: attempt.id } });
  await bob.client.call("GET /attempts");

  const bytes = bob.replies.join("\n");
  expect(bytes).toContain(attempt.items[0]?.item.options[0]?.text.slice(0, 20));
  expect(bytes).not.toMatch(
    /"(?:key|rationales?|decidedBy|references|correct|review|result|scored|difficulty|angoff|constraints)"/,
  );
  for (const { questions } of await loadPacks()) {
    for (const { item } of questions) {
      const secrets = [
        item.decidedBy,
        ...item.options.map((option) => option.rationale),
        ...item.references.map(({ url }) => url),
      ];
      for (const secret of secrets) expect(bytes).not.toContain(JSON.stringify(secret).slice(1, -1));
    }
  }
});

test("practice mode shows the review of a checked item alone, and what is checked is settled", async () => {
  const attempt = await start(ada, { mode: "practice", count: 3 });
  const [first, second] = attempt.items;
  if (!first || !second) throw new TypeError("three items were asked for");
  const check = () =>
    ada.client.call("POST /attempts/{attemptId}/items/{position}/check", {
      params: at(attempt.id, 1),
      body: { ...untouched, response: someResponse(first) },
    });
  const checked = await check();
  expect(await check()).toEqual(checked);
  await expect(respond(ada, attempt.id, first, 5)).rejects.toMatchObject({ code: "conflict" });

  const now = await ada.client.call("GET /attempts/{attemptId}", { params: { attemptId: attempt.id } });
  const reviews = now.state === "running" ? now.items.map((item) => item.review) : [];
  expect(reviews).toEqual([checked.review, undefined, undefined]);
});

test("in exam mode nothing can be checked", async () => {
  const attempt = await start(ada, { count: 1 });
  const [item] = attempt.items;
  if (!item) throw new TypeError("one item was asked for");
  await expect(
    ada.client.call("POST /attempts/{attemptId}/items/{position}/check", {
      params: at(attempt.id, 1),
      body: { ...untouched, response: someResponse(item) },
    }),
  ).rejects.toMatchObject({ code: "conflict" });
  expect(ada.replies.at(-1)).not.toMatch(/rationale|"key"/);
});

test("however often and at the same time it is submitted, it is scored once", async () => {
  const attempt = await start(ada, { count: 5 });
  for (const item of attempt.items) await respond(ada, attempt.id, item);
  const results = await Promise.all(Array.from({ length: 8 }, () => submit(ada, attempt.id)));
  results.push(await submit(ada, attempt.id));
  for (const result of results) expect(result).toEqual(results[0]);
});

test("an answer is either saved and scored, or refused, however it races with submitting", async () => {
  const attempt = await start(ada, { count: 8 });
  const submitting = submit(ada, attempt.id);
  const saves = await Promise.allSettled(attempt.items.map((item) => respond(ada, attempt.id, item)));
  await submitting;
  const final = await ada.client.call("GET /attempts/{attemptId}", { params: { attemptId: attempt.id } });
  for (const [index, save] of saves.entries()) {
    const item = final.state === "submitted" ? final.items[index] : undefined;
    const scored = item && item.session.response !== null;
    if (save.status === "rejected") expect(save.reason).toMatchObject({ code: "attempt_closed" });
    expect(scored).toBe(save.status === "fulfilled");
  }
});

test("a start that is sent again is the same quiz; an id used for another is refused", async () => {
  const id = `att_${ulid()}`;
  const [one, two] = await Promise.all([start(ada, { id, count: 2 }), start(ada, { id, count: 2 })]);
  expect(two).toEqual({ ...one, now: two.now });
  await expect(start(ada, { id, count: 3 })).rejects.toMatchObject({ code: "conflict" });
});

test("a save that is sent again succeeds; one that was overtaken is refused and changes nothing", async () => {
  const attempt = await start(ada, { count: 1 });
  const [item] = attempt.items;
  if (!item) throw new TypeError("one item was asked for");
  const saved = await respond(ada, attempt.id, item, 2);
  expect(await respond(ada, attempt.id, item, 2)).toEqual({ ...saved, now: expect.any(String) });
  const stale = ada.client.call("PUT /attempts/{attemptId}/items/{position}", {
    params: at(attempt.id, 1),
    body: { ...untouched, revision: 1 },
  });
  await expect(stale).rejects.toMatchObject({ code: "conflict" });
  const now = await ada.client.call("GET /attempts/{attemptId}", { params: { attemptId: attempt.id } });
  expect(now.state === "running" && now.items[0]?.saved).toMatchObject({
    revision: saved.revision,
    savedAt: saved.savedAt,
  });
});

test("another person's attempt is not there, for anything", async () => {
  const eve = await newPerson();
  const attempt = await start(ada, { count: 1 });
  const [item] = attempt.items;
  if (!item) throw new TypeError("one item was asked for");
  const path = `/attempts/${attempt.id}`;
  const response = JSON.stringify({ ...untouched, response: someResponse(item), revision: 9 });
  for (const [method, target, body] of [
    ["GET", path],
    ["DELETE", path],
    ["POST", `${path}/submit`],
    ["PUT", `${path}/items/1`, response],
    ["POST", `${path}/items/1/check`, response],
  ] as const) {
    const reply = await rawCall(target, { method, token: eve.token, ...(body && { body }) });
    expect([method, target, reply.status, reply.body.code]).toEqual([method, target, 404, "not_found"]);
  }
  const now = await ada.client.call("GET /attempts/{attemptId}", { params: { attemptId: attempt.id } });
  expect(now).toEqual({ ...attempt, now: expect.any(String) });
});

test("a discarded quiz is gone; a submitted one can't be discarded", async () => {
  const attempt = await start(ada, { count: 1 });
  const params = { attemptId: attempt.id };
  await ada.client.call("DELETE /attempts/{attemptId}", { params });
  await ada.client.call("DELETE /attempts/{attemptId}", { params });
  await expect(ada.client.call("GET /attempts/{attemptId}", { params })).rejects.toMatchObject({
    code: "not_found",
  });

  const other = { attemptId: (await start(ada, { count: 1 })).id };
  await submit(ada, other.attemptId);
  await expect(ada.client.call("DELETE /attempts/{attemptId}", { params: other })).rejects.toMatchObject({
    code: "attempt_closed",
  });
});

test("the list has pages, newest first, and each attempt once", async () => {
  const carl = await newPerson();
  const started: string[] = [];
  for (let count = 1; count <= 5; count++) started.push((await start(carl, { count })).id);
  const listed: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await carl.client.call("GET /attempts", { query: { limit: 2, ...(cursor && { cursor }) } });
    listed.push(...page.items.map((attempt) => attempt.id));
    cursor = page.cursor;
  } while (cursor);
  expect(listed).toEqual(started.toReversed());
});

/** Takes half of the bank in a way, and then asks until quizzes bring nothing of it. */
async function expectSeen(end: (person: Person, attempt: RunningAttempt) => Promise<void>): Promise<void> {
  const dora = await newPerson();
  const packs = await loadPacks();
  const total = packs.find((pack) => pack.exam.id === examId)?.questions.length ?? 0;
  const first = await start(dora, { mode: "practice", count: Math.floor(total / 2) });
  const seen = new Set(first.items.map((item) => item.questionId));
  await end(dora, first);

  // The stream's consumer works after the fact: ask until it has, as a learner's next quiz would come later.
  const isNew = async () => {
    const next = await start(dora, { count: 1 });
    await dora.client.call("DELETE /attempts/{attemptId}", { params: { attemptId: next.id } });
    return next.items.every((item) => !seen.has(item.questionId));
  };
  for (let inARow = 0; inARow < 12; ) inARow = (await isNew()) ? inARow + 1 : 0;
}

test("what was submitted is known as seen, so that the next quiz brings something new", async () => {
  await expectSeen(async (person, { id, items }) => {
    for (const item of items) await respond(person, id, item);
    await submit(person, id);
  });
});

test("what was checked is known as seen, even if the quiz is discarded", async () => {
  await expectSeen(async (person, { id, items }) => {
    for (const item of items) {
      await person.client.call("POST /attempts/{attemptId}/items/{position}/check", {
        params: at(id, item.position),
        body: { ...untouched, response: someResponse(item) },
      });
    }
    await person.client.call("DELETE /attempts/{attemptId}", { params: { attemptId: id } });
  });
});

test("discarded quizzes leave no gaps in the pages of the list", async () => {
  const emil = await newPerson();
  const kept = await start(emil, { count: 1 });
  for (let made = 0; made < 5; made++) {
    const { id } = await start(emil, { count: 1 });
    await emil.client.call("DELETE /attempts/{attemptId}", { params: { attemptId: id } });
  }
  const { items } = await emil.client.call("GET /attempts", { query: { limit: 2 } });
  expect(items.map((attempt) => attempt.id)).toEqual([kept.id]);
});
