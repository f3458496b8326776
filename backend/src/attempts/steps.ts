import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod";
import { type Counters, countersOf, difference } from "../questions/statistics/rules.ts";
import { isConflict } from "./closing.ts";
import { answeredAt, type EndedAttempt, exposures } from "./ended.ts";
import { type Ledger, merge } from "./ledger/rules.ts";
import type { LedgerStore } from "./ledger/store.ts";
import type { AttemptStore, Place } from "./store.ts";

interface Dependencies {
  store: AttemptStore;
  ledgers: LedgerStore;
  /** A write that adds to the statistics of a version. */
  addStatistics: (
    examId: string,
    place: Place,
    changes: Counters,
  ) => Parameters<LedgerStore["put"]>[4][number];
  onError: (error: unknown) => void;
}

const text = z.object({ S: z.string() }).transform(({ S }) => S);
const positions = z
  .object({ NS: z.array(z.coerce.number()) })
  .transform(({ NS }) => new Set(NS))
  .default(new Set());

/** What is read of the image of an attempt's record, in DynamoDB's own notation. */
const Image = z
  .object({
    id: text,
    state: text.pipe(z.enum(["submitted", "discarded"])),
    kind: text.pipe(z.enum(["quiz", "drill", "mock"])),
    userId: text,
    examId: text,
    closedAt: text,
    answered: positions,
    right: positions,
    flagged: positions,
  })
  .transform(({ closedAt, ...image }) => ({ ...image, at: Date.parse(closedAt) }));

/** How often a ledger is read again that somebody else changed meanwhile. */
const tries = 5;

/**
 * Consumes the table's stream: enters each submitted attempt into its learner's ledger, and of a discarded one the
 * items that were checked, whose key has been shown; and adds what is a first answer to the items' statistics. Both are
 * one transaction, so that doing it twice or late changes nothing. The stream's filter lets only these attempts through.
 *
 * @returns the first record that failed, so that it and what follows come again
 */
export const keepLedgers =
  ({ store, ledgers, addStatistics, onError }: Dependencies) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    for (const record of event.Records) {
      try {
        await enter(await load(Image.parse(record.dynamodb?.NewImage)));
      } catch (error) {
        onError(error);
        return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" }] };
      }
    }
    return { batchItemFailures: [] };

    async function load(record: EndedAttempt["record"]): Promise<EndedAttempt> {
      const [places, sessions] = await Promise.all([store.form(record), store.sessions(record)]);
      return { record, places, sessions: new Map(sessions.map((session) => [session.position, session])) };
    }

    async function enter(attempt: EndedAttempt): Promise<void> {
      const { userId, examId } = attempt.record;
      const ended = exposures(attempt);
      if (ended.exposures.length === 0) return;
      for (let left = tries; ; left--) {
        const { ledger, revision } = await ledgers.get(userId, examId);
        const writes = await statisticsWrites(attempt, ledger);
        try {
          await ledgers.put(userId, examId, merge(ledger, ended), revision, writes);
          return;
        } catch (error) {
          if (!isConflict(error) || left === 1) throw error;
        }
      }
    }

    /** What the attempt's first answers add; an earlier attempt that comes late takes the place of a later one. */
    async function statisticsWrites(attempt: EndedAttempt, { seen }: Ledger) {
      const { userId, examId, at } = attempt.record;
      const others = new Map<number, EndedAttempt | undefined>();
      const changes = new Map<string, { place: Place; counters: Counters }>();
      const add = (place: Place, counters: Counters) => {
        const name = `${place.questionId}@${place.version}`;
        const before = changes.get(name)?.counters ?? {};
        changes.set(name, { place, counters: difference(negative(before), counters) });
      };
      for (const [index, place] of attempt.places.entries()) {
        const firstAt = seen.get(place.questionId)?.firstAt;
        if (firstAt !== undefined && firstAt <= at) continue;
        const answered = answeredAt(attempt, index + 1);
        if (answered) add(place, countersOf(answered));
        if (firstAt === undefined) continue;
        if (!others.has(firstAt)) others.set(firstAt, await endedAt(userId, examId, firstAt));
        const other = others.get(firstAt);
        const otherIndex = other?.places.findIndex(({ questionId }) => questionId === place.questionId) ?? -1;
        const otherPlace = other?.places[otherIndex];
        const replaced = other && answeredAt(other, otherIndex + 1);
        if (otherPlace && replaced) add(otherPlace, negative(countersOf(replaced)));
      }
      return [...changes.values()]
        .filter(({ counters }) => Object.keys(counters).length > 0)
        .map(({ place, counters }) => addStatistics(examId, place, counters));
    }

    /** The attempt that the ledger has entered as of this time. */
    async function endedAt(userId: string, examId: string, at: number): Promise<EndedAttempt | undefined> {
      let cursor: string | undefined;
      do {
        const page = await store.list(userId, { limit: 100, cursor });
        for (const { closedAt, state, ...record } of page.items) {
          const isIt = record.examId === examId && closedAt !== undefined && Date.parse(closedAt) === at;
          if (isIt && (state === "submitted" || state === "discarded")) return load({ ...record, state, at });
        }
        cursor = page.cursor;
      } while (cursor);
      return undefined;
    }
  };

const negative = (counters: Counters): Counters =>
  Object.fromEntries(Object.entries(counters).map(([name, value]) => [name, -value]));
