import type { QuestionState } from "@lyceum/shared/questions";
import type { CandidateState, Check, CheckName, RejectReason } from "@lyceum/shared/review";

// What the interface calls the parts of a review.

/** In the order in which people look for them. */
export const stateNames: Readonly<Record<CandidateState, string>> = {
  in_review: "In review",
  changes_requested: "Being rewritten",
  draft: "Being written",
  failed: "Failed the checks",
  approved: "Approved",
  rejected: "Rejected",
  expired: "Expired",
  cancelled: "Cancelled",
};

export const checkNames: Readonly<Record<CheckName, string>> = {
  schema: "Form",
  grounded: "Supported by the notes",
  key: "Key, answered blind",
  duplicate: "New to the bank",
  lint: "Item writing",
  scope: "In the exam's scope",
  safety: "Safe, no personal data",
};

/** What goes wrong where a check fails, in a word or two. */
export const checkProblems: Readonly<Record<CheckName, string>> = {
  schema: "form",
  grounded: "not supported",
  key: "key doubtful",
  duplicate: "similar item",
  lint: "wording",
  scope: "out of scope",
  safety: "safety",
};

export const verdictNames: Readonly<Record<Check["verdict"], string>> = {
  passed: "Passed",
  warning: "Warning",
  failed: "Failed",
  unknown: "Not checked",
};

export const rejectReasons: Readonly<Record<RejectReason, string>> = {
  wrong: "The key or a fact is wrong",
  not_in_notes: "The notes don't support it",
  out_of_scope: "Not what the exam asks",
  duplicate: "There is one like it already",
  trivial: "Too trivial to tell anybody from another",
  unclear: "Unclear or badly written",
  two_right: "More than one option is right",
  other: "Another reason",
};

/** Of a question that is in the bank. Others are not there yet. */
export const questionStates: Readonly<Record<QuestionState, string>> = {
  draft: "Draft",
  in_review: "Back in review",
  changes_requested: "Back in review",
  rejected: "Rejected",
  approved: "Approved",
  pilot: "Pilot, unscored",
  scored: "Scored",
  retired: "Retired",
};

/** The most rounds of changes that are asked for; as the contract has it, which would bring zod along. */
export const mostRounds = 3;
