import { Fault } from "@lyceum/shared/contract/fault";
import type { Dispute, DisputeCase } from "@lyceum/shared/disputes";
import { AuthorItem, namedOptions, type Question, type Response } from "@lyceum/shared/questions";
import { isCorrect } from "../questions/rules.ts";

type Answer = NonNullable<Dispute["answer"]>;

/** What stands of a version of a question between learners and instructors. */
export interface Case extends DisputeCase {
  /** When it came into its state: an open case waits since then. */
  since: string;
  /** The latest. */
  answer?: Answer | undefined;
}

/**
 * The time of what happens to a case: now, but always after what happened to it before, whatever the clocks of the
 * functions say. So times tell the order, and no two are the same.
 */
export const timeAfter = (before: Pick<Case, "changedAt"> | undefined, now: string): string =>
  before && before.changedAt >= now ? new Date(Date.parse(before.changedAt) + 1).toISOString() : now;

/** A case after another dispute: one that was answered is open again. */
export function disputed(before: Case | undefined, question: Question, at: string): Case {
  return {
    ...(before ?? unheard(question, at)),
    state: "open",
    since: before?.state === "open" ? before.since : at,
    disputes: (before?.disputes ?? 0) + 1,
    changedAt: at,
  };
}

/** A case after an answer. */
export const answered = (before: Case | undefined, question: Question, answer: Answer): Case => ({
  ...(before ?? unheard(question, answer.at)),
  state: "answered",
  since: answer.at,
  changedAt: answer.at,
  answer,
});

const unheard = ({ id, version, examId, taskId, item }: Question, at: string): Case => ({
  questionId: id,
  version,
  examId,
  taskId,
  type: item.type,
  stem: item.stem,
  state: "answered",
  disputes: 0,
  changedAt: at,
  since: at,
});

/** What was answered to a dispute: the latest answer of its case, if it was given after the dispute. */
export const answerTo = (dispute: Pick<Dispute, "at">, answer: Answer | undefined): Answer | undefined =>
  answer && answer.at > dispute.at ? answer : undefined;

/** Where an attempt stands, for who would dispute an item of it. */
export interface Standing {
  /** Of an attempt that is over. */
  submitted: boolean;
  /** Until when its results are kept back because others sit the same form; absent where they are not. */
  resultsAt?: string | undefined;
}

/** @throws Fault conflict where the learner can't have seen the key yet */
export function assertDisputable({ submitted, resultsAt }: Standing, now: string): void {
  if (!submitted) {
    throw new Fault(
      "conflict",
      "This attempt has not been submitted. Submit it, then dispute its questions.",
    );
  }
  if (resultsAt !== undefined && resultsAt > now) {
    throw new Fault(
      "conflict",
      "Others may still be taking this mock. Dispute its questions when its results are out.",
    );
  }
}

type Explanation = Pick<AuthorItem, "decidedBy"> & { rationales: Readonly<Record<string, string>> };

/**
 * The item with another key, and what explains it: what explained the old one would tell learners why the right answer is
 * wrong.
 * @param explanation without it, and for options that it leaves out, all stays
 * @throws Fault invalid_request where the key doesn't fit the item, is the one it has, or can't have been given by who
 *   did as told
 */
export function withKey(item: AuthorItem, key: Response, explanation?: Explanation): AuthorItem {
  const { decidedBy = item.decidedBy, rationales = {} } = explanation ?? {};
  const options = item.options.map((option) => ({
    ...option,
    rationale: rationales[option.id] ?? option.rationale,
  }));
  const { data, error } = AuthorItem.safeParse({ ...item, key, decidedBy, options });
  if (!data) {
    const issues = error.issues.map(({ path, message }) => ({ path: ["body", ...path].join("."), message }));
    throw new Fault("invalid_request", "This key does not fit the question. Correct it.", issues);
  }
  if (isCorrect(item.key, data.key)) {
    throw new Fault(
      "invalid_request",
      "This is the key that the question has. Give another, or none to keep it.",
    );
  }
  const count = namedOptions(item.key).length;
  if (item.type === "multiple_response" && namedOptions(data.key).length !== count) {
    throw new Fault(
      "invalid_request",
      `Learners were told to choose ${count} options, so a key with another number makes them all wrong. Give ${count}.`,
    );
  }
  return data;
}
