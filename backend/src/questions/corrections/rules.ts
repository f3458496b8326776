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
