import type { SubmittedAttempt } from "@lyceum/shared/attempts";
import { csvOf } from "../../lib/csv.ts";
import { responseText } from "../../lib/responses.ts";
import { domainOf } from "./domains.ts";

const columns = [
  "position",
  "question_id",
  "domain",
  "task",
  "type",
  "difficulty",
  "scored",
  "response",
  "right",
  "key",
  "initial_response",
  "initial_right",
  "confidence",
  "flagged",
  "seconds",
  "note",
  "right_before",
];

/** An attempt as CSV: a row for each item. Letters are those that the learner saw. */
export const attemptCsv = ({ items }: Pick<SubmittedAttempt, "items">): string =>
  csvOf([
    columns,
    ...items.map((row) => {
      const { position, questionId, taskId, scored, item, session, initialCorrect, review, correctBefore } =
        row;
      return [
        position,
        questionId,
        domainOf(taskId),
        taskId,
        item.type,
        review.difficulty,
        scored,
        responseText(item, session.response),
        review.correct,
        responseText(item, review.key),
        responseText(item, session.initial),
        initialCorrect,
        session.confidence,
        session.flagged,
        session.seconds,
        session.note,
        // By the key before it was corrected; empty where it was not.
        correctBefore ?? null,
      ];
    }),
  ]);

/** A name for a file of an attempt's, such as `an-exam-mock-2026-03-01`. */
export const fileName = ({
  examId,
  kind,
  startedAt,
}: Pick<SubmittedAttempt, "examId" | "kind" | "startedAt">) => `${examId}-${kind}-${startedAt.slice(0, 10)}`;
