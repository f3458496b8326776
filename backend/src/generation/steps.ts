import { Fault } from "@lyceum/shared/contract/fault";
import * as z from "zod";
import type { CandidateRecord } from "../review/candidates/record.ts";
import { questionIdOf } from "./drafts/store.ts";
import { endOf, placesOf, problemOf } from "./rules.ts";
import { type GenerationStore, whileRunning } from "./store.ts";
import type { Candidates, Outcome, Writes, Writing } from "./writing.ts";

/** What a state of the workflow asks for. */
export const Step = z.discriminatedUnion("step", [
  z.object({ step: z.literal("plan"), cohortId: z.string(), generationId: z.string() }),
  z.object({ step: z.literal("write"), questionId: z.string(), attempt: z.number().int() }),
  z.object({ step: z.literal("check"), questionId: z.string(), attempt: z.number().int() }),
  z.object({ step: z.literal("fail"), questionId: z.string(), error: z.string() }),
  z.object({
    step: z.literal("finish"),
    cohortId: z.string(),
    generationId: z.string(),
    error: z.string().optional(),
  }),
]);
type Step = z.infer<typeof Step>;

interface Dependencies {
  generations: GenerationStore;
  candidates: Candidates;
  writing: Writing;
  /** What stores a candidate that has just been wished for. */
  newCandidate: (record: CandidateRecord) => Writes;
  transact: (writes: Writes) => Promise<void>;
  /** Of an outcome of a try before. */
  outcomeOf: (questionId: string, attempt: string) => Promise<Outcome | undefined>;
  /** ISO time. */
  now: () => string;
}

/** So many writes are under way at once. */
const atOnce = 10;

/** The steps of the workflow that has questions written. Each may be run again, and comes late to what was cancelled. */
export function steps(dependencies: Dependencies) {
  const { generations, candidates, writing, newCandidate, transact, outcomeOf, now } = dependencies;

  return async (event: Step): Promise<unknown> => {
    switch (event.step) {
      case "plan":
        return plan({ cohortId: event.cohortId, id: event.generationId });
      case "write":
        return write(event.questionId, event.attempt);
      case "check":
        await moved(event.questionId, "checking");
        return {
          outcome: (await writing.check(event.questionId, { attempt: nameOf(event.attempt) })).outcome,
        };
      case "fail":
        return fail(event.questionId, event.error);
      case "finish":
        return finish({ cohortId: event.cohortId, id: event.generationId }, event.error);
    }
  };

  async function plan(ref: { cohortId: string; id: string }): Promise<{ questionIds: string[] }> {
    const generation = await generations.get(ref);
    if (generation?.state !== "running") return { questionIds: [] };
    const { cohortId, examId, wish } = generation;
    const at = now();
    const records = placesOf(wish).map((place) => ({
      id: questionIdOf(ref, place.place),
      ...{ cohortId, examId, generationId: ref.id },
      ...place,
      state: "draft" as const,
      step: "waiting" as const,
      since: at,
      round: 0,
      version: 0,
      stem: "",
      failed: [],
      warned: [],
      escalated: false,
      revision: 1,
    }));
    const known = new Set((await candidates.many(records.map(({ id }) => id))).map(({ id }) => id));
    const missing = records.filter(({ id }) => !known.has(id));
    await each(missing, (record) => unlessConflict(transact([whileRunning(ref), ...newCandidate(record)])));
    return { questionIds: records.map(({ id }) => id) };
  }

  async function write(questionId: string, attempt: number): Promise<void> {
    if (!(await moved(questionId, "writing"))) return;
    const before = attempt > 0 ? await outcomeOf(questionId, nameOf(attempt - 1)) : undefined;
    await writing.write(questionId, { attempt: nameOf(attempt), problems: before?.problems ?? [] });
  }

  /** Says what happens to a draft now. */
  async function moved(questionId: string, step: "writing" | "checking"): Promise<boolean> {
    const record = await candidates.get(questionId);
    if (record?.state !== "draft") return false;
    if (record.step !== step) await candidates.write(record, { ...record, step }, { at: now() });
    return true;
  }

  async function fail(questionId: string, error: string): Promise<void> {
    const record = await candidates.get(questionId);
    if (record?.state !== "draft") return;
    const at = now();
    const { step: _, ...rest } = record;
    const problem = error === "checks" ? await whatFailed(record) : problemOf(error);
    const after = { ...rest, state: "failed" as const, since: at, problem };
    await candidates.write(record, after, { at, events: [{ action: "failed", detail: problem }] });
  }

  async function whatFailed({ id, version, failed }: CandidateRecord): Promise<string> {
    if (version > 0 && failed.length > 0) {
      return `It was written three times, and checks still fail: ${failed.join(", ")}.`;
    }
    const outcomes = await Promise.all([2, 1, 0].map((attempt) => outcomeOf(id, nameOf(attempt))));
    const last = outcomes.find((outcome) => outcome !== undefined);
    return (last?.problems[0] ?? "Nothing could be made of what the model wrote.").slice(0, 500);
  }

  /** Ends a generation. What is still to be done then comes to nothing; what has passed is on its way to review. */
  async function finish(ref: { cohortId: string; id: string }, error?: string): Promise<void> {
    const generation = await generations.get(ref);
    if (generation?.state !== "running") return;
    const ids = placesOf(generation.wish).map(({ place }) => questionIdOf(ref, place));
    const drafts = (await candidates.many(ids)).filter(
      ({ state, version, failed }) => state === "draft" && (version === 0 || failed.length > 0),
    );
    await each(drafts, ({ id }) => unlessConflict(fail(id, error ?? "unknown")));
    const ended = await candidates.many(ids);
    const { state, problem } =
      ended.length > 0 ? endOf(ended) : { state: "failed" as const, problem: problemOf(error ?? "unknown") };
    await unlessConflict(generations.end(ref, state, problem));
  }
}

/** Names a try of a generation. */
const nameOf = (attempt: number): string => `try-${attempt}`;

/** Does something with each, a few at once. */
export async function each<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += atOnce) {
    await Promise.all(all.slice(from, from + atOnce).map(act));
  }
}

async function unlessConflict(write: Promise<void>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof Fault && error.code === "conflict")) throw error;
  }
}
