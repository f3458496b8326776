import { Fault } from "@lyceum/shared/contract/fault";
import type { CandidateStore } from "./candidates/store.ts";
import type { Panels } from "./panels.ts";

interface Dependencies {
  store: CandidateStore;
  panels: Panels;
  notices: {
    tellWaiting: (
      userId: string,
      told: {
        kind: "review_reminder" | "review_escalation";
        at: string;
        cohortId: string;
        cohortName: string;
        waiting: number;
      },
    ) => Promise<void>;
  };
  /** ISO time. */
  now: () => string;
}

/** More are told of as so many. */
const mostCounted = 1000;

/** Tells those who can decide that questions wait: all reviewers at first, and the owners when it takes too long. */
export const telling =
  ({ store, panels, notices, now }: Dependencies) =>
  async (cohortId: string, kind: "review_reminder" | "review_escalation"): Promise<void> => {
    const found = await panels.of(cohortId).catch((error: unknown) => {
      // The group is gone, and there is nobody to tell.
      if (error instanceof Fault && error.code === "not_found") return undefined;
      throw error;
    });
    if (!found) return;
    const { panel, cohort } = found;
    const { items } = await store.queue(cohortId, "in_review", { limit: mostCounted });
    const told = { kind, at: now(), cohortId, cohortName: cohort.name, waiting: Math.max(1, items.length) };
    for (const userId of kind === "review_reminder" ? panel.reviewers : panel.owners) {
      await notices.tellWaiting(userId, told);
    }
  };
