import { expect, test } from "@jest/globals";
import type { Attempt, RunningItem, SavedSession } from "@lyceum/shared/attempts";
import { ClientError } from "@lyceum/shared/contract/client";
import type { Response } from "@lyceum/shared/questions";
import { type AnswerServer, createAnswerStore } from "./answer-store.ts";
import { nothingDone } from "./sessions.ts";

const choose = (choice: string): Response => ({ type: "multiple_choice", choice });
const savedAt = "2026-01-01T00:00:00.000Z";

const items: RunningItem[] = [1, 2].map((position) => ({
  position,
  questionId: "que_01HZZZZZZZZZZZZZZZZZZZZZZZ",
  item: { type: "multiple_choice", stem: "?", options: [] },
}));

const common = {
  id: "att_01HZZZZZZZZZZZZZZZZZZZZZZZ",
  examId: "demo",
  kind: "quiz",
  mode: "practice",
  startedAt: savedAt,
  count: items.length,
} as const;

const running = (sessions: Record<number, SavedSession>): Attempt => ({
  ...common,
  state: "running",
  scope: [],
  now: savedAt,
  items: items.map((item) => {
    const saved = sessions[item.position];
    return saved ? { ...item, saved } : item;
  }),
});

const review = (key: Response) => ({
  correct: true,
  key,
  rationales: {},
  decidedBy: "",
  difficulty: "easy" as const,
  references: [],
});

/** Saves answer in the order of the given outcomes: an error is thrown, anything else means success. */
function fakeServer(outcomes: (ClientError | undefined)[] = [], attempt: Attempt = running({})) {
  const requests: string[] = [];
  const server: AnswerServer = {
    async save(position, { response, note, seconds, revision }) {
      const choice = response?.type === "multiple_choice" ? response.choice : "-";
      requests.push(
        `${position}:${choice}${note && ` "${note}"`}${seconds ? ` ${seconds}s` : ""}@${revision}`,
      );
      const outcome = outcomes.shift();
      if (outcome) throw outcome;
      return { revision };
    },
    check: async (_, session) => ({
      saved: { ...session, revision: 9, savedAt },
      review: review(session.response),
    }),
    reload: async () => attempt,
  };
  return { server, requests };
}

/** Pauses that end when the test says so. */
function clock() {
  const waiting: { run: () => void; pause: number }[] = [];
  let time = 0;
  return {
    waiting,
    now: () => time,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
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
  expect(requests).toEqual(["1:a@1", "1:c@2"]);
});

test("without an answer the same request goes again, with growing pauses; other items don't wait", async () => {
  const { server, requests } = fakeServer([network(), undefined, network()]);
  const time = clock();
  const store = createAnswerStore(items, server, [], time);
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
  const store = createAnswerStore(items, server, [], time);
  store.give(1, choose("a"));
  await settle();
  store.retry();
  expect(time.waiting).toEqual([]);
  expect(await store.settled()).toBe(true);
});

test("a conflict loads the attempt and takes the newer response", async () => {
  const newer = running({ 1: { ...nothingDone, response: choose("d"), revision: 3, savedAt } });
  const { server } = fakeServer([new ClientError("conflict", "changed elsewhere")], newer);
  const store = createAnswerStore(items, server);
  store.give(1, choose("a"));
  expect(await store.settled()).toBe(true);
  expect(store.getSnapshot().answers[0]).toMatchObject({
    session: { response: choose("d") },
    revision: 3,
    replaced: true,
  });
});

test("a conflict that the attempt doesn't explain is retried after a pause, not at once", async () => {
  const { server, requests } = fakeServer([new ClientError("conflict", "?")]);
  const time = clock();
  const store = createAnswerStore(items, server, [], time);
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

test("a group mock that was submitted elsewhere is over, though nothing of it is told yet", async () => {
  const sealed: Attempt = {
    ...common,
    scope: [],
    state: "sealed",
    submittedAt: savedAt,
    timedOut: false,
    resultsAt: savedAt,
    now: savedAt,
  };
  const store = createAnswerStore(items, fakeServer([], sealed).server);
  expect(await store.reload()).toBe(true);
  expect(store.getSnapshot().ended).toBe("submitted");
});

test("a session that ended is told until a request succeeds again", async () => {
  const { server } = fakeServer([new ClientError("unauthenticated", "sign in")]);
  const store = createAnswerStore(items, server, [], clock());
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

test("a note is saved in pauses while it is written, and at once when the item is left", async () => {
  const { server, requests } = fakeServer();
  const time = clock();
  const store = createAnswerStore(items, server, [], time);
  store.open(1);
  store.write(1, "a");
  store.write(1, "as");
  await settle();
  expect(requests).toEqual([]);
  time.next();
  await settle();
  store.write(1, "ask");
  store.open(2);
  await store.settled();
  expect(requests).toEqual(['1:- "as" 1s@1', '1:- "ask" 1s@2']);
  expect(time.waiting).toEqual([]);
});

test("an item counts the time for which it is open and looked at, and tells it when it is left", async () => {
  const { server, requests } = fakeServer();
  const time = clock();
  const store = createAnswerStore(items, server, [], time);
  store.open(1);
  time.pass(10_000);
  store.hide();
  await settle();
  time.pass(60_000);
  store.show();
  time.pass(5_000);
  store.give(1, choose("a"));
  await settle();
  time.pass(2_000);
  store.open(2);
  time.pass(90_000);
  await store.settled();
  expect(requests).toEqual(["1:- 10s@1", "1:a 15s@2", "1:a 17s@3"]);
  expect(store.getSnapshot().answers[0]?.session.initial).toEqual(choose("a"));
  expect(store.getSnapshot().answers.map(({ seen }) => seen)).toEqual([true, true]);
});

test("what an earlier page had open has been left once another item is open", async () => {
  const { server } = fakeServer();
  const saved = { ...nothingDone, response: choose("a"), seconds: 4, revision: 1, savedAt };
  const before = items.map((item) => ({ ...item, saved }));
  const store = createAnswerStore(before, server);
  store.open(2);
  expect(await store.settled()).toBe(true);
  expect(store.getSnapshot().answers.map(({ stored }) => stored.initial)).toEqual([choose("a"), null]);
});

test("what an earlier page kept is sent once the store starts, and nothing after it has stopped", async () => {
  const { server, requests } = fakeServer();
  const session = { ...nothingDone, response: choose("b") };
  const kept = [{ position: 2, session, stored: nothingDone, revision: 0 }];
  const store = createAnswerStore(items, server, kept);
  await settle();
  expect(requests).toEqual([]);
  store.start();
  expect(await store.settled()).toBe(true);
  store.stop();
  store.give(1, choose("a"));
  await settle();
  expect(requests).toEqual(["2:b@1"]);
});

test("however much waits, only so much is under way at a time, and all of it arrives", async () => {
  const many: RunningItem[] = Array.from({ length: 75 }, (_, place) => ({
    position: place + 1,
    questionId: "que_01HZZZZZZZZZZZZZZZZZZZZZZZ",
    item: { type: "multiple_choice", stem: "?", options: [] },
  }));
  let underWay = 0;
  let most = 0;
  let arrived = 0;
  const { server } = fakeServer();
  const slow: AnswerServer = {
    ...server,
    async save(_, { revision }) {
      underWay += 1;
      most = Math.max(most, underWay);
      await settle();
      underWay -= 1;
      arrived += 1;
      return { revision };
    },
  };
  const kept = many.map(({ position }) => ({
    position,
    session: { ...nothingDone, flagged: true },
    stored: nothingDone,
    revision: 0,
  }));
  const store = createAnswerStore(many, slow, kept);
  store.start();
  expect(await store.settled()).toBe(true);
  expect(arrived).toBe(75);
  expect(most).toBe(6);
});
