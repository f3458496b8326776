import { Fault } from "@lyceum/shared/contract/fault";
import { effectiveQuorum, type Panel } from "./votes/rules.ts";

/** Somebody as what is done is told of. */
export interface Person {
  userId: string;
  name: string;
}

interface Reviewer extends Person {
  role: "owner" | "instructor" | "learner";
}

interface Dependencies {
  cohortOf: (
    cohortId: string,
  ) => Promise<{ state: "active" | "archived" | "deleting"; name: string; examId: string } | undefined>;
  /** Instructors and owners. */
  reviewersOf: (cohortId: string) => Promise<readonly Reviewer[]>;
  /** How many must agree, as the owners have said; `null` where they have not. */
  quorumOf: (cohortId: string) => Promise<number | null>;
}

export type Panels = ReturnType<typeof panelsOf>;

/** Who reviews in a cohort now. */
export const panelsOf = ({ cohortOf, reviewersOf, quorumOf }: Dependencies) => ({
  /**
   * @param wanted `active` for what changes something
   * @throws Fault conflict where the cohort is archived; not_found where it is gone
   */
  async of(cohortId: string, wanted?: "active") {
    const [cohort, reviewers, quorum] = await Promise.all([
      cohortOf(cohortId),
      reviewersOf(cohortId),
      quorumOf(cohortId),
    ]);
    if (!cohort || cohort.state === "deleting") throw new Fault("not_found", "There is no such group.");
    if (wanted && cohort.state !== wanted) {
      throw new Fault("conflict", "The group is archived. An owner can restore it; then try again.");
    }
    const panel: Panel = {
      reviewers: new Set(reviewers.map(({ userId }) => userId)),
      owners: new Set(reviewers.filter(({ role }) => role === "owner").map(({ userId }) => userId)),
      quorum: effectiveQuorum(quorum, reviewers.length),
    };
    return {
      panel,
      quorum,
      cohort,
      people: new Map(reviewers.map((reviewer) => [reviewer.userId, reviewer])),
    };
  },
});
