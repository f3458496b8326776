import { Fault } from "@lyceum/shared/contract/fault";
import { nothing, type Source, standingOf, stepTowards } from "./standings/rules.ts";
import type { BoardStore } from "./store.ts";

interface Dependencies {
  store: Pick<BoardStore, "standing" | "change">;
  /**
   * What decides where a member stands, as it is now: read strongly consistent, and anew with every call. `undefined`
   * for who is not a member, or where the cohort is gone.
   */
  sourceOf: (cohortId: string, userId: string) => Promise<Source | undefined>;
  /** ISO time. */
  now: () => string;
}

/** One is for a standing that is right already, one for each step, the others for meeting somebody else. */
const passes = 20;

/**
 * Brings a member's standing up to date, with the boards and totals that follow from it. It is to be called after every
 * change of the member, the member's ledger, or the cohort's time zone, and says nothing of what has changed: called
 * too often, twice, late or out of order, it leaves the same boards. Where it fails, or the process ends, it must be
 * called again.
 *
 * The standing is read before what decides it, so that a write based on older facts mostly fails. To be certain, both
 * are read again after every write until there is nothing to write: what changed meanwhile may have found nothing to do.
 * docs/decisions/0008 has the case.
 *
 * @throws Fault unavailable where others keep changing the same items
 */
export const recompute =
  ({ store, sourceOf, now }: Dependencies) =>
  async (cohortId: string, userId: string): Promise<void> => {
    for (let pass = 1; pass <= passes; pass++) {
      const stored = await store.standing(cohortId, userId);
      const source = await sourceOf(cohortId, userId);
      const time = now();
      const step = stepTowards(stored?.standing ?? nothing, standingOf(source, time), time);
      if (!step) return;
      await store.change(cohortId, userId, stored?.revision, step).catch(unlessPassing);
    }
    throw new Fault("unavailable", "Others are changing these boards right now. Try again in a moment.");
  };

/** What reading again may put right. */
function unlessPassing(error: unknown): void {
  if (!(error instanceof Fault && (error.code === "conflict" || error.code === "unavailable"))) throw error;
}
