import type { AnswerState, TutorFigures } from "@lyceum/shared/tutor";
import { counted, percent } from "../../lib/format.ts";
import { likelyShare } from "../../lib/interval.ts";

// How a tutor's answers do, in words: of one model, or of all together.

/** What may be added up over models and groups. */
export type Sums = Pick<
  TutorFigures,
  | "answers"
  | "states"
  | "claims"
  | "unsupported"
  | "thumbsUp"
  | "thumbsDown"
  | "inputTokens"
  | "outputTokens"
  | "usd"
>;

/** In the order in which they are told. */
export const endings: readonly AnswerState[] = [
  "answered",
  "not_in_notes",
  "declined",
  "stopped",
  "failed",
  "answering",
];

export const endingNames: Readonly<Record<AnswerState, string>> = {
  answered: "Answered from the notes",
  not_in_notes: "Not in the notes",
  declined: "Declined by a filter",
  stopped: "Stopped by the learner",
  failed: "Broken off",
  answering: "Being answered",
};

/** Of answers that no model wrote: sentences of the notes, and what was not put to a model. */
export const modelName = (model: string): string => (model === "" ? "No model" : model);

const added = (all: readonly Sums[], of: (one: Sums) => number): number =>
  all.reduce((sum, one) => sum + of(one), 0);

export const sumOf = (all: readonly Sums[]): Sums => ({
  answers: added(all, ({ answers }) => answers),
  states: Object.fromEntries(
    endings.flatMap((state) => {
      const count = added(all, ({ states }) => states[state] ?? 0);
      return count > 0 ? [[state, count]] : [];
    }),
  ),
  claims: added(all, ({ claims }) => claims),
  unsupported: added(all, ({ unsupported }) => unsupported),
  thumbsUp: added(all, ({ thumbsUp }) => thumbsUp),
  thumbsDown: added(all, ({ thumbsDown }) => thumbsDown),
  inputTokens: added(all, ({ inputTokens }) => inputTokens),
  outputTokens: added(all, ({ outputTokens }) => outputTokens),
  usd: added(all, ({ usd }) => usd),
});

/** Between which shares the true one likely is (95 %, Wilson), where `part` of `whole` are known. */
export function likelyText(part: number, whole: number): string {
  const { low, high } = likelyShare(part, whole);
  return `${percent(low)} to ${percent(high)}`;
}

/** How questions ended, in a sentence. */
export function endingsSentence({ answers, states }: Sums): string {
  const from = states.answered ?? 0;
  const missing = states.not_in_notes ?? 0;
  const others = answers - from - missing;
  const told = [
    `${from} answered from the notes`,
    missing > 0 && `${missing} not in the notes`,
    others > 0 && `${others} declined, stopped or broken off`,
  ].filter((part) => part !== false);
  return `${counted(answers, "question was", "questions were")} asked: ${told.join(", ")}.`;
}

export function supportSentence({ claims, unsupported }: Sums): string {
  if (claims === 0) return "No statement of an answer has been checked against the notes.";
  const share = `${percent(unsupported / claims)}, likely ${likelyText(unsupported, claims)}`;
  const told = `Of ${counted(claims, "statement")} ${unsupported || "none"} had no support in the notes (${share}).`;
  return unsupported === 0 ? told : `${told} Readers see that marked.`;
}

export function thumbsSentence({ thumbsUp, thumbsDown }: Sums): string {
  const all = thumbsUp + thumbsDown;
  if (all === 0) return "Nobody has rated an answer.";
  return `${counted(all, "answer was", "answers were")} rated: ${thumbsUp} up, ${thumbsDown} down.`;
}

/** A time in seconds, to a tenth. @param ms `null` where there is none */
export const secondsText = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? "–" : `${(ms / 1000).toFixed(1)} s`;

export const tokensText = (tokens: number, locale?: string): string =>
  new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(tokens);
