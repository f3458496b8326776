import type { Candidate, CandidateSummary } from "@lyceum/shared/review";

/** How one of several fared. */
export interface Outcome {
  candidate: CandidateSummary;
  /** Why it was not done; absent where it was. */
  problem?: string;
}

/**
 * Does something to each candidate, one after the other, and goes on where one fails. Where it is told to stop, those
 * that are left have no outcome.
 *
 * @param act gives why it can't be done, or nothing; what it throws is told by `messageOf`
 */
export async function doToEach(
  candidates: readonly CandidateSummary[],
  act: (candidate: CandidateSummary) => Promise<string | undefined>,
  {
    signal,
    messageOf,
    onProgress,
  }: {
    signal: AbortSignal;
    messageOf: (error: unknown) => string;
    onProgress: (done: number) => void;
  },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const candidate of candidates) {
    if (signal.aborted) break;
    const problem = await act(candidate).catch(messageOf);
    outcomes.push({ candidate, ...(problem !== undefined && { problem }) });
    onProgress(outcomes.length);
  }
  return outcomes;
}

/** Why a candidate is not approved together with others, as it is now; `undefined` where it is. */
export function bulkProblem(
  selected: CandidateSummary,
  { state, version, current }: Candidate,
): string | undefined {
  if (state !== "in_review") return "It is not in review any more.";
  if (version !== selected.version) return "There is a newer version: look at it first.";
  return current?.checks.every(({ verdict }) => verdict === "passed")
    ? undefined
    : "Not all of its checks passed: look at it first.";
}
