import {
  AttemptId,
  ExtraTime,
  GroupMockId,
  ItemSession,
  Kind,
  Mode,
  Only,
  Scope,
  Tally,
} from "@lyceum/shared/attempts";
import { CohortId } from "@lyceum/shared/contract/ids";
import { ExamId, TaskId } from "@lyceum/shared/exams";
import { Letter, QuestionId } from "@lyceum/shared/questions";
import QuickLRU from "quick-lru";
import * as z from "zod";
import { ifAbsent, type Key, type Table, type TransactWrite } from "../aws/table.ts";

/**
 * Moves forward only: running -> closing -> submitted, or running -> discarded. From `closing` on no response can be
 * saved, so that what is scored is what was saved; a crash in between is made good by whoever reads it next.
 */
const State = z.enum(["running", "closing", "submitted", "discarded"]);

/** Positions. An empty set can't be stored, so it is left out. */
const Positions = z.set(z.number()).default(new Set<number>());

/**
 * By position, the version that an item is scored by where that is not the one its place names, because its key was
 * corrected.
 */
const Versions = z.record(z.string(), z.number().int()).default({});
export type Versions = z.infer<typeof Versions>;

export const AttemptRecord = z.object({
  id: AttemptId,
  userId: z.string(),
  examId: ExamId,
  kind: Kind,
  mode: Mode,
  scope: Scope,
  only: Only.optional(),
  count: z.number().int(),
  extraTimePercent: ExtraTime,
  state: State,
  startedAt: z.iso.datetime(),
  /** When time is up; absent where there is no limit. */
  deadline: z.iso.datetime().optional(),
  /** Of a mock that a cohort sits together: which, and until when nothing is told of how it went. */
  groupMock: z.object({ cohortId: CohortId, mockId: GroupMockId, closesAt: z.iso.datetime() }).optional(),
  /** Of a group's mock: that its window is over and it has been read since. From then on it counts. */
  told: z.literal(true).optional(),
  /** Positions that have a response. */
  answered: Positions,
  /** When it was submitted or discarded: from `closing` on. */
  closedAt: z.iso.datetime().optional(),
  timedOut: z.boolean().optional(),
  /** Once it is submitted, with the positions that are right and those that are flagged. */
  tally: Tally.optional(),
  right: Positions,
  flagged: Positions,
  versions: Versions,
  /** Once a key was corrected after it had been scored: what it was scored at first, and when that last changed. */
  before: z.object({ tally: Tally, right: Positions }).optional(),
  changedAt: z.iso.datetime().optional(),
});
export type AttemptRecord = z.infer<typeof AttemptRecord>;

/** One place of a form: a pinned version, and the item's own option letters in the order shown. */
const Place = z.object({
  questionId: QuestionId,
  version: z.number().int(),
  taskId: TaskId,
  /** `false` for an item on trial. */
  scored: z.boolean(),
  /** The median of the times that others have taken, as it was when the attempt began; absent where too few have. */
  medianSeconds: z.number().optional(),
  order: z.array(Letter),
});
export type Place = z.infer<typeof Place>;

/** The items of an attempt. Never changed. */
const Form = z.object({ places: z.array(Place) });

/** Responses are in the item's own letters; struck options in those shown. */
export const SessionRecord = ItemSession.extend({
  position: z.number().int(),
  revision: z.number().int(),
  savedAt: z.iso.datetime(),
  /** Practice mode: from then on the response is settled, and whether it is right is known. */
  checked: z.object({ at: z.iso.datetime(), correct: z.boolean() }).optional(),
});
export type SessionRecord = z.infer<typeof SessionRecord>;

/** How an attempt was scored. */
interface Scored {
  tally: Tally;
  right: ReadonlySet<number>;
  versions: Versions;
}

interface AttemptKey {
  userId: string;
  id: string;
}

/** About 5 kB each for a full mock. */
const cachedForms = 500;

export type AttemptStore = ReturnType<typeof attemptStore>;

/**
 * Attempts. The record and everything below it are keyed by their learner, so that another person's id finds nothing.
 */
export function attemptStore(table: Table) {
  const forms = new QuickLRU<string, readonly Place[]>({ maxSize: cachedForms });

  return {
    get: (attempt: AttemptKey) => table.get(AttemptRecord, recordKey(attempt)),

    /** Attempts of any learners, in no order; what is not there is left out. */
    many: (attempts: readonly AttemptKey[]) => table.getMany(AttemptRecord, attempts.map(recordKey)),

    /** One page of a learner's attempts, newest first, with those that were discarded. */
    list: (userId: string, page: { limit: number; cursor?: string | undefined }) =>
      table.query(AttemptRecord, { pk: user(userId), prefix: "ATTEMPT#", descending: true, ...page }),

    /**
     * All of a learner's attempts. Their order is that of ids, which clients make: it says nothing of which are the latest
     * to who must not miss one.
     */
    all: (userId: string) => table.queryAll(AttemptRecord, { pk: user(userId), prefix: "ATTEMPT#" }),

    /**
     * @param more what is written with it
     * @throws Fault conflict where there is one with this id, or a condition of the other writes fails
     */
    async create(
      record: AttemptRecord,
      places: readonly Place[],
      more: readonly TransactWrite[] = [],
    ): Promise<void> {
      await table.transact([
        { Put: { Item: recordItem(record), ...ifAbsent } },
        { Put: { Item: formItem(record, places), ...ifAbsent } },
        ...more,
      ]);
    },

    /** The places of an attempt's form, by position from 1; empty for an attempt that is not there. */
    async form(attempt: AttemptKey): Promise<readonly Place[]> {
      const key = formKey(attempt);
      const cached = forms.get(key.pk);
      if (cached) return cached;
      const places = (await table.get(Form, key))?.places ?? [];
      if (places.length > 0) forms.set(key.pk, places);
      return places;
    },

    session: (attempt: AttemptKey, position: number) =>
      table.get(SessionRecord, sessionKey(attempt, position)),

    sessions: (attempt: AttemptKey) =>
      table.queryAll(SessionRecord, { pk: partition(attempt), prefix: "SESSION#" }),

    /**
     * Saves an item's session while the attempt runs, the response is not settled, and the revision is higher than the
     * one stored.
     * @throws Fault conflict where one of these is not so
     */
    async save(attempt: AttemptKey, session: SessionRecord): Promise<void> {
      await table.transact([
        {
          Update: {
            Key: recordKey(attempt),
            UpdateExpression: `${session.response === null ? "DELETE" : "ADD"} answered :position`,
            ConditionExpression: "#state = :running",
            ExpressionAttributeNames: { "#state": "state" },
            ExpressionAttributeValues: { ":position": new Set([session.position]), ":running": "running" },
          },
        },
        {
          Put: {
            Item: sessionItem(attempt, session),
            ConditionExpression:
              "attribute_not_exists(pk) OR (revision < :revision AND attribute_not_exists(checked))",
            ExpressionAttributeValues: { ":revision": session.revision },
          },
        },
      ]);
    },

    /** @throws Fault conflict where it is not running */
    close: (attempt: AttemptKey, closedAt: string, timedOut: boolean) =>
      move(attempt, "running", {
        state: "closing",
        closedAt,
        timedOut,
      }),

    /** @throws Fault conflict where it is not closing */
    finish: (
      attempt: AttemptKey,
      { tally, right, flagged, versions }: Scored & { flagged: ReadonlySet<number> },
    ) =>
      move(attempt, "closing", {
        state: "submitted",
        tally,
        ...(Object.keys(versions).length > 0 && { versions }),
        ...(right.size > 0 && { right }),
        ...(flagged.size > 0 && { flagged }),
      }),

    /**
     * Lets a group's mock count, now that its window is over: the table's stream brings it once more.
     * @throws Fault conflict where it counts already
     */
    tell: (attempt: AttemptKey) =>
      table.update({
        Key: recordKey(attempt),
        UpdateExpression: "SET told = :true",
        ConditionExpression: "#state = :submitted AND attribute_not_exists(told)",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":true": true, ":submitted": "submitted" },
      }),

    /** @throws Fault conflict where it is not running */
    discard: (attempt: AttemptKey, closedAt: string) =>
      move(attempt, "running", { state: "discarded", closedAt }),

    /**
     * Scores a submitted attempt anew. What it was scored at first is kept.
     * @param record as it was read
     * @param more what is written with it
     * @throws Fault conflict where it has been scored by other versions meanwhile
     */
    rescore: (record: AttemptRecord, { tally, right, versions }: Scored, at: string, more: TransactWrite[]) =>
      table.transact([
        {
          Update: {
            ...scoredAs(record, versions),
            UpdateExpression: `SET versions = :versions, tally = :tally, changedAt = :at, #before = if_not_exists(#before, :before)${
              right.size > 0 ? ", #right = :right" : " REMOVE #right"
            }`,
            ExpressionAttributeNames: { "#before": "before", "#right": "right" },
            ExpressionAttributeValues: {
              ...scoredAs(record, versions).ExpressionAttributeValues,
              ":tally": tally,
              ":at": at,
              ":before": { tally: record.tally, ...(record.right.size > 0 && { right: record.right }) },
              ...(right.size > 0 && { ":right": right }),
            },
          },
        },
        ...more,
      ]),

    /**
     * Corrects what was checked in an attempt that was discarded.
     * @throws Fault conflict where that has happened meanwhile
     */
    recheck: (record: AttemptRecord, versions: Versions, sessions: readonly SessionRecord[]) =>
      table.transact([
        { Update: { ...scoredAs(record, versions), UpdateExpression: "SET versions = :versions" } },
        ...sessions.map((session) => ({
          Put: { Item: { ...sessionKey(record, session.position), entity: "itemSession", ...session } },
        })),
      ]),
  };

  /** An update of an attempt that is scored by the versions that it was read with. */
  function scoredAs(record: AttemptRecord, versions: Versions) {
    const isFirst = Object.keys(record.versions).length === 0;
    return {
      Key: recordKey(record),
      ConditionExpression: isFirst ? "attribute_not_exists(versions)" : "versions = :known",
      ExpressionAttributeValues: { ":versions": versions, ...(!isFirst && { ":known": record.versions }) },
    };
  }

  /** Moves the record on from a state, with what is known from then on. */
  function move(attempt: AttemptKey, from: string, changes: Record<string, unknown>) {
    const names = Object.keys(changes);
    return table.update({
      Key: recordKey(attempt),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}`,
      ConditionExpression: "#state = :from",
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ":from": from,
        ...Object.fromEntries(names.map((name) => [`:${name}`, changes[name]])),
      },
    });
  }
}

const user = (userId: string) => `USER#${userId}`;
const partition = ({ userId, id }: AttemptKey) => `ATTEMPT#${userId}#${id}`;
const recordKey = ({ userId, id }: AttemptKey): Key => ({ pk: user(userId), sk: `ATTEMPT#${id}` });
const formKey = (attempt: AttemptKey): Key => ({ pk: partition(attempt), sk: "FORM" });
const sessionKey = (attempt: AttemptKey, position: number): Key => ({
  pk: partition(attempt),
  sk: `SESSION#${String(position).padStart(3, "0")}`,
});

/** An attempt's record as it is stored. */
export const recordItem = ({ answered, right, flagged, versions, ...record }: AttemptRecord) => ({
  ...recordKey(record),
  entity: "attempt",
  ...record,
  ...(answered.size > 0 && { answered }),
  ...(right.size > 0 && { right }),
  ...(flagged.size > 0 && { flagged }),
  ...(Object.keys(versions).length > 0 && { versions }),
});

export const formItem = (attempt: AttemptKey, places: readonly Place[]) => ({
  ...formKey(attempt),
  entity: "form",
  places,
});

export const sessionItem = (attempt: AttemptKey, session: SessionRecord) => ({
  ...sessionKey(attempt, session.position),
  entity: "itemSession",
  ...session,
});
