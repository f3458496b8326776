import type { SubmittedAttempt } from "@lyceum/shared/attempts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { About } from "@lyceum/shared/tutor";
import type { AskedItem } from "./item/rules.ts";

/** An attempt of the caller's, as far as it may be looked at. */
export type OwnAttempt =
  | { state: "running" }
  | { state: "sealed" }
  | Pick<SubmittedAttempt, "state" | "examId" | "items">
  | undefined;

/**
 * The item that a question is about: a decided one of the caller's own.
 * @throws Fault not_found, also for another person's attempt; conflict while nothing may be told of it
 */
export function askedItem(attempt: OwnAttempt, { position }: About, examId: string): AskedItem {
  if (!attempt) throw new Fault("not_found", "There is no such attempt.");
  if (attempt.state === "running") {
    throw new Fault("conflict", "This attempt still runs. Submit it, then ask about its questions.");
  }
  if (attempt.state === "sealed") {
    throw new Fault(
      "conflict",
      "Others may still sit this mock. Ask about its questions when its results are out.",
    );
  }
  const found = attempt.items.find((each) => each.position === position);
  if (!found || attempt.examId !== examId) {
    throw new Fault("not_found", "There is no such question in this group's exam.");
  }
  const { item, review, session } = found;
  return {
    type: item.type,
    stem: item.stem,
    options: item.options.map(({ id, text }) => ({ id, text, rationale: review.rationales[id] ?? "" })),
    ...(item.type === "matching" && { prompts: item.prompts }),
    key: review.key,
    response: session.response,
    correct: review.correct,
    decidedBy: review.decidedBy,
  };
}
