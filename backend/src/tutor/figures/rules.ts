import type { Answer, AnswerState, Feedback, TutorFigures } from "@lyceum/shared/tutor";
import { nanosOf, usdOf } from "../../models/spending/rules.ts";

/**
 * The upper ends of the classes that times are counted in, in ms: fine where it matters whether somebody waits, and up to
 * the deadline of an answer and beyond. What took longer is in the last.
 */
export const classes = [
  100, 250, 500, 750, 1000, 1500, 2000, 3000, 4000, 6000, 8000, 12000, 16000, 24000, 32000, 48000, 64000,
  96000,
] as const;

const states = [
  "answered",
  "not_in_notes",
  "declined",
  "stopped",
  "failed",
] as const satisfies readonly AnswerState[];

/** What is added, by the counter's name. */
export type Counters = Readonly<Record<string, number>>;

/** What the counters have of an answer. */
export interface Counted {
  thumb?: Feedback["thumb"] | undefined;
}

type Answered = Pick<Answer, "state" | "claims" | "by" | "usage" | "feedback">;

/** Whose counters an answer belongs to: those of the model that wrote it, or of none. */
export const modelOf = ({ by }: Pick<Answer, "by">): string => (by?.how === "model" ? by.model : "");

/**
 * What is to be counted of an answer now, beyond what is counted of it already.
 * @returns `undefined` where that is nothing
 */
export function toCount(
  answer: Answered,
  before: Counted | undefined,
): { counters: Counters; counted: Counted } | undefined {
  if (answer.state === "answering") return undefined;
  const thumb = answer.feedback?.thumb;
  if (before && before.thumb === thumb) return undefined;
  const counters = {
    ...(before ? {} : countersOf(answer)),
    ...(before?.thumb && { [thumbCounter(before.thumb)]: -1 }),
    ...(thumb && { [thumbCounter(thumb)]: 1 }),
  };
  return { counters, counted: thumb ? { thumb } : {} };
}

const thumbCounter = (thumb: Feedback["thumb"]) => (thumb === "up" ? "thumbsUp" : "thumbsDown");

function countersOf({ state, claims, usage }: Answered): Counters {
  const { firstTextMs = null, ms } = usage ?? {};
  return {
    answers: 1,
    [`state_${state}`]: 1,
    // What nothing could check says nothing about how often claims are supported.
    claims: claims.filter(({ support }) => support !== "unchecked").length,
    unsupported: claims.filter(({ support }) => support === "none").length,
    ...(usage && {
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      nanoUsd: nanosOf(usage.usd),
    }),
    ...(firstTextMs !== null && { [`firstText_${classOf(firstTextMs)}`]: 1 }),
    ...(ms !== undefined && { [`ms_${classOf(ms)}`]: 1 }),
  };
}

const classOf = (ms: number): number => classes.find((end) => ms <= end) ?? classes[classes.length - 1] ?? 0;

/** Counters as they are told. */
export function figuresOf(
  { cohortId, model }: Pick<TutorFigures, "cohortId" | "model">,
  counters: Counters,
): TutorFigures {
  const of = (name: string): number => counters[name] ?? 0;
  return {
    cohortId,
    model,
    answers: of("answers"),
    states: Object.fromEntries(states.map((state) => [state, of(`state_${state}`)])),
    claims: of("claims"),
    unsupported: of("unsupported"),
    thumbsUp: of("thumbsUp"),
    thumbsDown: of("thumbsDown"),
    inputTokens: of("inputTokens"),
    outputTokens: of("outputTokens"),
    usd: usdOf(of("nanoUsd")),
    firstTextMs: percentiles((end) => of(`firstText_${end}`)),
    ms: percentiles((end) => of(`ms_${end}`)),
  };
}

/** By nearest rank: the class in which the value stands that so many per cent of all don't exceed. */
function percentiles(inClass: (end: number) => number): { p50: number; p95: number } | null {
  const upTo = (end: number) =>
    classes.filter((each) => each <= end).reduce((sum, each) => sum + inClass(each), 0);
  const total = upTo(Number.POSITIVE_INFINITY);
  if (total === 0) return null;
  const at = (share: number): number => classes.find((end) => upTo(end) >= share * total) ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}
