import { expect, test } from "@jest/globals";
import type { ItemSession, RunningItem, SavedSession } from "@lyceum/shared/attempts";
import type { ItemReview, Response } from "@lyceum/shared/questions";
import fc from "fast-check";
import {
  type Answer,
  type AnswerEvent,
  initialAnswer,
  isUnsaved,
  keptOf,
  nextAnswer,
  nextRequest,
  restoredAnswer,
  savingState,
} from "./answers.ts";
import { nothingDone, sameSession, sameWork } from "./sessions.ts";

const choose = (choice: string): Response => ({ type: "multiple_choice", choice });
const at = "2026-01-01T00:00:00.000Z";
const review: ItemReview = {
  correct: true,
  key: choose("a"),
  rationales: {},
  decidedBy: "",
  difficulty: "medium",
  references: [],
};

const saved = (change: Partial<ItemSession>, revision: number): SavedSession => ({
  ...nothingDone,
  ...change,
  revision,
  savedAt: at,
});

const item = (stored?: SavedSession, reviewed?: ItemReview): RunningItem => ({
  position: 1,
  questionId: "que_01HZZZZZZZZZZZZZZZZZZZZZZZ",
  item: { type: "multiple_choice", stem: "?", options: [] },
  ...(stored && { saved: stored }),
  ...(reviewed && { review: reviewed }),
});

const after = (answer: Answer, ...events: AnswerEvent[]): Answer => events.reduce(nextAnswer, answer);
const given = (choice: string): AnswerEvent => ({ type: "given", response: choose(choice) });

function sent(answer: Answer): Answer {
  const request = nextRequest(answer);
  return request ? nextAnswer(answer, { type: "sent", request }) : answer;
}

test("a session is sent whole, with one more than the revision last known", () => {
  const start = initialAnswer(item(saved({ response: choose("a"), note: "why" }, 4)));
  const answer = after(start, given("b"), { type: "marked", marks: { flagged: true } });
  expect(nextRequest(answer)).toEqual({
    kind: "save",
    session: { ...nothingDone, response: choose("b"), flagged: true, note: "why" },
    revision: 5,
  });
});

test("what is as stored is not sent, and taking back a response sends null", () => {
  const start = initialAnswer(item(saved({ response: choose("a") }, 4)));
  expect(nextRequest(start)).toBeUndefined();
  expect(nextRequest(after(start, given("a")))).toBeUndefined();
  expect(nextRequest(after(start, { type: "given", response: null }))).toMatchObject({
    session: { response: null },
  });
});

test("a request that got no answer is sent again as it was, before anything newer", () => {
  let answer = sent(after(initialAnswer(item()), given("a")));
  answer = after(answer, { type: "failed" }, given("b"));
  expect(nextRequest(answer)).toMatchObject({ session: { response: choose("a") }, revision: 1 });
  answer = after(answer, { type: "saved", revision: 1 });
  expect(nextRequest(answer)).toMatchObject({ session: { response: choose("b") }, revision: 2 });
});

test("time is sent, and is no work that could be lost", () => {
  const answer = after(initialAnswer(item()), { type: "opened" }, { type: "spent", milliseconds: 12_400 });
  expect(nextRequest(answer)).toMatchObject({ session: { seconds: 12 } });
  expect(isUnsaved(answer)).toBe(false);
  expect(savingState([after(answer, { type: "failed" })])).toBe("saved");
  const more = after(answer, { type: "spent", milliseconds: 400 }, { type: "spent", milliseconds: 400 });
  expect(more.session.seconds).toBe(13);
});

test("an item that was open for a moment has been seen, also for the server", () => {
  const answer = after(initialAnswer(item()), { type: "opened" }, { type: "spent", milliseconds: 3 });
  expect(answer).toMatchObject({ seen: true, session: { seconds: 1 } });
});

test("a check waits for the save under way, keeps the first response, and settles the item", () => {
  let answer = sent(after(initialAnswer(item()), given("a")));
  answer = after(answer, { type: "check asked" });
  expect(nextRequest(answer)).toMatchObject({ kind: "save" });
  answer = after(answer, { type: "saved", revision: 1 });
  const session = { ...nothingDone, response: choose("a"), initial: choose("a") };
  expect(nextRequest(answer)).toEqual({ kind: "check", session });
  answer = after(sent(answer), { type: "checked", saved: saved(session, 2), review });
  expect(isUnsaved(answer)).toBe(false);
  expect(answer).toMatchObject({ revision: 2, replaced: false });
  const later = after(answer, given("b"), { type: "marked", marks: { flagged: true } }, { type: "left" });
  expect(later.session).toEqual(session);
  expect(after(answer, { type: "spent", milliseconds: 9_000 }).session.seconds).toBe(0);
});

test("a conflict with a write of our own, whose answer was lost, is no conflict", () => {
  const answer = sent(after(initialAnswer(item()), given("a")));
  const reloaded = after(answer, { type: "reloaded", item: item(saved({ response: choose("a") }, 1)) });
  expect(reloaded).toMatchObject({ replaced: false, revision: 1, request: undefined });
});

test("newer work from another device replaces what is shown, and that is told", () => {
  const answer = sent(after(initialAnswer(item()), given("a")));
  const reloaded = after(answer, { type: "reloaded", item: item(saved({ response: choose("c") }, 1)) });
  expect(reloaded).toMatchObject({ replaced: true, session: { response: choose("c") }, revision: 1 });
  expect(isUnsaved(reloaded)).toBe(false);
});

test("where the other device has only looked at the item, what was done here stays, and the times add up", () => {
  const start = initialAnswer(item(saved({ seconds: 30 }, 1)));
  const answer = after(start, { type: "spent", milliseconds: 2_000 }, given("a"));
  const reloaded = after(sent(answer), { type: "reloaded", item: item(saved({ seconds: 40 }, 2)) });
  expect(reloaded.replaced).toBe(false);
  expect(nextRequest(reloaded)).toMatchObject({
    session: { response: choose("a"), seconds: 42 },
    revision: 3,
  });
});

test("what was done here stays where the server has nothing newer", () => {
  const answer = after(initialAnswer(item(saved({ response: choose("a") }, 2))), given("b"));
  for (const revision of [1, 2]) {
    const older = item(saved({ response: choose("a") }, revision));
    expect(after(answer, { type: "reloaded", item: older })).toMatchObject({
      session: { response: choose("b") },
      revision: 2,
      replaced: false,
    });
  }
});

test("an item that was checked on another device is settled here too", () => {
  const answer = after(initialAnswer(item()), given("b"));
  const settled = item(saved({ response: choose("a") }, 3), review);
  expect(after(answer, { type: "reloaded", item: settled })).toMatchObject({
    session: { response: choose("a") },
    review,
    replaced: true,
  });
});

test("people are told the worst", () => {
  const clean = initialAnswer(item());
  const changed = after(clean, given("a"));
  const failing = after(changed, { type: "failed" });
  const refused = after(changed, { type: "refused", message: "no" });
  expect(savingState([clean])).toBe("saved");
  expect(savingState([clean, changed])).toBe("saving");
  expect(savingState([changed, failing])).toBe("retrying");
  expect(savingState([failing, refused])).toBe("refused");
});

test("what the server has acknowledged is not kept on the device", () => {
  const start = initialAnswer(item());
  expect(keptOf(start)).toBeUndefined();
  const changed = sent(after(start, given("a")));
  expect(keptOf(changed)).toMatchObject({ revision: 0, session: { response: choose("a") } });
  expect(keptOf(after(changed, { type: "saved", revision: 1 }))).toBeUndefined();
});

test("what another page kept is shown and sent where the server has nothing newer", () => {
  const stored = { ...nothingDone, response: choose("a") };
  const kept = { position: 1, session: { ...nothingDone, response: choose("b") }, stored, revision: 2 };
  const answer = restoredAnswer(item(saved(stored, 2)), kept);
  expect(answer).toMatchObject({ session: { response: choose("b") }, replaced: false });
  expect(nextRequest(answer)).toMatchObject({ revision: 3 });
});

test("what another page kept gives way to what is newer on the server, and that is told", () => {
  const session = { ...nothingDone, response: choose("b") };
  const kept = { position: 1, session, stored: nothingDone, revision: 2 };
  const answer = restoredAnswer(item(saved({ response: choose("c") }, 3)), kept);
  expect(answer).toMatchObject({ session: { response: choose("c") }, replaced: true });
  expect(nextRequest(answer)).toBeUndefined();
});

test("a server that was begun anew takes what was kept", () => {
  const session = { ...nothingDone, response: choose("b") };
  const kept = { position: 1, session, stored: nothingDone, revision: 7 };
  expect(nextRequest(restoredAnswer(item(), kept))).toMatchObject({ revision: 1 });
});

/** A server with the rule of the real one, on a line that loses requests and answers, and pages that die. */
test("whatever is lost on the way, the server ends with what is shown", () => {
  const letter = fc.constantFrom("a", "b", "c", null);
  const step = fc.oneof(
    fc.record({ kind: fc.constant("give" as const), letter }),
    fc.record({ kind: fc.constant("flag" as const), flagged: fc.boolean() }),
    fc.record({ kind: fc.constant("leave" as const), milliseconds: fc.nat(5_000) }),
    fc.record({ kind: fc.constant("send" as const), lost: fc.constantFrom("nothing", "request", "answer") }),
    fc.record({ kind: fc.constant("elsewhere" as const), letter: fc.constantFrom("d", null) }),
    fc.record({ kind: fc.constant("reload" as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let stored: SavedSession | undefined;
      let answer = initialAnswer(item());
      let mine = true;
      const exchange = (lost: string): void => {
        answer = sent(answer);
        const request = answer.request;
        if (request?.kind !== "save") return;
        if (lost === "request") {
          answer = after(answer, { type: "failed" });
          return;
        }
        const { revision, session } = request;
        const repeated = stored?.revision === revision && sameSession(stored, session);
        const taken = repeated || revision > (stored?.revision ?? 0);
        if (taken) stored = saved(session, revision);
        if (lost === "answer") answer = after(answer, { type: "failed" });
        else if (taken) answer = after(answer, { type: "saved", revision });
        else answer = after(answer, { type: "reloaded", item: item(stored) });
      };
      for (const each of steps) {
        switch (each.kind) {
          case "give":
            answer = after(answer, { type: "given", response: each.letter && choose(each.letter) });
            break;
          case "flag":
            answer = after(answer, { type: "marked", marks: { flagged: each.flagged } });
            break;
          case "leave":
            answer = after(answer, { type: "spent", milliseconds: each.milliseconds }, { type: "left" });
            break;
          case "send":
            exchange(each.lost);
            break;
          case "elsewhere":
            mine = false;
            stored = saved({ response: each.letter && choose(each.letter) }, (stored?.revision ?? 0) + 1);
            break;
          case "reload": {
            const kept = keptOf(answer);
            const shown = answer.session;
            answer = restoredAnswer(item(stored), kept && JSON.parse(JSON.stringify(kept)));
            if (mine) expect(sameSession(answer.session, shown)).toBe(true);
            break;
          }
        }
      }
      const shown = answer.session;
      for (let tries = 0; tries < 4 && nextRequest(answer); tries += 1) exchange("nothing");
      expect(isUnsaved(answer)).toBe(false);
      expect(keptOf(answer)).toBeUndefined();
      if (mine) expect(sameWork(answer.session, shown)).toBe(true);
      if (stored && answer.revision === stored.revision) {
        expect(sameSession(answer.session, stored)).toBe(true);
      }
      expect(answer.revision).toBeLessThanOrEqual(stored?.revision ?? 0);
    }),
    { numRuns: 500 },
  );
});
