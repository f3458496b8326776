import { AttemptId, Mode, Result, Scope } from "@lyceum/shared/attempts";
import { Fault } from "@lyceum/shared/contract/fault";
import { ExamId, TaskId } from "@lyceum/shared/exams";
import { Letter, QuestionId, Response } from "@lyceum/shared/questions";
import QuickLRU from "quick-lru";
import * as z from "zod";
import { ifAbsent, type Key, type Table } from "../aws/table.ts";

/**
 * Moves forward only: running -> closing -> submitted, or running -> discarded. From `closing` on no response can be
 * saved, so that what is scored is what was saved; a crash in between is made good by whoever reads it next.
 */
const State = z.enum(["running", "closing", "submitted", "discarded"]);

export const AttemptRecord = z.object({
  id: AttemptId,
  userId: z.string(),
  examId: ExamId,
  mode: Mode,
  scope: Scope,
  count: z.number().int(),
  state: State,
  startedAt: z.iso.datetime(),
  /** Positions that have a response. */
  answered: z.set(z.number()).default(new Set<number>()),
  /** When it was submitted or discarded: from `closing` on. */
  closedAt: z.iso.datetime().optional(),
  result: Result.optional(),
});
export type AttemptRecord = z.infer<typeof AttemptRecord>;

/** One place of a form: a pinned version, and the item's own option letters in the order shown. */
const Place = z.object({
  questionId: QuestionId,
  version: z.number().int(),
  taskId: TaskId,
  order: z.array(Letter),
});
export type Place = z.infer<typeof Place>;

/** The items of an attempt. Never changed. */
const Form = z.object({ places: z.array(Place) });

/** In the item's own letters. */
export const ResponseRecord = z.object({
  position: z.number().int(),
  response: Response.nullable(),
  revision: z.number().int(),
  savedAt: z.iso.datetime(),
  /** Practice mode: from then on the response is settled. */
  checkedAt: z.iso.datetime().optional(),
});
export type ResponseRecord = z.infer<typeof ResponseRecord>;

/** What one learner has seen of one question. */
const Exposure = z.object({ questionId: QuestionId, lastSeenAt: z.iso.datetime() });

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

    /** One page of a learner's attempts, newest first, with those that were discarded. */
    list: (userId: string, page: { limit: number; cursor?: string | undefined }) =>
      table.query(AttemptRecord, { pk: user(userId), prefix: "ATTEMPT#", descending: true, ...page }),

    /** @throws Fault conflict where there is one with this id */
    async create(record: AttemptRecord, places: readonly Place[]): Promise<void> {
      const { answered: _, ...item } = record;
      await table.transact([
        { Put: { Item: { ...recordKey(record), entity: "attempt", ...item }, ...ifAbsent } },
        { Put: { Item: { ...formKey(record), entity: "form", places }, ...ifAbsent } },
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

    response: (attempt: AttemptKey, position: number) =>
      table.get(ResponseRecord, responseKey(attempt, position)),

    responses: (attempt: AttemptKey) =>
      table.queryAll(ResponseRecord, { pk: partition(attempt), prefix: "RESPONSE#" }),

    /**
     * Saves a response while the attempt runs, the response is not settled, and the revision is higher than the one
     * stored.
     * @throws Fault conflict where one of these is not so
     */
    async save(attempt: AttemptKey, response: ResponseRecord): Promise<void> {
      await table.transact([
        {
          Update: {
            Key: recordKey(attempt),
            UpdateExpression: `${response.response === null ? "DELETE" : "ADD"} answered :position`,
            ConditionExpression: "#state = :running",
            ExpressionAttributeNames: { "#state": "state" },
            ExpressionAttributeValues: { ":position": new Set([response.position]), ":running": "running" },
          },
        },
        {
          Put: {
            Item: { ...responseKey(attempt, response.position), entity: "response", ...response },
            ConditionExpression:
              "attribute_not_exists(pk) OR (revision < :revision AND attribute_not_exists(checkedAt))",
            ExpressionAttributeValues: { ":revision": response.revision },
          },
        },
      ]);
    },

    /** @throws Fault conflict where it is not running */
    close: (attempt: AttemptKey, closedAt: string) =>
      move(attempt, "running", "SET #state = :to, closedAt = :closedAt", {
        ":to": "closing",
        ":closedAt": closedAt,
      }),

    /** @throws Fault conflict where it is not closing */
    finish: (attempt: AttemptKey, result: Result) =>
      move(
        attempt,
        "closing",
        "SET #state = :to, #result = :result",
        { ":to": "submitted", ":result": result },
        {
          "#result": "result",
        },
      ),

    /** @throws Fault conflict where it is not running */
    discard: (attempt: AttemptKey, closedAt: string) =>
      move(attempt, "running", "SET #state = :to, closedAt = :closedAt", {
        ":to": "discarded",
        ":closedAt": closedAt,
      }),

    /** When the learner last saw each question: question id to ISO time. */
    async lastSeen(userId: string): Promise<ReadonlyMap<string, string>> {
      const exposures = await table.queryAll(Exposure, { pk: user(userId), prefix: "SEEN#" });
      return new Map(exposures.map((exposure) => [exposure.questionId, exposure.lastSeenAt]));
    },

    /** Records that a question was seen. May be told again and in any order. */
    async seen(
      userId: string,
      exposure: { questionId: string; at: string; correct: boolean },
    ): Promise<void> {
      const Key = { pk: user(userId), sk: `SEEN#${exposure.questionId}` };
      const ExpressionAttributeValues = { ":at": exposure.at };
      const first = table.update({
        Key,
        UpdateExpression:
          "SET entity = :entity, questionId = :questionId, firstSeenAt = :at, firstCorrect = :correct, lastSeenAt = if_not_exists(lastSeenAt, :at)",
        ConditionExpression: "attribute_not_exists(firstSeenAt) OR firstSeenAt > :at",
        ExpressionAttributeValues: {
          ...ExpressionAttributeValues,
          ":entity": "exposure",
          ":questionId": exposure.questionId,
          ":correct": exposure.correct,
        },
      });
      await first.catch(ignoreConflict);
      const last = table.update({
        Key,
        UpdateExpression: "SET lastSeenAt = :at",
        ConditionExpression: "lastSeenAt < :at",
        ExpressionAttributeValues,
      });
      await last.catch(ignoreConflict);
    },
  };

  function move(
    attempt: AttemptKey,
    from: string,
    update: string,
    values: Record<string, unknown>,
    names = {},
  ) {
    return table.update({
      Key: recordKey(attempt),
      UpdateExpression: update,
      ConditionExpression: "#state = :from",
      ExpressionAttributeNames: { "#state": "state", ...names },
      ExpressionAttributeValues: { ":from": from, ...values },
    });
  }
}

function ignoreConflict(error: unknown): void {
  if (!(error instanceof Fault && error.code === "conflict")) throw error;
}

const user = (userId: string) => `USER#${userId}`;
const partition = ({ userId, id }: AttemptKey) => `ATTEMPT#${userId}#${id}`;
const recordKey = ({ userId, id }: AttemptKey): Key => ({ pk: user(userId), sk: `ATTEMPT#${id}` });
const formKey = (attempt: AttemptKey): Key => ({ pk: partition(attempt), sk: "FORM" });
const responseKey = (attempt: AttemptKey, position: number): Key => ({
  pk: partition(attempt),
  sk: `RESPONSE#${String(position).padStart(3, "0")}`,
});
