import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { decide, effectiveQuorum, needsOther, type Panel, type Votes } from "./rules.ts";

const panel = (quorum: number, owners: string[] = ["olga"], others: string[] = ["ada", "bob"]): Panel => ({
  quorum,
  owners: new Set(owners),
  reviewers: new Set([...owners, ...others]),
});
const votes = (all: Record<string, "approve" | "reject">): Votes => new Map(Object.entries(all));

test("two approve where there are two reviewers or more; an owner may ask for others, up to all there are", () => {
  expect([0, 1, 2, 3, 9].map((reviewers) => effectiveQuorum(null, reviewers))).toEqual([1, 1, 2, 2, 2]);
  expect([1, 2, 5].map((wanted) => effectiveQuorum(wanted, 3))).toEqual([1, 2, 3]);
});

test("as many as the quorum decide, and one fewer doesn't", () => {
  expect(decide(votes({ ada: "approve" }), "ada", panel(2), undefined)).toBeUndefined();
  expect(decide(votes({ ada: "approve", bob: "approve" }), "bob", panel(2), undefined)).toBe("approved");
  expect(decide(votes({ ada: "reject", bob: "reject" }), "bob", panel(2), undefined)).toBe("rejected");
  expect(decide(votes({ ada: "reject" }), "ada", panel(1), undefined)).toBe("rejected");
});

test("where votes differ an owner decides, by a vote that is cast then", () => {
  expect(decide(votes({ ada: "approve", bob: "reject" }), "bob", panel(2), undefined)).toBeUndefined();
  const split = votes({ ada: "approve", bob: "reject", olga: "reject" });
  expect(decide(split, "olga", panel(3), undefined)).toBe("rejected");
  expect(decide(votes({ bob: "reject", olga: "approve" }), "olga", panel(3), undefined)).toBe("approved");
  // An owner's earlier approval and another's rejection: that must not approve.
  expect(decide(votes({ olga: "approve", bob: "reject" }), "bob", panel(2), undefined)).toBeUndefined();
});

test("nobody approves alone what they have last edited, where there is somebody else", () => {
  const own = votes({ ada: "approve" });
  expect(decide(own, "ada", panel(1), "ada")).toBeUndefined();
  expect(needsOther(own, "ada", panel(1), "ada")).toBe(true);
  expect(decide(votes({ ada: "approve", bob: "approve" }), "bob", panel(1), "ada")).toBe("approved");
  expect(decide(own, "ada", panel(1, ["ada"], []), "ada")).toBe("approved");
  expect(needsOther(own, "ada", panel(1, ["ada"], []), "ada")).toBe(false);
  expect(decide(votes({ olga: "approve", bob: "reject" }), "olga", panel(2), "olga")).toBeUndefined();
  expect(decide(votes({ ada: "reject" }), "ada", panel(1), "ada")).toBe("rejected");
});

test("who has left counts no more", () => {
  expect(decide(votes({ gone: "approve", ada: "approve" }), "ada", panel(2), undefined)).toBeUndefined();
  expect(decide(votes({ gone: "approve" }), "gone", panel(1), undefined)).toBeUndefined();
});

const people = ["a", "b", "c", "d", "e", "f"];
const situation = fc
  .record({
    owners: fc.subarray(people, { minLength: 1 }),
    instructors: fc.subarray(people),
    wanted: fc.option(fc.integer({ min: 1, max: 5 })),
    votes: fc.dictionary(
      fc.constantFrom(...people, "gone"),
      fc.constantFrom("approve" as const, "reject" as const),
      {
        minKeys: 1,
      },
    ),
    editor: fc.option(fc.constantFrom(...people), { nil: undefined }),
  })
  .chain(({ owners, instructors, wanted, votes: all, editor }) => {
    const reviewers = new Set([...owners, ...instructors]);
    return fc.constantFrom(...Object.keys(all)).map((cast) => ({
      panel: { owners: new Set(owners), reviewers, quorum: effectiveQuorum(wanted, reviewers.size) },
      votes: votes(all),
      cast,
      editor,
    }));
  });

test("a vote decides only for what it says, by a quorum or an owner among differing votes; never by an editor alone", () => {
  fc.assert(
    fc.property(situation, ({ panel, votes, cast, editor }) => {
      const outcome = decide(votes, cast, panel, editor);
      if (!outcome) return;
      const said = outcome === "approved" ? "approve" : "reject";
      expect(votes.get(cast)).toBe(said);
      const count = (vote: string) =>
        [...votes].filter(([userId, one]) => panel.reviewers.has(userId) && one === vote).length;
      const other = said === "approve" ? "reject" : "approve";
      expect(count(said) >= panel.quorum || (panel.owners.has(cast) && count(other) > 0)).toBe(true);
      if (outcome === "approved" && panel.reviewers.size > 1) {
        const others = [...votes].filter(
          ([userId, vote]) => vote === "approve" && userId !== editor && panel.reviewers.has(userId),
        );
        expect(others.length).toBeGreaterThan(0);
      }
    }),
  );
});

test("all reviewers who agree decide, whoever comes last", () => {
  fc.assert(
    fc.property(
      situation,
      fc.constantFrom("approve" as const, "reject" as const),
      ({ panel, editor }, said) => {
        const all: Votes = new Map([...panel.reviewers].map((userId) => [userId, said]));
        for (const cast of panel.reviewers) {
          expect(decide(all, cast, panel, editor)).toBe(said === "approve" ? "approved" : "rejected");
        }
      },
    ),
  );
});
