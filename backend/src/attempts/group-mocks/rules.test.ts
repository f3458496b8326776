import { expect, test } from "@jest/globals";
import { Fault } from "@lyceum/shared/contract/fault";
import fc from "fast-check";
import {
  assertClosed,
  assertOpen,
  assertWindow,
  cutDeadline,
  isSealed,
  longestDays,
  mockState,
  shownAs,
} from "./rules.ts";

const minute = 60_000;
const base = Date.parse("2026-03-01T09:00:00Z");
/** So many minutes after the beginning of these tests' time. */
const at = (minutes: number) => new Date(base + minutes * minute).toISOString();

const minutes = fc.integer({ min: -100_000, max: 100_000 });
/** A window that is not empty. */
const windows = fc
  .tuple(minutes, fc.integer({ min: 1, max: 100_000 }))
  .map(([from, length]) => ({ opensAt: at(from), closesAt: at(from + length) }));

/** The message of the fault that is thrown; `undefined` where none is. */
function faultOf(code: Fault["code"], decide: () => void): string | undefined {
  try {
    decide();
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    expect(error.code).toBe(code);
    return error.message;
  }
}

test("a window is refused with the reason, and what may be is not", () => {
  const refusal = (opens: number, closes: number, now = 0) =>
    faultOf("invalid_request", () =>
      assertWindow({ opensAt: at(opens), closesAt: at(closes) }, 180, at(now)),
    );
  expect(refusal(0, 0)).toMatch(/close after it opens/);
  expect(refusal(60, 30)).toMatch(/close after it opens/);
  expect(refusal(0, 200, 200)).toMatch(/closed already/);
  expect(refusal(10, 189)).toMatch(/takes 180 minutes/);
  expect(refusal(10, 11 + longestDays * 24 * 60)).toMatch(/60 days/);
  expect(refusal(10, 190)).toBeUndefined();
  expect(refusal(-100, 80)).toBeUndefined();
  expect(refusal(10, 10 + longestDays * 24 * 60)).toBeUndefined();
});

test("a window that is accepted has room for a whole mock, and ends in time", () => {
  fc.assert(
    fc.property(minutes, minutes, minutes, fc.integer({ min: 1, max: 600 }), (opens, closes, now, length) => {
      const accepted =
        faultOf("invalid_request", () =>
          assertWindow({ opensAt: at(opens), closesAt: at(closes) }, length, at(now)),
        ) === undefined;
      expect(accepted).toBe(
        closes > now && closes - opens >= length && closes - opens <= longestDays * 24 * 60,
      );
    }),
  );
});

test("a mock is scheduled, then open, then closed, and can be begun or compared accordingly", () => {
  fc.assert(
    fc.property(windows, minutes, (window, offset) => {
      const now = at(offset);
      const state = mockState(window, now);
      expect(state).toBe(now < window.opensAt ? "scheduled" : now < window.closesAt ? "open" : "closed");
      expect(faultOf("conflict", () => assertOpen(window, now)) === undefined).toBe(state === "open");
      expect(faultOf("conflict", () => assertClosed(window, now)) === undefined).toBe(state === "closed");
      expect(isSealed({ groupMock: window }, now)).toBe(state !== "closed");
    }),
  );
});

test("who comes too early or too late is told when", () => {
  const window = { opensAt: at(60), closesAt: at(300) };
  expect(faultOf("conflict", () => assertOpen(window, at(0)))).toMatch(/opens on 2026-03-01 at 10:00 UTC/);
  expect(faultOf("conflict", () => assertOpen(window, at(300)))).toMatch(/closed on 2026-03-01 at 14:00 UTC/);
  expect(faultOf("conflict", () => assertClosed(window, at(299)))).toMatch(/on 2026-03-01 at 14:00 UTC/);
});

test("an attempt of nobody's mock is never sealed", () => {
  expect(isSealed({}, at(0))).toBe(false);
});

test("time ends with the mock at the latest, a moment before it, and at another one for another mock", () => {
  const ids = fc.string({ minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(minutes, minutes, ids, (own, closes, mockId) => {
      const deadline = Date.parse(cutDeadline(at(own), at(closes), mockId));
      const [mine, last] = [Date.parse(at(own)), Date.parse(at(closes))];
      expect(deadline).toBeLessThanOrEqual(Math.min(mine, last));
      expect(deadline).toBeGreaterThan(Math.min(mine, last) - 1000);
      if (mine < last - 1000) expect(deadline).toBe(mine);
    }),
  );
  expect(cutDeadline(at(9), at(5), "gmk_A")).not.toBe(cutDeadline(at(9), at(5), "gmk_B"));
});

const ada = {
  userId: "ada",
  role: "learner" as const,
  name: "Ada",
  pseudonym: "Heron",
  listed: true,
  shares: true,
};

test("learners see pseudonyms of who is on the boards; instructors who shares with them, with the name", () => {
  const learner = { userId: "bob", role: "learner" as const };
  const instructor = { userId: "ida", role: "instructor" as const };
  expect(shownAs(ada, learner)).toEqual({ pseudonym: "Heron", me: false });
  expect(shownAs({ ...ada, listed: false }, learner)).toBeUndefined();
  expect(shownAs({ ...ada, shares: false }, learner)).toEqual({ pseudonym: "Heron", me: false });
  expect(shownAs(ada, instructor)).toEqual({ pseudonym: "Heron", name: "Ada", me: false });
  expect(shownAs({ ...ada, name: "" }, instructor)).toEqual({ pseudonym: "Heron", me: false });
  expect(shownAs({ ...ada, shares: false }, instructor)).toBeUndefined();
  expect(shownAs({ ...ada, role: "instructor" }, learner)).toBeUndefined();
  expect(shownAs({ ...ada, role: "owner" }, { userId: "ada", role: "owner" })).toMatchObject({ me: true });
  expect(shownAs({ ...ada, listed: false }, { userId: "ada", role: "learner" })).toEqual({
    pseudonym: "Heron",
    me: true,
  });
  expect(shownAs(undefined, instructor)).toBeUndefined();
});
