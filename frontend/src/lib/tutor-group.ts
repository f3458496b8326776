import type { CohortSummary } from "@lyceum/shared/cohorts";

// The tutor belongs to a group. Where no group is at hand, it is one of the learner's groups that prepare for the exam.

/** Whose tutor can be asked about an exam. */
export const groupsFor = (groups: readonly CohortSummary[], examId: string): CohortSummary[] =>
  groups.filter((group) => group.examId === examId && group.state === "active");

/** The only one, or the one that was chosen before and is still there. */
export const chosenGroup = (
  groups: readonly CohortSummary[],
  remembered: string | undefined,
): CohortSummary | undefined =>
  groups.length === 1 ? groups[0] : groups.find(({ id }) => id === remembered);

const keyOf = (examId: string) => `lyceum-tutor-group:${examId}`;

/** Which group's tutor was asked last on this device. A browser that keeps nothing has no answer. */
export function rememberedGroup(examId: string): string | undefined {
  try {
    return localStorage.getItem(keyOf(examId)) ?? undefined;
  } catch {
    return undefined;
  }
}

export function rememberGroup(examId: string, cohortId: string): void {
  try {
    localStorage.setItem(keyOf(examId), cohortId);
  } catch {
    // The choice is asked for again, then.
  }
}
