import type { Question } from "@lyceum/shared/questions";
import { isCorrect } from "../rules.ts";

/** Names a version of a question. */
interface VersionRef {
  questionId: string;
  version: number;
}

/** A key was wrong: what was answered with one version is scored by another, which differs in its key alone. */
export interface Correction {
  questionId: string;
  from: number;
  to: number;
}

/** The version that a version is scored by, after all corrections: a corrected key may be corrected again. */
export function scoringVersion(
  corrections: readonly Correction[],
  { questionId, version }: VersionRef,
): number {
  const next = corrections.find((one) => one.questionId === questionId && one.from === version);
  // A correction leads to a later version, so this ends.
  return next && next.to > version ? scoringVersion(corrections, { questionId, version: next.to }) : version;
}

/**
 * The versions that a correction of one is good for: those before it with the same options and the same key, that are not
 * corrected yet.
 * @param version the one whose key is corrected
 */
export function withSameKey(
  history: readonly Question[],
  version: number,
  corrections: readonly Correction[],
): number[] {
  const wrong = history.find((one) => one.version === version);
  const optionsOf = ({ item }: Question) => item.options.map(({ id, text }) => `${id} ${text}`).join("\n");
  return history
    .filter(
      (one) =>
        wrong &&
        one.version <= version &&
        scoringVersion(corrections, { questionId: one.id, version: one.version }) === one.version &&
        optionsOf(one) === optionsOf(wrong) &&
        isCorrect(wrong.item.key, one.item.key),
    )
    .map((one) => one.version);
}
