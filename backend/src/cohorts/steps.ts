import { Fault } from "@lyceum/shared/contract/fault";
import * as z from "zod";
import type { Consume } from "../stream.ts";
import type { RecomputationStore } from "./recomputations/store.ts";
import type { CohortStore } from "./store.ts";

interface Dependencies {
  store: CohortStore;
  recomputations: RecomputationStore;
  /** Deletes the mocks of a cohort that is being deleted. */
  purgeMocks: (cohortId: string) => Promise<void>;
  /** Deletes a cohort's candidates and what they were written with, and retires its questions in the bank. */
  purgeQuestions: (cohort: { cohortId: string; examId: string }) => Promise<void>;
  /** Has the notes of a cohort that is being deleted forgotten, with their files and their index. */
  forgetNotes: (cohortId: string) => Promise<void>;
  /** Deletes what the tutor has of a cohort that is being deleted, but for what belongs to its members. */
  purgeTutor: (cohortId: string) => Promise<void>;
  /** Deletes what somebody who has left a cohort has asked its tutor. */
  forgetAsked: (learner: { cohortId: string; userId: string }) => Promise<void>;
  /** Brings a member's standing up to date. */
  recompute: (cohortId: string, userId: string) => Promise<void>;
}

const key = z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });
const Ledger = z.object({ entity: z.object({ S: z.literal("ledger") }) });
const Member = z.object({
  entity: z.object({ S: z.literal("member") }),
  cohortId: z.object({ S: z.string() }),
  userId: z.object({ S: z.string() }),
});
const cohort = { entity: z.object({ S: z.literal("cohort") }), id: z.object({ S: z.string() }) };
const DeletedCohort = z.object({
  ...cohort,
  examId: z.object({ S: z.string() }),
  state: z.object({ S: z.literal("deleting") }),
});
const timeZone = z.object({ S: z.string() });
const MovedCohort = z
  .object({ OldImage: z.object({ timeZone }), NewImage: z.object({ ...cohort, timeZone }) })
  .refine(({ OldImage, NewImage }) => OldImage.timeZone.S !== NewImage.timeZone.S);
const Recomputation = z.object({
  entity: z.object({ S: z.literal("recomputation") }),
  cohortId: z.object({ S: z.string() }),
});

/** How many members are looked at for one record of the stream. */
const membersAtOnce = 25;

/**
 * Consumes the table's stream: brings standings up to date when a ledger, a membership or a cohort's time zone changes,
 * and deletes what belongs to a cohort that is being deleted. What a record says is not used but for whom it is about:
 * everything is read as it is now, so that records may come twice, late and in any order.
 */
export function keepStandings({
  store,
  recomputations,
  purgeMocks,
  purgeQuestions,
  forgetNotes,
  purgeTutor,
  forgetAsked,
  recompute,
}: Dependencies): Consume {
  return async ({ dynamodb }) => {
    const image = dynamodb?.NewImage ?? dynamodb?.OldImage;
    const member = Member.safeParse(image);
    if (member.success) {
      const learner = { cohortId: member.data.cohortId.S, userId: member.data.userId.S };
      if (!dynamodb?.NewImage) await leave(learner);
      return recompute(learner.cohortId, learner.userId);
    }
    const recomputation = Recomputation.safeParse(image);
    if (recomputation.success) return recomputePage(recomputation.data.cohortId.S);
    const deleted = DeletedCohort.safeParse(image);
    if (deleted.success) {
      const { id, examId } = deleted.data;
      await purgeMocks(id.S);
      await forgetNotes(id.S);
      // Members' records follow from theirs: what they have asked goes with each of them.
      await purgeTutor(id.S);
      await store.purge(id.S);
      // Last, because nobody is a reviewer any more then who could do something to a candidate meanwhile.
      return purgeQuestions({ cohortId: id.S, examId: examId.S });
    }
    const moved = MovedCohort.safeParse(dynamodb);
    if (moved.success) return recomputations.begin(moved.data.NewImage.id.S);
    if (Ledger.safeParse(image).success) {
      const { pk, sk } = key.parse(dynamodb?.Keys);
      await recomputeAll(pk.S.slice("USER#".length), sk.S.slice("LEDGER#".length));
    }
  };

  /** Who has come back meanwhile is a member, and keeps what there is. */
  async function leave(learner: { cohortId: string; userId: string }): Promise<void> {
    if (!(await store.member(learner.cohortId, learner.userId))) await forgetAsked(learner);
  }

  /** Writes down how far it has come, and that brings the next page: a cohort may have more members than there is time. */
  async function recomputePage(cohortId: string): Promise<void> {
    const pending = await recomputations.get(cohortId);
    if (!pending) return;
    const { items, cursor } = await store.members(cohortId, {
      limit: membersAtOnce,
      cursor: pending.cursor,
    });
    for (const { userId } of items) await recompute(cohortId, userId);
    await recomputations.advance(pending, cursor).catch((error: unknown) => {
      // Somebody else has come further, or it was begun again: another record of the stream goes on from there.
      if (!(error instanceof Fault && error.code === "conflict")) throw error;
    });
  }

  async function recomputeAll(userId: string, examId: string): Promise<void> {
    let cursor: string | undefined;
    do {
      const page = await store.memberships(userId, { limit: 25, cursor });
      for (const { cohortId } of page.items) {
        if ((await store.get(cohortId))?.examId === examId) await recompute(cohortId, userId);
      }
      cursor = page.cursor;
    } while (cursor);
  }
}
