import { expect, test } from "@jest/globals";
import type { RunningItem } from "@lyceum/shared/attempts";
import type { ItemReview, Response } from "@lyceum/shared/questions";
import fc from "fast-check";
import { sameResponse } from "../../lib/responses.ts";
import {
  type Answer,
  type AnswerEvent,
  initialAnswer,
  isUnsaved,
  nextAnswer,
  nextRequest,
  savingState,
} from "./answers.ts";

const choose = (choice: string): Response => ({ type: "multiple_choice", choice });
const at = "2026-01-01T00:00:00.000Z";
const review: ItemReview = { correct: true, key: choose("a"), rationales: {}, decidedBy: "", references: [] };

function item(saved?: { response: Response | null; revision: number }, reviewed?: ItemReview): RunningItem {
  return {
    position: 1,
    questionId: "que_01HZZZZZZZZZZZZZZZZZZZZZZZ",
    item: { type: "multiple_choice", stem: "?", options: [] },
    ...(saved && { saved: { ...saved, savedAt: at } }),
    ...(reviewed && { review: reviewed }),
  };
}

const after = (answer: Answer, ...events: AnswerEvent[]): Answer => events.reduce(nextAnswer, answer);

function sent(answer: Answer): Answer {
  const request = nextRequest(answer);
  return request ? nextAnswer(answer, { type: "sent", request }) : answer;
}

test("a response is sent with one more than the revision last known", () => {
  const answer = after(initialAnswer(item({ response: choose("a"), revision: 4 })), {
    type: "given",
    response: choose("b"),
  });
  expect(nextRequest(answer)).toEqual({ kind: "save", response: choose("b"), revision: 5 });
});

test("what is as stored is not sent, and taking back a response sends null", () => {
  const start = initialAnswer(item({ response: choose("a"), revision: 4 }));
  expect(nextRequest(start)).toBeUndefined();
  expect(nextRequest(after(start, { type: "given", response: choose("a") }))).toBeUndefined();
  expect(nextRequest(after(start, { type: "given", response: null }))).toMatchObject({ response: null });
});

test("a request that got no answer is sent again as it was, before anything newer", () => {
  let answer = sent(after(initialAnswer(item()), { type: "given", response: choose("a") }));
  answer = after(answer, { type: "failed" }, { type: "given", response: choose("b") });
  expect(nextRequest(answer)).toEqual({ kind: "save", response: choose("a"), revision: 1 });
  answer = after(answer, { type: "saved", saved: { response: choose("a"), revision: 1, savedAt: at } });
  expect(nextRequest(answer)).toEqual({ kind: "save", response: choose("b"), revision: 2 });
});

test("a check waits for the save under way and settles the item", () => {
  let answer = sent(after(initialAnswer(item()), { type: "given", response: choose("a") }));
  answer = after(answer, { type: "check asked" });
  expect(nextRequest(answer)).toMatchObject({ kind: "save" });
  answer = after(answer, { type: "saved", saved: { response: choose("a"), revision: 1, savedAt: at } });
  expect(nextRequest(answer)).toEqual({ kind: "check", response: choose("a") });
  answer = after(sent(answer), { type: "checked", response: choose("a"), review });
  expect(isUnsaved(answer)).toBe(false);
  expect(after(answer, { type: "given", response: choose("b") }).response).toEqual(choose("a"));
});

test("a conflict with a write of our own, whose answer was lost, is no conflict", () => {
  const answer = sent(after(initialAnswer(item()), { type: "given", response: choose("a") }));
  const reloaded = after(answer, { type: "reloaded", item: item({ response: choose("a"), revision: 1 }) });
  expect(reloaded).toMatchObject({ replaced: false, revision: 1, request: undefined });
});

test("a newer response from another device replaces the one shown, and that is told", () => {
  const answer = sent(after(initialAnswer(item()), { type: "given", response: choose("a") }));
  const reloaded = after(answer, { type: "reloaded", item: item({ response: choose("c"), revision: 1 }) });
  expect(reloaded).toMatchObject({ replaced: true, response: choose("c"), revision: 1 });
  expect(isUnsaved(reloaded)).toBe(false);
});

test("what was given here stays where the server has nothing newer", () => {
  const answer = after(initialAnswer(item({ response: choose("a"), revision: 2 })), {
    type: "given",
    response: choose("b"),
  });
  const reloaded = after(answer, { type: "reloaded", item: item({ response: choose("a"), revision: 2 }) });
  expect(reloaded).toMatchObject({ response: choose("b"), replaced: false });
});

test("an item that was checked on another device is settled here too", () => {
  const answer = after(initialAnswer(item()), { type: "given", response: choose("b") });
  const settled = item({ response: choose("a"), revision: 3 }, review);
  expect(after(answer, { type: "reloaded", item: settled })).toMatchObject({
    response: choose("a"),
    review,
    replaced: true,
  });
});

test("people are told the worst", () => {
  const clean = initialAnswer(item());
  const changed = after(clean, { type: "given", response: choose("a") });
  const failing = after(changed, { type: "failed" });
  const refused = after(changed, { type: "refused", message: "no" });
  expect(savingState([clean])).toBe("saved");
  expect(savingState([clean, changed])).toBe("saving");
  expect(savingState([changed, failing])).toBe("retrying");
  expect(savingState([failing, refused])).toBe("refused");
});

/** A server with the rule of the real one, on a line that loses requests and answers. */
test("whatever is lost on the way, the server ends with what is shown", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("give" as const), letter: fc.constantFrom("a", "b", "c", null) }),
    fc.record({ kind: fc.constant("send" as const), lost: fc.constantFrom("nothing", "request", "answer") }),
    fc.record({ kind: fc.constant("elsewhere" as const), letter: fc.constantFrom("d", null) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const response = (letter: string | null) => (letter === null ? null : choose(letter));
      let stored: { response: Response | null; revision: number } | undefined;
      let answer = initialAnswer(item());
      const exchange = (lost: string): void => {
        answer = sent(answer);
        const request = answer.request;
        if (request?.kind !== "save") return;
        if (lost === "request") {
          answer = after(answer, { type: "failed" });
          return;
        }
        const { revision } = request;
        const repeated = stored?.revision === revision && sameResponse(stored.response, request.response);
        const taken = repeated || revision > (stored?.revision ?? 0);
        if (taken) stored = { response: request.response, revision };
        if (lost === "answer") answer = after(answer, { type: "failed" });
        else if (taken) {
          answer = after(answer, {
            type: "saved",
            saved: { response: request.response, revision, savedAt: at },
          });
        } else answer = after(answer, { type: "reloaded", item: item(stored) });
      };
      for (const each of steps) {
        if (each.kind === "give") answer = after(answer, { type: "given", response: response(each.letter) });
        else if (each.kind === "send") exchange(each.lost);
        else stored = { response: response(each.letter), revision: (stored?.revision ?? 0) + 1 };
      }
      for (let tries = 0; tries < 4 && nextRequest(answer); tries += 1) exchange("nothing");
      expect(isUnsaved(answer)).toBe(false);
      if (stored && answer.revision === stored.revision) {
        expect(sameResponse(answer.response, stored.response)).toBe(true);
      }
      expect(answer.revision).toBeLessThanOrEqual(stored?.revision ?? 0);
    }),
  );
});
