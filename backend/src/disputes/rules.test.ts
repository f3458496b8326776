import { expect, test } from "@jest/globals";
import { Fault } from "@lyceum/shared/contract/fault";
import { NoticeId } from "@lyceum/shared/disputes";
import { type AuthorItem, namedOptions, type Question, type Response } from "@lyceum/shared/questions";
import fc from "fast-check";
import { decodeTime } from "ulid";
import { isCorrect } from "../questions/rules.ts";
import { anyItem, common } from "../testing/items.ts";
import { noticeId } from "./notice-id.ts";
import { answered, answerTo, assertDisputable, type Case, disputed, timeAfter, withKey } from "./rules.ts";

const options = [..."abcdef"].map((id) => ({ id, text: `option ${id}`, rationale: `rationale ${id}` }));
const choosing: AuthorItem = {
  ...common,
  type: "multiple_choice",
  options: options.slice(0, 4),
  key: { type: "multiple_choice", choice: "a" },
};
const choosingTwo: AuthorItem = {
  ...common,
  type: "multiple_response",
  options,
  key: { type: "multiple_response", choices: ["a", "b"] },
};
const question: Question = {
  id: "que_00000000000000000000000000",
  examId: "an-exam",
  taskId: "1.1",
  state: "scored",
  version: 3,
  item: choosing,
};

const time = fc
  .date({ min: new Date("2026-01-01"), max: new Date("2026-01-02"), noInvalidDate: true })
  .map((date) => date.toISOString());
const acts = fc.array(fc.record({ isAnswer: fc.boolean(), now: time }), { maxLength: 12 });

/** What becomes of a case when these things happen, one after the other, by clocks that differ. */
function after(done: readonly { isAnswer: boolean; now: string }[]) {
  let state: Case | undefined;
  const times: { isAnswer: boolean; at: string }[] = [];
  for (const { isAnswer, now } of done) {
    const at = timeAfter(state, now);
    times.push({ isAnswer, at });
    state = isAnswer
      ? answered(state, question, { id: `ans_${times.length}`, at, text: "So it is.", decision: "key_kept" })
      : disputed(state, question, at);
  }
  return { state, times };
}

test("what happens to a case is in order, whatever the clocks say", () => {
  fc.assert(
    fc.property(acts, (done) => {
      const { times } = after(done);
      const sorted = times.map(({ at }) => at).toSorted();
      expect(times.map(({ at }) => at)).toEqual(sorted);
      expect(new Set(sorted).size).toBe(sorted.length);
    }),
  );
});

test("a case is open from the first dispute after an answer on, and counts all", () => {
  fc.assert(
    fc.property(acts, (done) => {
      const { state, times } = after(done);
      const lastAnswer = times.findLastIndex(({ isAnswer }) => isAnswer);
      const open = times.slice(lastAnswer + 1);
      const last = times.at(-1);
      if (!last) return expect(state).toBeUndefined();
      expect(state).toMatchObject({
        questionId: question.id,
        version: 3,
        stem: "A stem",
        state: open.length > 0 ? "open" : "answered",
        since: (open[0] ?? last).at,
        changedAt: last.at,
        disputes: times.filter(({ isAnswer }) => !isAnswer).length,
      });
    }),
  );
});

test("a dispute's answer is the latest that came after it", () => {
  fc.assert(
    fc.property(acts, (done) => {
      const { state, times } = after(done);
      const answers = times.filter(({ isAnswer }) => isAnswer).map(({ at }) => at);
      for (const { at } of times.filter(({ isAnswer }) => !isAnswer)) {
        expect(answerTo({ at }, state?.answer)?.at).toBe(answers.findLast((answer) => answer > at));
      }
    }),
  );
});

test.each([
  [{ submitted: true }, undefined],
  [{ submitted: true, resultsAt: "2026-03-01T09:00:00.000Z" }, undefined],
  [{ submitted: false }, /Submit it/],
  [{ submitted: true, resultsAt: "2026-03-01T09:00:00.001Z" }, /results are out/],
])("whether an item of an attempt that is %j can be disputed", (standing, why) => {
  const dispute = () => assertDisputable(standing, "2026-03-01T09:00:00.000Z");
  if (!why) return expect(dispute).not.toThrow();
  expect(dispute).toThrow(why);
});

test("a key of the item's own form replaces its key, and nothing else", () => {
  fc.assert(
    fc.property(anyItem, anyItem, (item, other) => {
      const sameSize = namedOptions(item.key).length === namedOptions(other.key).length;
      fc.pre(item.type === other.type && sameSize && !isCorrect(item.key, other.key));
      expect(withKey(item, other.key)).toEqual({ ...item, key: other.key });
    }),
    { numRuns: 1000 },
  );
});

test.each<[string, AuthorItem, Response, RegExp]>([
  ["of another type", choosing, { type: "ordering", order: ["a", "b", "c", "d"] }, /does not fit/],
  ["with an option that is not there", choosing, { type: "multiple_choice", choice: "e" }, /does not fit/],
  ["that names an option twice", choosingTwo, { type: "multiple_response", choices: ["a", "a"] }, /not fit/],
  ["that it has", choosing, choosing.key, /the key that the question has/],
  [
    "that it has in another order",
    choosingTwo,
    { type: "multiple_response", choices: ["b", "a"] },
    /the key that the question has/,
  ],
  [
    "with more options than learners were told to choose",
    choosingTwo,
    { type: "multiple_response", choices: ["a", "b", "c"] },
    /told to choose 2/,
  ],
])("a key %s is refused", (_, item, key, message) => {
  const fault = expect.objectContaining({ code: "invalid_request", message: expect.stringMatching(message) });
  expect(() => withKey(item, key)).toThrow(Fault);
  expect(() => withKey(item, key)).toThrow(fault);
});

test("a notice's id is a ULID of its time, the same for the same text and another for others", () => {
  fc.assert(
    fc.property(time, fc.string(), fc.string(), (at, seed, other) => {
      const id = noticeId(at, seed);
      expect(NoticeId.parse(id)).toBe(id);
      expect(decodeTime(id.slice("ntc_".length))).toBe(Date.parse(at));
      expect(noticeId(at, seed)).toBe(id);
      if (seed !== other) expect(noticeId(at, other)).not.toBe(id);
    }),
  );
});

test("a corrected key is explained anew, and what is left out stays", () => {
  const item: AuthorItem = {
    ...common,
    type: "multiple_choice",
    options: [..."abcd"].map((id) => ({ id, text: `option ${id}`, rationale: `rationale ${id}` })),
    key: { type: "multiple_choice", choice: "a" },
  };
  const corrected = withKey(
    item,
    { type: "multiple_choice", choice: "b" },
    { decidedBy: "The latency.", rationales: { a: "Too slow.", b: "Fast." } },
  );
  expect(corrected.decidedBy).toBe("The latency.");
  expect(corrected.options.map(({ rationale }) => rationale)).toEqual([
    "Too slow.",
    "Fast.",
    "rationale c",
    "rationale d",
  ]);
  expect(corrected.stem).toBe(item.stem);
});
