import type { ReviewedItem } from "@lyceum/shared/attempts";
import type { Dispute } from "@lyceum/shared/disputes";

/**
 * The learner's disputes that belong to an item of an attempt, the latest first: those of its version, and those that
 * were raised here before the key was corrected, which made another version of it.
 */
export const disputesOf = (
  disputes: readonly Dispute[],
  attemptId: string,
  { questionId, version, position }: Pick<ReviewedItem, "questionId" | "version" | "position">,
): Dispute[] =>
  disputes.filter(
    (dispute) =>
      dispute.questionId === questionId &&
      (dispute.version === version || (dispute.attemptId === attemptId && dispute.position === position)),
  );

/** What the correction of a key did to an answer; `undefined` where the key was not corrected. */
export function correctionText({
  correctBefore,
  review: { correct },
}: Pick<ReviewedItem, "correctBefore" | "review">): string | undefined {
  if (correctBefore === undefined) return undefined;
  const corrected = "The answer key of this question was corrected after you had submitted.";
  if (correctBefore === correct)
    return `${corrected} Your answer is ${correct ? "right" : "wrong"} by both keys.`;
  return `${corrected} By the old key your answer was ${correctBefore ? "right" : "wrong"}; it is ${correct ? "right" : "wrong"} by the new one.`;
}
