import { QuestionId } from "@lyceum/shared/questions";
import { CandidateState, CandidateVersion, LifeEvent, Vote } from "@lyceum/shared/review";
import * as z from "zod";
import { ifAbsent, indexCursor, type Table, type TransactWrite } from "../../aws/table.ts";
import { CandidateRecord, candidateKeys, queueKeys, trailKeys } from "./record.ts";

type Page = { limit: number; cursor?: string | undefined };

/** What somebody has said in an event that tells of a vote: for figures, and in no reply. */
const Said = z.enum(["approve", "reject", "request_changes"]);
export type Said = z.infer<typeof Said>;

const TrailEvent = LifeEvent.extend({ said: Said.optional() });
export type TrailEvent = z.infer<typeof TrailEvent>;

/** One thing that has happened, as a transaction writes it. */
export type Happening = Omit<TrailEvent, "questionId">;

/** A version with the id of the edit that made it. */
const StoredVersion = CandidateVersion.extend({ editId: z.string().optional() });

/**
 * Work between the table and a workflow: a decision that its workflow has not taken up, or an execution that has perhaps
 * not been started. Whoever does what follows from it removes it.
 */
export const Unsent = z.object({
  questionId: QuestionId,
  /** To be started. */
  execution: z.string().optional(),
  /** When a step took it up that may take long. */
  takenAt: z.string().optional(),
});
export type Unsent = z.infer<typeof Unsent>;

export type CandidateStore = ReturnType<typeof candidateStore>;

/**
 * Candidates in review. Whatever changes one is a transaction on condition of the revision that was read, with the
 * events that tell of it: so one act comes after the other, and nothing happens that is not told.
 */
export function candidateStore(table: Table) {
  return {
    get: (questionId: string) => table.get(CandidateRecord, candidateKeys.head(questionId)),

    /** In no order; without those that are not there. */
    many: (questionIds: readonly string[]) =>
      table.getMany(CandidateRecord, questionIds.map(candidateKeys.head), "eventual"),

    version: (questionId: string, version: number) =>
      table.get(StoredVersion, candidateKeys.version(questionId, version)),

    /** The first first. */
    versions: (questionId: string, page: Page) =>
      table.query(CandidateVersion, { pk: partition(questionId), prefix: "VERSION#", ...page }),

    /** On one version: one of each reviewer. */
    votes: (questionId: string, version: number) =>
      table.queryAll(Vote, {
        pk: partition(questionId),
        prefix: candidateKeys.vote(questionId, version, "").sk,
      }),

    vote: (questionId: string, version: number, userId: string) =>
      table.get(Vote, candidateKeys.vote(questionId, version, userId)),

    /** The first first. */
    life: (questionId: string, page: Page) =>
      table.query(LifeEvent, { pk: partition(questionId), prefix: "EVENT#", ...page }),

    /** What has happened to any candidate of a cohort, the latest first. */
    trail: (cohortId: string, page: Page) =>
      table.query(TrailEvent, {
        index: "gsi1",
        pk: trailKeys(cohortId, "", "").gsi1pk,
        prefix: anyYear,
        descending: true,
        ...page,
      }),

    /** Those of a cohort in a state, those longest in it first. */
    queue: (cohortId: string, state: CandidateRecord["state"], page: Page) =>
      table.query(CandidateRecord, {
        index: "gsi1",
        pk: `REVIEW#${cohortId}`,
        prefix: `${state}#`,
        ...page,
      }),

    /** The cursor of the page that begins after a candidate. */
    cursorAfter: (record: CandidateRecord) =>
      indexCursor({ ...candidateKeys.head(record.id), ...queueKeys(record) }),

    /**
     * Deletes all of a cohort, with what has happened to them. May be interrupted and begun again.
     */
    async purge(cohortId: string): Promise<void> {
      // Until none is found, because one may have moved to a state that was looked at before.
      for (;;) {
        const inStates = await Promise.all(
          CandidateState.options.map((state) =>
            table.queryAll(CandidateRecord.pick({ id: true }), {
              index: "gsi1",
              pk: `REVIEW#${cohortId}`,
              prefix: `${state}#`,
            }),
          ),
        );
        const found = inStates.flat();
        if (found.length === 0) break;
        for (let from = 0; from < found.length; from += purgedAtOnce) {
          await Promise.all(found.slice(from, from + purgedAtOnce).map(({ id }) => purgeOne(id)));
        }
      }
      await table.deleteAll({ index: "gsi1", pk: trailKeys(cohortId, "", "").gsi1pk, prefix: anyYear });
    },

    unsent: () => table.queryAll(Unsent, { pk: candidateKeys.unsent("").pk, prefix: "que_" }),

    /**
     * Changes a candidate, with the events that tell of it.
     * @param before as it was read
     * @param after without a new revision: that is set here
     * @throws Fault conflict where it has changed since, or a condition of the other writes fails
     */
    write: (
      before: CandidateRecord,
      after: CandidateRecord,
      { at, events = [], more = [] }: Writing,
    ): Promise<void> =>
      table.transact([
        putHead({ ...after, revision: before.revision + 1 }, before.revision),
        ...events.map((event, place) =>
          putLifeEvent(
            before.cohortId,
            { ...event, at, questionId: before.id },
            `${padded(before.revision + 1)}-${place}`,
          ),
        ),
        ...more,
      ]),
  };

  /** The head after the rest, which is found by it; and then what was written before it had gone. Events are in the trail. */
  async function purgeOne(questionId: string): Promise<void> {
    for (const prefix of ["WORK#", "VERSION#", "VOTE#", "HEAD", "VERSION#", "VOTE#"]) {
      await table.deleteAll({ pk: partition(questionId), prefix });
    }
  }
}

/** Times in keys begin with one. */
const anyYear = "2";

const purgedAtOnce = 10;

/** Writes of a transaction. */
export type Writes = readonly TransactWrite[];

interface Writing {
  /** ISO time */
  at: string;
  /** In the order in which they happened. */
  events?: readonly Omit<Happening, "at">[];
  more?: Writes;
}

/** Writes a candidate's head on condition of the revision that it had; `undefined` for a new one. */
export const putHead = (record: CandidateRecord, revision: number | undefined): TransactWrite => ({
  Put: {
    Item: {
      ...candidateKeys.head(record.id),
      ...queueKeys(record),
      entity: "candidate",
      ...record,
    },
    ...(revision === undefined
      ? ifAbsent
      : {
          ConditionExpression: "revision = :revision",
          ExpressionAttributeValues: { ":revision": revision },
        }),
  },
});

/** @param id makes it one of its kind among those of the same time */
export const putLifeEvent = (cohortId: string, event: TrailEvent, id: string): TransactWrite => ({
  Put: {
    Item: {
      ...candidateKeys.event(event.questionId, event.at, id),
      ...trailKeys(cohortId, event.at, `${event.questionId}#${id}`),
      entity: "lifeEvent",
      ...event,
    },
    ...ifAbsent,
  },
});

export const putVersion = (
  questionId: string,
  version: CandidateVersion & { editId?: string },
): TransactWrite => ({
  Put: {
    Item: { ...candidateKeys.version(questionId, version.version), entity: "candidateVersion", ...version },
    ...ifAbsent,
  },
});

/** A reviewer's vote on a version: in place of the one before. */
export const putVote = (questionId: string, vote: Vote): TransactWrite => ({
  Put: {
    Item: {
      ...candidateKeys.vote(questionId, vote.version, vote.by.userId),
      entity: "candidateVote",
      ...vote,
    },
  },
});

export const putUnsent = (questionId: string, more: Omit<Unsent, "questionId"> = {}): TransactWrite => ({
  Put: { Item: { ...candidateKeys.unsent(questionId), entity: "unsent", questionId, ...more } },
});

export const deleteUnsent = (questionId: string): TransactWrite => ({
  Delete: { Key: candidateKeys.unsent(questionId) },
});

const partition = (questionId: string) => candidateKeys.head(questionId).pk;
const padded = (revision: number) => String(revision).padStart(6, "0");
