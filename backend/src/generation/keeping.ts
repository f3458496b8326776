import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Passage } from "@lyceum/shared/notes";
import type * as z from "zod";
import type { CandidateRecord } from "../review/candidates/record.ts";
import type { DraftStore } from "./drafts/store.ts";
import { addCost } from "./store.ts";

// What writing and checking have in common: nothing is asked of a model twice.

/** A step's function may run for five minutes. */
const stepMs = 240_000;

export type Keeping = ReturnType<typeof keeping>;

/** @param now ms since 1970 */
export function keeping(drafts: Pick<DraftStore, "work" | "keep">, now: () => number) {
  return { kept, paidBy };

  /** What was made before, or is made now and stored, with what it has cost, before anybody uses it. */
  async function kept<S extends z.ZodType>(
    record: CandidateRecord,
    name: string,
    schema: S,
    make: () => Promise<{ made: z.output<S>; usd: number }>,
  ): Promise<z.output<S>> {
    const before = await drafts.work(record.id, name, schema);
    if (before !== undefined) return before;
    const { made, usd } = await make();
    const nanos = Math.round(usd * 1e9);
    try {
      await drafts.keep(record.id, name, made, nanos > 0 ? [addCost(refOf(record), nanos)] : []);
      return made;
    } catch (error) {
      if (!(error instanceof Fault && error.code === "conflict")) throw error;
      // Somebody else was faster, with another answer: that one counts.
      return (await drafts.work(record.id, name, schema)) ?? made;
    }
  }

  function paidBy({ cohortId }: Pick<CandidateRecord, "cohortId">) {
    return { spender: { cohortId }, deadline: now() + stepMs };
  }
}

export const refOf = ({ cohortId, generationId }: CandidateRecord) => ({ cohortId, id: generationId });

export const sourceOf = ({ noteTitle, headings, text }: Passage) => ({
  title: [noteTitle, ...headings.filter((heading) => heading !== noteTitle)].join(" > "),
  text,
});

export function taskOf(exam: ExamProfile, taskId: string) {
  const task = exam.domains.flatMap((domain) => domain.tasks).find(({ id }) => id === taskId);
  if (!task) throw new TypeError(`${exam.id} has no task ${taskId}`);
  return task;
}
