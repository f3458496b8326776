import { expect, test } from "@jest/globals";
import { type Candidate, review, type Vote } from "@lyceum/shared/review";
import fc from "fast-check";
import {
  ageText,
  approvalText,
  ratingOf,
  rejectionText,
  roundsText,
  votesText,
  voteText,
  voteWords,
} from "./texts.ts";

const now = Date.parse("2026-11-21T12:00:00Z");

test("how long it waits is told in whole days", () => {
  expect(ageText("2026-11-21T01:00:00Z", now)).toBe("since today");
  expect(ageText("2026-11-20T12:00:00Z", now)).toBe("for 1 day");
  expect(ageText("2026-11-11T13:00:00Z", now)).toBe("for 9 days");
  // A clock that is slow.
  expect(ageText("2026-11-21T13:00:00Z", now)).toBe("since today");
});

test("votes are told with the quorum, and rejections where there are any", () => {
  expect(votesText({ approve: 1, reject: 0, quorum: 2 })).toBe("1 of 2 approved");
  expect(votesText({ approve: 0, reject: 1, quorum: 2 })).toBe("0 of 2 approved, 1 rejected");
});

test("what follows from a vote depends on the others' votes, and on whose it is", () => {
  const candidate = (votes: Candidate["votes"], rest: Partial<Candidate> = {}): Candidate => ({
    id: "que_1",
    cohortId: "coh_1",
    examId: "exam",
    taskId: "1.1",
    type: "multiple_choice",
    difficulty: "easy",
    state: "in_review",
    generationId: "gen_1",
    version: 1,
    stem: "?",
    since: "2026-11-21T10:00:00Z",
    round: 0,
    failed: [],
    warned: [],
    votes,
    escalated: false,
    currentVotes: [],
    ...rest,
  });
  const none = candidate({ approve: 0, reject: 0, quorum: 2 });
  expect(approvalText(none, true)).toMatch(/1 more approval by others/);
  expect(rejectionText(none, true)).toMatch(/1 more rejection by others/);
  const approved = candidate({ approve: 1, reject: 0, quorum: 2 });
  expect(approvalText(approved, false)).toMatch(/^With your approval/);
  expect(rejectionText(approved, false)).toMatch(/until then\.$/);
  expect(rejectionText(approved, true)).toMatch(/you are one\. With your rejection/);
  // One's own vote, which the new one replaces, is no other's.
  const own = candidate({ approve: 1, reject: 0, quorum: 2 }, { myVote: "approve" });
  expect(approvalText(own, false)).toMatch(/1 more approval/);
  expect(rejectionText(own, false)).toMatch(/1 more rejection/);
  expect(approvalText(candidate(none.votes, { approvalNeedsOther: "You edited it." }), true)).toBe(
    "You edited it.",
  );
});

test("the last round is told as such", () => {
  expect(roundsText(0)).toMatch(/^3 of 3 rounds/);
  expect(roundsText(2)).toMatch(/last round/);
  expect(roundsText(3)).toMatch(/Edit it yourself/);
});

test("a vote is told with what was said", () => {
  const vote = (verdict: Vote["verdict"]): Vote => ({
    id: "vot_01JD0000000000000000000000",
    at: "2026-11-21T10:00:00.000Z",
    by: { userId: "u", name: "Ada" },
    version: 1,
    verdict,
  });
  const rejected = vote({ vote: "reject", reason: "two_right", comment: "B too." });
  expect(voteText(rejected)).toBe("Ada rejected: more than one option is right.");
  expect(voteWords(rejected)).toBe("B too.");
  expect(voteText(vote({ vote: "approve", angoff: 0.7 }))).toMatch(/^Ada approved: 70\s?% of/);
  expect(voteWords(vote({ vote: "request_changes", instructions: "Shorter." }))).toBe("Shorter.");
});

test("whatever is typed, a rating is one that the server takes", () => {
  expect(ratingOf("70")).toBe(0.7);
  expect(ratingOf("")).toBeUndefined();
  expect(ratingOf("100")).toBeUndefined();
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer().map(String)), (typed) => {
      const angoff = ratingOf(typed);
      if (angoff === undefined) return;
      const body = {
        id: "vot_01JD0000000000000000000000",
        version: 1,
        verdict: { vote: "approve", angoff },
      };
      expect(review.vote.body?.["~standard"].validate(body)).not.toHaveProperty("issues");
    }),
  );
});
