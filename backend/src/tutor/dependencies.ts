import type { ExamProfile } from "@lyceum/shared/exams";
import type { Progress } from "@lyceum/shared/readiness";
import type { About } from "@lyceum/shared/tutor";
import type { Models } from "../models/models.ts";
import type { isSittingExam } from "../notes/rules.ts";
import type { Gather } from "../search/evidence.ts";
import type { AskedItem } from "./item/rules.ts";
import type { AnswerRecord } from "./record.ts";
import type { AnswerStore } from "./store.ts";
import type { UseStore } from "./use/store.ts";

/** What answering needs of the platform. */
export interface Dependencies {
  answers: Pick<AnswerStore, "begin" | "get" | "latest" | "beat" | "finish" | "memory">;
  use: Pick<UseStore, "begin" | "spent">;
  models: Pick<Models, "ask" | "stream" | "screen" | "ground">;
  gather: Gather;
  isArchived: (cohortId: string) => Promise<boolean>;
  /** All attempts of a learner. */
  attemptsOf: (userId: string) => Promise<Parameters<typeof isSittingExam>[0]>;
  /**
   * A decided item of one of a learner's own attempts.
   * @throws Fault not_found, conflict
   */
  itemOf: (userId: string, about: About, examId: string) => Promise<AskedItem>;
  progressOf: (userId: string, examId: string) => Promise<{ exam: ExamProfile; progress: Progress }>;
  /** An answer is over. */
  told: (record: AnswerRecord) => void;
  /** Something went wrong that the answer could do without. */
  warn: (message: string, error: unknown) => void;
  /** ms since 1970 */
  now: () => number;
}
