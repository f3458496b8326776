import { expect, test } from "@jest/globals";
import type { Attempt, RunningItem } from "@lyceum/shared/attempts";
import { ClientError } from "@lyceum/shared/contract/client";
import type { Response } from "@lyceum/shared/questions";
import { type AnswerServer, createAnswerStore } from "./answer-store.ts";

const choose = (choice: string): Response => ({ type: "multiple_choice", choice });
const savedAt = "2026-01-01T00:00:00.000Z";

const items: RunningItem[] = [1, 2].map((position) => ({
  position,
  questionId: "que_01HZZZZZZZZZZZZZZZZZZZZZZZ",
  item: { type: "multiple_choice", stem: "?", options: [] },
}));

const running = (responses: Record<number, { response: Response; revision: number }>): Attempt => ({
  state: "running",
  id: "att_01HZZZZZZZZZZZZZZZZZZZZZZZ",
  examId: "demo",
  mode: "practice",
  scope: [],
  startedAt: savedAt,
  count: items.length,
  items: items.map((item) => {
    const saved = responses[item.position];
    return saved ? { ...item, saved: { ...saved, savedAt } } : item;
  }),
});

/** Saves answer in the order of the given outcomes: an error is thrown, anything else means success. */
function fakeServer(outcomes: (ClientError | undefined)[] = [], attempt: Attempt = running({})) {
  const requests: string[] = [];
  const server: AnswerServer = {
    async save(position, { response, revision }) {
      requests.push(`${position}:${JSON.stringify(response)}@${revision}`);
      const outcome = outcomes.shift();
      if (outcome) throw outcome;
      return { response, revision, savedAt };
    },
    async check(_, response) {
      return {
        response,
        review: { correct: true, key: response, rationales: {}, decidedBy: "", references: [] },
      };
    },
    reload: async () => attempt,
  };
  return { server, requests };
}

/** Pauses that end when the test says so. */
function clock() {
  const waiting: { run: () => void; pause: number }[] = [];
  return {
    waiting,
    schedule(run: () => void, pause: number) {
      const entry = { run, pause };
      waiting.push(entry);
      return () => void waiting.splice(waiting.indexOf(entry), 1);
    },
    next: () => waiting.shift()?.run(),
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const network = () => new ClientError("network", "no answer");

test("responses given while a request is under way follow it, the last one only", async () => {
  const { server, requests } = fakeServer();
  const store = createAnswerStore(items, server);
  store.give(1, choose("a"));
  store.give(1, choose("b"));
  store.give(1, choose("c"));
  expect(await store.settled()).toBe(true);
  expect(requests).toEqual([
    '1:{"type":"multiple_choice","choice":"a"}@1',
    '1:{"type":"multiple_choice","choice":"c"}@2',
  ]);
});

test("without an answer the same request goes again, with growing pauses; other items don't wait", async () => {
  const { server, requests } = fakeServer([network(), undefined, network()]);
  const time = clock();
  const store = createAnswerStore(items, server, time.schedule);
  store.give(1, choose("a"));
  store.give(2, choose("b"));
  await settle();
  expect(requests).toHaveLength(2);
  expect(time.waiting.map(({ pause }) => pause)).toEqual([1_000]);
  time.next();
  await settle();
  expect(time.waiting.map(({ pause }) => pause)).toEqual([2_000]);
  time.next();
  expect(await store.settled()).toBe(true);
  expect(new Set(requests.filter((request) => request.startsWith("1:"))).size).toBe(1);
});

test("the server can be asked again at once", async () => {
  const { server } = fakeServer([network()]);
  const time = clock();
  const store = createAnswerStore(items, server, time.schedule);
  store.give(1, choose("a"));
  await settle();
  store.retry();
  expect(time.waiting).toEqual([]);
  expect(await store.settled()).toBe(true);
});

test("a conflict loads the attempt and takes the newer response", async () => {
  const newer = running({ 1: { response: choose("d"), revision: 3 } });
  const { server } = fakeServer([new ClientError("conflict", "changed elsewhere")], newer);
  const store = createAnswerStore(items, server);
  store.give(1, choose("a"));
  expect(await store.settled()).toBe(true);
  expect(store.getSnapshot().answers[0]).toMatchObject({
    response: choose("d"),
    revision: 3,
    replaced: true,
  });
});

test("a conflict that the attempt doesn't explain is retried after a pause, not at once", async () => {
  const { server, requests } = fakeServer([new ClientError("conflict", "?")]);
  const time = clock();
  const store = createAnswerStore(items, server, time.schedule);
  store.give(1, choose("a"));
  await settle();
  expect(requests).toHaveLength(1);
  expect(time.waiting).toHaveLength(1);
});

test("what the server refuses is told and not sent again by itself", async () => {
  const { server, requests } = fakeServer([new ClientError("invalid_request", "names no option")]);
  const store = createAnswerStore(items, server);
  store.give(1, choose("a"));
  expect(await store.settled()).toBe(false);
  expect(store.getSnapshot().answers[0]?.refusal).toBe("names no option");
  store.retry();
  expect(await store.settled()).toBe(true);
  expect(requests).toHaveLength(2);
});

test.each([
  ["attempt_closed", "submitted"],
  ["not_found", "discarded"],
] as const)("%s ends the quiz as %s, and nothing more is sent", async (code, ended) => {
  const { server, requests } = fakeServer([new ClientError(code, "over")]);
  const store = createAnswerStore(items, server);
  store.give(1, choose("a"));
  expect(await store.settled()).toBe(false);
  store.give(2, choose("a"));
  expect(store.getSnapshot().ended).toBe(ended);
  expect(requests).toHaveLength(1);
});

test("a session that ended is told until a request succeeds again", async () => {
  const { server } = fakeServer([new ClientError("unauthenticated", "sign in")]);
  const store = createAnswerStore(items, server, clock().schedule);
  store.give(1, choose("a"));
  await settle();
  expect(store.getSnapshot().signedOut).toBe(true);
  store.retry();
  await store.settled();
  expect(store.getSnapshot().signedOut).toBe(false);
});

test("checking settles the item", async () => {
  const { server } = fakeServer();
  const store = createAnswerStore(items, server);
  store.give(1, choose("a"));
  store.check(1);
  await store.settled();
  expect(store.getSnapshot().answers[0]?.review?.correct).toBe(true);
});
