import { createHash } from "node:crypto";
import { Fault } from "@lyceum/shared/contract/fault";
import { Gap } from "@lyceum/shared/tutor";
import * as z from "zod";
import { ifAbsent, type Key, type Table, type TransactWrite } from "../../aws/table.ts";
import { askedAgain, mostGaps, sameGap } from "./rules.ts";

/** One of each group. It changes with each gap, so that one change comes after the other. */
const Head = z.object({ revision: z.number(), open: z.number() });
type Head = z.infer<typeof Head>;

type Page = { limit: number; cursor?: string | undefined };

/** Writes of others that are made in the same transaction. */
export type Along = readonly TransactWrite[];

/** How often a change is tried that meets another one, and the longest pause before the second time, in ms. */
const tries = 7;
const firstPause = 40;

export type GapStore = ReturnType<typeof gapStore>;

/** What learners asked and a group's notes don't answer. Who asked is kept as a hash, so that nobody counts twice. */
export function gapStore(table: Table) {
  return {
    /**
     * Adds a question to the gap that it belongs to, or as a new one.
     * @param asked with the id that a new gap gets
     * @throws Fault conflict where a condition of the other writes fails, or there are too many gaps
     */
    async report(
      cohortId: string,
      userId: string,
      asked: Pick<Gap, "id" | "question" | "nearest"> & { at: string },
      more: Along,
    ): Promise<void> {
      const { id, question, nearest, at } = asked;
      await inTurn(async () => {
        const head = await table.get(Head, headKey(cohortId));
        const gaps = await all(cohortId);
        const same = sameGap(question, gaps);
        if (!same && gaps.length >= mostGaps) {
          throw new Fault("too_many_requests", "The instructors have too many of these to look at already.");
        }
        const asker = askerKey(cohortId, same?.id ?? id, userId);
        const isNew = !same || (await table.get(z.object({}), asker)) === undefined;
        const gap: Gap = same
          ? askedAgain(same, { at, isNew })
          : {
              ...{ id, question, learners: 1, firstAt: at, lastAt: at, state: "open" },
              ...(nearest && { nearest }),
            };
        await table.transact([
          ...more,
          headWrite(cohortId, head, isOpen(gap) - isOpen(same)),
          { Put: { Item: gapItem(cohortId, gap) } },
          ...(isNew ? [{ Put: { Item: { ...asker, entity: "gapAsker" }, ...ifAbsent } }] : []),
        ]);
      });
    },

    /**
     * Says what is to become of a gap.
     * @returns the gap, or `undefined` where there is none
     * @throws Fault conflict where a condition of the other writes fails
     */
    change: (cohortId: string, gapId: string, state: Gap["state"], more: Along): Promise<Gap | undefined> =>
      inTurn(async () => {
        const head = await table.get(Head, headKey(cohortId));
        const before = await table.get(Gap, gapKey(cohortId, gapId));
        if (!before || before.state === state) return before;
        const gap = { ...before, state };
        await table.transact([
          ...more,
          headWrite(cohortId, head, isOpen(gap) - isOpen(before)),
          { Put: { Item: gapItem(cohortId, gap) } },
        ]);
        return gap;
      }),

    /** Of one state, that which most learners asked first, through the index. */
    list: (cohortId: string, state: Gap["state"], page: Page) =>
      table.query(Gap, {
        index: "gsi1",
        pk: partition(cohortId),
        prefix: `${state}#`,
        descending: true,
        ...page,
      }),

    /** How many are open, of all groups. */
    async open(): Promise<number> {
      const heads = await table.queryAll(Head, { index: "gsi1", pk: openGaps, prefix: "coh_" });
      return heads.reduce((sum, { open }) => sum + open, 0);
    },

    /** Deletes all of a group. */
    async purge(cohortId: string): Promise<void> {
      for (const prefix of ["GAP#", "ASKER#", "HEAD"])
        await table.deleteAll({ pk: partition(cohortId), prefix });
    },
  };

  function all(cohortId: string): Promise<Gap[]> {
    return table.queryAll(Gap, { pk: partition(cohortId), prefix: "GAP#" });
  }
}

/** Tries again what met another change, after a pause of any length up to one that doubles: those who met part. */
async function inTurn<T>(change: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof Fault && error.code === "conflict") || attempt === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * firstPause * 2 ** (attempt - 1)));
    }
  }
}

const openGaps = "OPENGAPS";
const partition = (cohortId: string): string => `GAPS#${cohortId}`;
const headKey = (cohortId: string): Key => ({ pk: partition(cohortId), sk: "HEAD" });
const gapKey = (cohortId: string, gapId: string): Key => ({ pk: partition(cohortId), sk: `GAP#${gapId}` });

/** That somebody has asked it, without saying who: of those who ask, only whose id is known can be found. */
function askerKey(cohortId: string, gapId: string, userId: string): Key {
  const hash = createHash("sha256").update(`${gapId}/${userId}`).digest("base64url");
  return { pk: partition(cohortId), sk: `ASKER#${gapId}#${hash}` };
}

const gapItem = (cohortId: string, gap: Gap) => ({
  ...gapKey(cohortId, gap.id),
  gsi1pk: partition(cohortId),
  gsi1sk: `${gap.state}#${String(gap.learners).padStart(6, "0")}#${gap.lastAt}#${gap.id}`,
  entity: "gap",
  ...gap,
});

/** Counts the gaps that are open, on condition that none has changed since the head was read. */
const headWrite = (cohortId: string, before: Head | undefined, more: number) => ({
  Put: {
    Item: {
      ...headKey(cohortId),
      gsi1pk: openGaps,
      gsi1sk: cohortId,
      entity: "gaps",
      revision: (before?.revision ?? 0) + 1,
      open: (before?.open ?? 0) + more,
    },
    ...(before
      ? {
          ConditionExpression: "revision = :before",
          ExpressionAttributeValues: { ":before": before.revision },
        }
      : ifAbsent),
  },
});

const isOpen = (gap: Gap | undefined): number => (gap?.state === "open" ? 1 : 0);
