import * as z from "zod";
import type { Consume } from "../stream.ts";
import type { AttemptRecord, AttemptStore } from "./store.ts";

interface Dependencies {
  store: AttemptStore;
  /** Enters an attempt that is over into ledger and statistics. */
  enter: (record: AttemptRecord) => Promise<void>;
  /** Scores an attempt anew where a key was corrected after it had been scored. */
  rescoreAttempt: (record: AttemptRecord) => Promise<unknown>;
}

const text = z.object({ S: z.string() }).transform(({ S }) => S);

/** Whose attempt it is: all that is read of an attempt's image. */
const Image = z.object({ id: text, userId: text });

/**
 * Consumes the table's stream: enters each attempt that is over into its learner's ledger and into the items' statistics.
 * What a record says is not used but for which attempt it is about: it is read as it is now, so that records may come
 * twice, late and in any order. The stream's filter lets only attempts that are over through.
 *
 * Whether a key was corrected is looked at after an attempt is entered: who scores anew what a correction concerns finds
 * the attempt by the ledger, so one of the two comes across it.
 */
export const keepLedgers =
  ({ store, enter, rescoreAttempt }: Dependencies): Consume =>
  async ({ dynamodb }) => {
    const attempt = await store.get(Image.parse(dynamodb?.NewImage));
    if (!attempt) return;
    await enter(attempt);
    await rescoreAttempt(attempt);
  };
