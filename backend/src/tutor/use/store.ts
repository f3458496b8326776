import { Fault } from "@lyceum/shared/contract/fault";
import * as z from "zod";
import type { Key, Table } from "../../aws/table.ts";
import { admit } from "./rules.ts";

const Asked = z.object({ asked: z.array(z.number()), revision: z.number() });
const Tokens = z.object({ sk: z.string(), tokens: z.number() });

type Learner = { cohortId: string; userId: string };

/** How often a question is counted that meets another one of the same learner. */
const tries = 5;
/** For how long counters are kept after their last change, in seconds: none is looked at for longer than a day. */
const keptSeconds = 2 * 86_400;

export type UseStore = ReturnType<typeof useStore>;

/** How much of the tutor learners and groups use. */
export function useStore(table: Table) {
  return {
    /**
     * Counts a question of a learner.
     * @param at ISO time
     * @throws Fault too_many_requests, which says when it goes on
     */
    async begin(who: Learner, at: string): Promise<void> {
      const now = Date.parse(at);
      const [learner, group] = [tokensKey(who, at), groupTokensKey(who, at)];
      for (let attempt = 1; ; attempt++) {
        const [before, tokens] = await Promise.all([
          table.get(Asked, askedKey(who)),
          table.getMany(Tokens, [learner, group]),
        ]);
        const of = ({ sk }: Key) => tokens.find((one) => one.sk === sk)?.tokens ?? 0;
        const use = { asked: before?.asked ?? [], learnerTokens: of(learner), groupTokens: of(group) };
        const verdict = admit(use, now);
        if ("refused" in verdict) throw new Fault("too_many_requests", verdict.refused);
        try {
          await table.update({
            Key: askedKey(who),
            UpdateExpression:
              "SET entity = :entity, asked = :asked, revision = :next, expiresAt = :expiresAt",
            ConditionExpression: before ? "revision = :before" : "attribute_not_exists(pk)",
            ExpressionAttributeValues: {
              ":entity": "tutorUse",
              ":asked": verdict.asked,
              ":next": (before?.revision ?? 0) + 1,
              ":expiresAt": expiry(at),
              ...(before && { ":before": before.revision }),
            },
          });
          return;
        } catch (error) {
          if (!(error instanceof Fault && error.code === "conflict")) throw error;
          if (attempt === tries) {
            throw new Fault("too_many_requests", "Ask one question after the other. Try again in a moment.");
          }
        }
      }
    },

    /**
     * Adds tokens that a learner's answer has cost.
     * @param at ISO time
     */
    async spent(who: Learner, at: string, tokens: number): Promise<void> {
      if (tokens === 0) return;
      for (const Key of [tokensKey(who, at), groupTokensKey(who, at)]) {
        await table.update({
          Key,
          UpdateExpression: "SET entity = :entity, expiresAt = :expiresAt ADD tokens :tokens",
          ExpressionAttributeValues: {
            ":entity": "tutorUse",
            ":expiresAt": expiry(at),
            ":tokens": tokens,
          },
        });
      }
    },

    /** Deletes all of a group. */
    async purge(cohortId: string): Promise<void> {
      for (const prefix of ["ASKED#", "TOKENS#", "GROUP#"]) {
        await table.deleteAll({ pk: partition({ cohortId }), prefix });
      }
    },
  };
}

const partition = ({ cohortId }: { cohortId: string }): string => `TUTORUSE#${cohortId}`;
const askedKey = (who: Learner): Key => ({ pk: partition(who), sk: `ASKED#${who.userId}` });
const tokensKey = (who: Learner, at: string): Key => ({
  pk: partition(who),
  sk: `TOKENS#${at.slice(0, 10)}#${who.userId}`,
});
const groupTokensKey = (who: Learner, at: string): Key => ({
  pk: partition(who),
  sk: `GROUP#${at.slice(0, 10)}`,
});

const expiry = (at: string): number => Math.floor(Date.parse(at) / 1000) + keptSeconds;
