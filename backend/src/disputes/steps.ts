import { Fault } from "@lyceum/shared/contract/fault";
import * as z from "zod";
import type { Consume } from "../stream.ts";
import type { NoticeStore } from "./notices.ts";
import type { DisputeStore, JobRecord } from "./store.ts";

interface Dependencies {
  store: DisputeStore;
  notices: NoticeStore;
  /** Those who have ended an attempt of an exam. */
  learners: (
    examId: string,
    page: { limit: number; cursor?: string | undefined },
  ) => Promise<{ items: string[]; cursor?: string }>;
  /**
   * Scores anew all attempts of a learner by the keys as they are corrected now, each once, however often it is called.
   * @returns how many this call has scored anew, and how many of them have another result
   */
  rescore: (userId: string, examId: string) => Promise<{ attempts: number; changed: number }>;
  /** ISO time. */
  now: () => string;
}

const Image = z.object({ id: z.object({ S: z.string() }) });

/** What a page has done, and where the next one of its phase begins. */
interface Done extends Pick<JobRecord, "learners" | "attempts" | "changed"> {
  cursor?: string | undefined;
}

const disputersAtOnce = 25;
/** All of a learner's attempts are looked through. What is submitted meanwhile waits behind a page, so it is short. */
const learnersAtOnce = 5;

/**
 * Consumes the table's stream: does what follows from an answer, one page with each record of its job. Storing how far
 * it has come is the write that brings the next page. What a record says is not used but for its job's id: the job is
 * read as it is now, so that records may come twice, late and in any order, and a page that was cut short is done again.
 * All that a page does may be done twice: a notice is the same one then (and there again, should it have been dismissed
 * within that moment), and an attempt is scored anew once. A page counts once, as whoever moved the job on has seen it:
 * attempts that were scored anew by somebody who was cut short or overtaken are not in the counts.
 */
export function carryOut({ store, notices, learners, rescore, now }: Dependencies): Consume {
  return async ({ dynamodb }) => {
    const job = await store.job(Image.parse(dynamodb?.NewImage).id.S);
    if (job?.state !== "running") return;
    const done = job.phase === "disputers" ? await tell(job) : await rescoreAll(job);
    await store.moveJob(next(job, done, now())).catch((error: unknown) => {
      // Another delivery of the same page was faster: it goes on from there.
      if (!(error instanceof Fault && error.code === "conflict")) throw error;
    });
  };

  /** Tells a page of those who disputed before the answer. */
  async function tell({ id: answerId, cursor, ...job }: JobRecord): Promise<Done> {
    const page = await store.disputesOf(job, { limit: disputersAtOnce, cursor, descending: false });
    const { at, text, decision, examId } = job;
    for (const { userId, attemptId, position, ...dispute } of page.items) {
      if (dispute.at > at) continue;
      await notices.tellAnswer(userId, { answerId, at, text, decision, examId, attemptId, position });
    }
    return { learners: 0, attempts: 0, changed: 0, cursor: page.cursor };
  }

  /** Who ends a first attempt while this goes on is scored by the corrected key already. */
  async function rescoreAll({ examId, cursor }: JobRecord): Promise<Done> {
    const page = await learners(examId, { limit: learnersAtOnce, cursor });
    const done = { learners: page.items.length, attempts: 0, changed: 0, cursor: page.cursor };
    for (const userId of page.items) {
      const { attempts, changed } = await rescore(userId, examId);
      done.attempts += attempts;
      done.changed += changed;
    }
    return done;
  }
}

/** A job after a page: at the next one, in the next phase, or done. */
function next(job: JobRecord, { cursor, ...done }: Done, at: string): JobRecord {
  const isLast = job.phase === "learners" || job.decision === "key_kept";
  return {
    ...job,
    learners: job.learners + done.learners,
    attempts: job.attempts + done.attempts,
    changed: job.changed + done.changed,
    movedAt: at,
    step: job.step + 1,
    cursor,
    state: cursor === undefined && isLast ? "done" : "running",
    phase: cursor === undefined ? "learners" : job.phase,
  };
}
