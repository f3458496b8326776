import { isDeepStrictEqual } from "node:util";
import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Budget, Generation, GenerationWish, generation } from "@lyceum/shared/generation";
import type { CandidateSummary } from "@lyceum/shared/review";
import type { Membership } from "../http/caller.ts";
import type { Handlers } from "../http/run.ts";
import type { CandidateRecord } from "../review/candidates/record.ts";
import { questionIdOf } from "./drafts/store.ts";
import { mostRunning, progressOf, wishProblem } from "./rules.ts";
import { each } from "./steps.ts";
import type { GenerationRecord, GenerationStore } from "./store.ts";
import type { Candidates } from "./writing.ts";

interface Dependencies {
  generations: GenerationStore;
  candidates: Candidates;
  examOf: (examId: string) => Promise<ExamProfile | undefined>;
  /** Whether a note that can be searched is there: the group's own, or one that all of the exam share. */
  hasNote: (member: Membership, noteId: string) => Promise<boolean>;
  isActive: (cohortId: string) => Promise<boolean>;
  /** What the group has spent this month. */
  budget: (cohortId: string) => Promise<Budget & { jobs: { job: string; calls: number; usd: number }[] }>;
  summaries: (records: readonly CandidateRecord[], member: Membership) => Promise<CandidateSummary[]>;
  startWorkflow: (name: string, input: unknown) => Promise<void>;
  stopWorkflow: (name: string) => Promise<void>;
  /** ISO time. */
  now: () => string;
}

interface Named {
  cohortId: string;
  generationId: string;
}

/** What instructors do with wishes for questions. */
export function handlers(dependencies: Dependencies): Handlers<typeof generation> {
  const {
    generations,
    candidates,
    examOf,
    hasNote,
    isActive,
    budget,
    summaries,
    startWorkflow,
    stopWorkflow,
    now,
  } = dependencies;

  return {
    async start({ member, caller, body: { id, ...wish } }) {
      const { cohortId } = member;
      const known = await generations.get({ cohortId, id });
      if (known && !isDeepStrictEqual(known.wish, wish)) {
        throw new Fault("conflict", "This id names another wish. Load the page again.");
      }
      const record = known ?? (await begun(member, id, wish, caller.userId));
      // Sent again, it starts what was not started because something broke in between; the first wins.
      if (record.state === "running")
        await startWorkflow(executionOf(record), { cohortId, generationId: id });
      return view(record);
    },

    async list({ params: { cohortId }, query }) {
      const { items, ...rest } = await generations.list(cohortId, query);
      return { ...rest, items: await Promise.all(items.map(view)) };
    },

    get: async ({ params }) => view(await named(params)),

    async candidates({ params, member, query: { limit, cursor } }) {
      const record = await named(params);
      const from = cursor === undefined ? 0 : Number(cursor);
      if (!Number.isInteger(from) || from < 0) {
        throw new Fault("invalid_request", "That page can't be found. Start from the first page.");
      }
      const ids = idsOf(record).slice(from, from + limit);
      const found = new Map((await candidates.many(ids)).map((one) => [one.id, one]));
      const items = await summaries(
        ids.flatMap((id) => found.get(id) ?? []),
        member,
      );
      const next = from + limit;
      return next < record.wish.count ? { items, cursor: String(next) } : { items };
    },

    async cancel({ params, caller }) {
      const before = await named(params);
      const ref = { cohortId: before.cohortId, id: before.id };
      if (before.state === "running") await generations.end(ref, "cancelled");
      else if (before.state !== "cancelled") {
        throw new Fault("conflict", "It has ended already. What it has made is in review.");
      }
      await stopWorkflow(executionOf(before));
      const drafts = (await candidates.many(idsOf(before))).filter(({ state }) => state === "draft");
      await each(drafts, ({ id }) => cancelDraft(id, caller.userId));
      return view(await named(params));
    },

    budget: ({ params }) => budget(params.cohortId),
  };

  async function begun(
    member: Membership,
    id: string,
    wish: GenerationWish,
    by: string,
  ): Promise<GenerationRecord> {
    const { cohortId } = member;
    const { examId } = member.cohort;
    const exam = await examOf(examId);
    const problem = exam ? wishProblem(exam, wish) : "The group's exam is not there any more.";
    if (problem) throw new Fault("invalid_request", problem);
    if (!(await isActive(cohortId))) {
      throw new Fault("conflict", "The group is archived. An owner can restore it; then try again.");
    }
    const there = await Promise.all(wish.noteIds.map((noteId) => hasNote(member, noteId)));
    if (there.includes(false)) {
      throw new Fault(
        "not_found",
        "One of the notes is not there, or is not read yet. Choose the notes again.",
      );
    }
    const { usd, limitUsd } = await budget(cohortId);
    if (usd >= limitUsd) {
      throw new Fault("budget_spent", "The group has spent what it may spend on models this month.");
    }
    const record: GenerationRecord = {
      id,
      cohortId,
      examId,
      by,
      at: now(),
      wish,
      state: "running",
      nanoUsd: 0,
    };
    try {
      await generations.begin(record);
      return record;
    } catch (error) {
      if (!(error instanceof Fault && error.code === "conflict")) throw error;
      const sent = await generations.get({ cohortId, id });
      if (sent && isDeepStrictEqual(sent.wish, wish)) return sent;
      if (sent) throw error;
      throw new Fault(
        "too_many_requests",
        `${mostRunning} wishes are being worked on. Wait until one of them is done, or cancel one.`,
      );
    }
  }

  /** A step that changes it at this moment is let through, and then it is cancelled. */
  async function cancelDraft(questionId: string, actorId: string): Promise<void> {
    for (let tries = 0; tries < 10; tries++) {
      const record = await candidates.get(questionId);
      if (record?.state !== "draft") return;
      const at = now();
      const { step: _, ...rest } = record;
      try {
        const after = { ...rest, state: "cancelled" as const, since: at };
        return await candidates.write(record, after, { at, events: [{ action: "cancelled", actorId }] });
      } catch (error) {
        if (!(error instanceof Fault && error.code === "conflict")) throw error;
      }
    }
    throw new Fault("unavailable", "It is still being worked on. Cancel it again in a moment.");
  }

  /** @throws Fault not_found */
  async function named({ cohortId, generationId }: Named): Promise<GenerationRecord> {
    const record = await generations.get({ cohortId, id: generationId });
    if (!record) throw new Fault("not_found", "There is no such wish for questions.");
    return record;
  }

  async function view({ nanoUsd, ...record }: GenerationRecord): Promise<Generation> {
    const all = await candidates.many(idsOf(record));
    return { ...record, progress: progressOf(record.wish.count, record.state, all), usd: nanoUsd / 1e9 };
  }
}

/** With the group in it: ids are made by callers, and one group's must not stand in another's way. */
const executionOf = ({ cohortId, id }: GenerationRecord): string => `${cohortId}-${id}`;

const idsOf = (record: Pick<GenerationRecord, "cohortId" | "id" | "wish">): string[] =>
  Array.from({ length: record.wish.count }, (_, place) => questionIdOf(record, place));
