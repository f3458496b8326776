import { ItemType } from "@lyceum/shared/exams";
import { Difficulty, QuestionId } from "@lyceum/shared/questions";
import { CandidateState, CheckName } from "@lyceum/shared/review";
import * as z from "zod";
import type { Key } from "../../aws/table.ts";

// A candidate in the table. Generation writes it while it is a draft, review from then on. It is apart from the bank:
// what is here reaches no learner, whatever the code that serves learners does.

/**
 * The head of a candidate. Every change of it is on condition of its `revision`, which counts them; state and events
 * change in one transaction.
 */
export const CandidateRecord = z.object({
  id: QuestionId,
  cohortId: z.string(),
  examId: z.string(),
  generationId: z.string(),
  /** From 0, in its generation. */
  place: z.number().int(),
  taskId: z.string(),
  type: ItemType,
  difficulty: Difficulty,
  state: CandidateState,
  step: z.enum(["waiting", "writing", "checking"]).optional(),
  since: z.string(),
  round: z.number().int(),
  /** Of the latest version; 0 while there is none. */
  version: z.number().int(),
  stem: z.string(),
  /** Of the latest version. */
  failed: z.array(CheckName),
  warned: z.array(CheckName),
  problem: z.string().optional(),
  escalated: z.boolean(),
  /** Who wrote or last edited the latest version; absent where a model did. */
  editor: z.string().optional(),
  lease: z.object({ userId: z.string(), name: z.string(), until: z.string() }).optional(),
  /** When it came into review, for what is due. */
  reviewedSince: z.string().optional(),
  /** Whether reviewers were reminded since then. */
  reminded: z.boolean().optional(),
  /** Who says what of a version; of an earlier one it counts no more. */
  votes: z
    .object({ version: z.number().int(), by: z.record(z.string(), z.enum(["approve", "reject"])) })
    .optional(),
  /** The prompt that wrote the first version, as `<name>@<version>`. */
  prompt: z.string().optional(),
  /** The version that it is in the bank, once it was admitted. */
  admitted: z.number().int().optional(),
  /** What the workflow waits with, and has not been answered. */
  token: z.string().optional(),
  /** What has been decided of this version. It is sent to the workflow afterwards, again and again until it is taken. */
  decision: z
    .object({
      outcome: z.enum(["approved", "rejected", "changes_requested", "expired"]),
      version: z.number().int(),
      at: z.string(),
      /** For changes. */
      instructions: z.string().optional(),
    })
    .optional(),
  revision: z.number().int(),
});
export type CandidateRecord = z.infer<typeof CandidateRecord>;

const partition = (questionId: string) => `CANDIDATE#${questionId}`;

export const candidateKeys = {
  head: (questionId: string): Key => ({ pk: partition(questionId), sk: "HEAD" }),
  /** `CandidateVersion`; immutable. */
  version: (questionId: string, version: number): Key => ({
    pk: partition(questionId),
    sk: `VERSION#${String(version).padStart(4, "0")}`,
  }),
  vote: (questionId: string, version: number, userId: string): Key => ({
    pk: partition(questionId),
    sk: `VOTE#${String(version).padStart(4, "0")}#${userId}`,
  }),
  /** `LifeEvent`; immutable. */
  event: (questionId: string, at: string, id: string): Key => ({
    pk: partition(questionId),
    sk: `EVENT#${at}#${id}`,
  }),
  /** What a model has answered in a step that may be run again: nothing is paid twice. */
  work: (questionId: string, name: string): Key => ({ pk: partition(questionId), sk: `WORK#${name}` }),
  /** Decided, and not yet taken up by its workflow; or in review, and perhaps without a workflow. */
  unsent: (questionId: string): Key => ({ pk: "UNSENT", sk: questionId }),
};

/** In the index, those of a cohort in one state, those longest in it first. */
export const queueKeys = ({ cohortId, state, since, id }: CandidateRecord) => ({
  gsi1pk: `REVIEW#${cohortId}`,
  gsi1sk: `${state}#${since}#${id}`,
});

/** In the index, what has happened to any candidate of a cohort. */
export const trailKeys = (cohortId: string, at: string, id: string) => ({
  gsi1pk: `TRAIL#${cohortId}`,
  gsi1sk: `${at}#${id}`,
});
