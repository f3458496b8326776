import type { BankEntry } from "@lyceum/shared/questions";
import type { Candidate, CandidateSummary, CandidateVersion, Vote } from "@lyceum/shared/review";
import type { CandidateRecord } from "./candidates/record.ts";
import { dueTimes, holding } from "./rules.ts";
import { counted, needsOther, type Panel, type Votes } from "./votes/rules.ts";

/** Who is looking, and when. */
interface Looking {
  userId: string;
  panel: Panel;
  /** ISO time. */
  now: string;
}

/** The votes on the current version, also of those who may vote no more. */
export const votesOn = ({ version, votes }: Pick<CandidateRecord, "version" | "votes">): Votes =>
  new Map(votes?.version === version ? Object.entries(votes.by) : []);

export function summaryOf(record: CandidateRecord, { userId, panel, now }: Looking): CandidateSummary {
  const votes = votesOn(record);
  const all = [...counted(votes, panel).values()];
  const lease = holding(record.lease, now);
  const myVote = votes.get(userId);
  const count = (vote: "approve" | "reject") => all.filter((one) => one === vote).length;
  return {
    id: record.id,
    cohortId: record.cohortId,
    examId: record.examId,
    taskId: record.taskId,
    type: record.type,
    difficulty: record.difficulty,
    state: record.state,
    ...(record.step && { step: record.step }),
    generationId: record.generationId,
    version: record.version,
    stem: record.stem,
    since: record.since,
    round: record.round,
    failed: record.failed,
    warned: record.warned,
    votes: { approve: count("approve"), reject: count("reject"), quorum: panel.quorum },
    ...(lease && { lease: { by: { userId: lease.userId, name: lease.name }, until: lease.until } }),
    ...(myVote && { myVote }),
    ...(record.problem && { problem: record.problem }),
    escalated: record.escalated,
  };
}

interface Around {
  current: CandidateVersion | undefined;
  votes: readonly Vote[];
  /** As it is in the bank. */
  question: BankEntry | undefined;
}

export function candidateView(
  record: CandidateRecord,
  { current, votes, question }: Around,
  looking: Looking,
): Candidate {
  const inReview = record.state === "in_review";
  const waits = inReview && needsOther(votesOn(record), looking.userId, looking.panel, record.editor);
  return {
    ...summaryOf(record, looking),
    ...(current && { current }),
    currentVotes: votes.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    ...(waits && { approvalNeedsOther: whyOther }),
    ...(inReview && record.reviewedSince && { due: dueTimes(record.reviewedSince) }),
    ...(question && { question: { state: question.state, version: question.version } }),
  };
}

const whyOther =
  "You have last edited this version, so your approval alone is not enough: somebody else has to approve it too.";
