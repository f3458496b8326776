import type { Candidate, CandidateSummary, CandidateVersion, Vote } from "@lyceum/shared/review";
import { counted, percent } from "../../lib/format.ts";
import { mostRounds, rejectReasons } from "../../lib/review-names.ts";

const dayMs = 24 * 60 * 60_000;

/** How long something has been so, in whole days. `now` in ms. */
export function ageText(since: string, now: number): string {
  const days = Math.floor((now - Date.parse(since)) / dayMs);
  return days < 1 ? "since today" : `for ${counted(days, "day")}`;
}

/** How the votes on the current version stand. */
export function votesText({ approve, reject, quorum }: CandidateSummary["votes"]): string {
  const approvals = `${approve} of ${quorum} approved`;
  return reject > 0 ? `${approvals}, ${reject} rejected` : approvals;
}

/** What a version's checks say, in a word or two; `undefined` where nothing is wrong. */
export const isClean = ({ failed, warned }: Pick<CandidateSummary, "failed" | "warned">): boolean =>
  failed.length === 0 && warned.length === 0;

/** How the others have voted on the current version. */
function others({ votes, myVote }: Pick<CandidateSummary, "votes" | "myVote">) {
  return {
    approve: votes.approve - Number(myVote === "approve"),
    reject: votes.reject - Number(myVote === "reject"),
  };
}

/** What follows from one's approval, so that nobody expects more of it. `isOwner`: whose vote decides where votes differ. */
export function approvalText(candidate: Candidate, isOwner: boolean): string {
  const { approve, reject } = others(candidate);
  const missing = candidate.votes.quorum - approve - 1;
  const done =
    "With your approval it goes into the group's bank as a pilot: learners meet it, and it doesn't count yet.";
  if (candidate.approvalNeedsOther) return candidate.approvalNeedsOther;
  if (missing <= 0) return done;
  if (reject === 0)
    return `After yours it needs ${counted(missing, "more approval")} by others, to go into the group's bank as a pilot.`;
  return isOwner
    ? `Somebody has rejected it. Where votes differ, an owner's decides, and you are one. ${done}`
    : "Somebody has rejected it. Where votes differ, an owner's decides: yours is counted until then.";
}

/** What follows from one's rejection. */
export function rejectionText(
  candidate: Pick<CandidateSummary, "votes" | "myVote">,
  isOwner: boolean,
): string {
  const { approve, reject } = others(candidate);
  const missing = candidate.votes.quorum - reject - 1;
  const done = "With your rejection it is out: no learner meets it, and it can't be brought back.";
  if (missing <= 0) return done;
  if (approve === 0) return `After yours it needs ${counted(missing, "more rejection")} by others.`;
  return isOwner
    ? `Somebody has approved it. Where votes differ, an owner's decides, and you are one. ${done}`
    : "Somebody has approved it. Where votes differ, an owner's decides: yours is counted until then.";
}

/** How many rounds of changes are left, and what that means. */
export function roundsText(round: number): string {
  const left = Math.max(0, mostRounds - round);
  if (left === 0) return "It has been rewritten as often as it may be. Edit it yourself, or reject it.";
  return `${left === 1 ? "This is the last round" : `${left} of ${mostRounds} rounds are left`}: each has it written anew and checked again.`;
}

/** What somebody votes, in a sentence. */
export function voteText({ by, verdict }: Vote): string {
  switch (verdict.vote) {
    case "approve":
      return `${by.name} approved: ${percent(verdict.angoff)} of those who just pass would get it right.`;
    case "reject":
      return `${by.name} rejected: ${rejectReasons[verdict.reason].toLowerCase()}.`;
    case "request_changes":
      return `${by.name} asked for changes.`;
  }
}

/** What somebody wrote with a vote; `undefined` for nothing. */
export const voteWords = ({ verdict }: Vote): string | undefined =>
  verdict.vote === "request_changes" ? verdict.instructions : verdict.comment;

/** How a version came to be, in a sentence. */
export const madeText = ({ made }: CandidateVersion): string =>
  made.how === "edited"
    ? `Edited by ${made.by.name}.`
    : `Written by ${made.by.model}, prompt ${made.by.prompt}.`;

/** What it was told, or why it was edited; `undefined` for nothing. */
export const madeWords = ({ made }: CandidateVersion): string | undefined =>
  made.how === "edited" ? made.comment : made.instructions;

/** A rating that was typed in per cent as a share; `undefined` where it can't be one. */
export function ratingOf(typed: string): number | undefined {
  const value = Number(typed);
  return typed.trim() !== "" && Number.isInteger(value) && value >= 1 && value <= 99
    ? value / 100
    : undefined;
}

/** A time of today, in the reader's locale and time zone. */
export const timeOfDay = (iso: string, locale?: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone }).format(new Date(iso));

/** What a vote has come to. */
export function votedText({ state, votes }: Candidate, vote: Vote["verdict"]["vote"]): string {
  if (state === "approved") return "It is approved, and goes into the group's bank as a pilot.";
  if (state === "rejected") return "It is rejected. No learner meets it.";
  if (state === "changes_requested")
    return "It is being written anew, and comes back when it has been checked.";
  return `Your ${vote === "reject" ? "rejection" : "approval"} is counted: ${votesText(votes)}.`;
}

/** Why something could not be done, where somebody else was faster. */
export const conflictText = (message: string): string =>
  `${message} This page shows the question as it is now. What you wrote is kept.`;
