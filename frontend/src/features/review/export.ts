import type { SubmittedAttempt } from "@lyceum/shared/attempts";
import type { LearnerItem, Response } from "@lyceum/shared/questions";
import { letterLabel } from "../../lib/format.ts";
import { csvOf } from "./csv.ts";
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
];

/** An attempt as CSV: a row for each item. Letters are those that the learner saw. */
export const attemptCsv = ({ items }: Pick<SubmittedAttempt, "items">): string =>
  csvOf([
    columns,
    ...items.map(({ position, questionId, taskId, scored, item, session, initialCorrect, review }) => [
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
    ]),
  ]);

/** A response in words, such as `B. Ask again; D. Wait`; empty for none. */
export function responseText(item: LearnerItem, response: Response | null): string {
  const option = (letter: string) => named(item.options, letter);
  switch (response?.type) {
    case undefined:
      return "";
    case "multiple_choice":
      return option(response.choice);
    case "multiple_response":
      return response.choices.toSorted().map(option).join("; ");
    case "ordering":
      return response.order.map((letter, place) => `${place + 1}) ${option(letter)}`).join("; ");
    case "matching": {
      const prompts = item.type === "matching" ? item.prompts : [];
      return Object.entries(response.pairs)
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(([prompt, letter]) => `${named(prompts, prompt)} -> ${option(letter)}`)
        .join("; ");
    }
  }
}

const named = (options: readonly { id: string; text: string }[], letter: string) =>
  `${letterLabel(letter)}. ${options.find(({ id }) => id === letter)?.text ?? ""}`;

/** A name for a file of an attempt's, such as `an-exam-mock-2026-03-01`. */
export const fileName = ({
  examId,
  kind,
  startedAt,
}: Pick<SubmittedAttempt, "examId" | "kind" | "startedAt">) => `${examId}-${kind}-${startedAt.slice(0, 10)}`;
