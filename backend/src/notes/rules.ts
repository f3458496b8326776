import { Fault } from "@lyceum/shared/contract/fault";
import type { Note, Upload } from "@lyceum/shared/notes";

/** How many notes a group may have: all of them are in one index. */
export const mostNotes = 200;
/** For how many seconds the address that a file is put to is good. */
export const putSeconds = 15 * 60;
/** How many parts are embedded in one step. */
export const batchSize = 20;
/** How many findings of personal data are shown. */
export const mostShown = 50;

export const unfinished = ["awaiting_file", "reading", "awaiting_consent", "indexing"] as const;

export const isUnfinished = ({ state }: Pick<Upload, "state">): boolean =>
  unfinished.some((each) => each === state);

/** Whether all of an upload was embedded: from then on its text may be in the index, whatever became of it. */
export const isEmbedded = ({ progress }: Pick<Upload, "progress">): boolean =>
  progress !== undefined && progress.done >= progress.total;

/** Whose notes they are: a cohort's, or those that an exam shares. Their ids have nothing in common. */
export const ownerOf = ({ cohortId, examId }: { cohortId: string | null; examId: string }): string =>
  cohortId ?? examId;

/** A note as it is shown. Learners are not told of uploads, nor anybody of how a shared note came about. */
export function noteView(
  { id, examId, cohortId, title, taskIds, version, words, chunks, changedAt }: Note,
  upload: Upload | undefined,
): Note {
  const note = { id, examId, cohortId, title, taskIds, version, words, chunks, changedAt };
  return upload ? { ...note, upload } : note;
}

/** By task, so that 1.10 comes after 1.9; those without one last. */
export const taskOrder = (taskIds: readonly string[]): string =>
  (taskIds[0] ?? "99.99")
    .split(".")
    .map((number) => number.padStart(2, "0"))
    .join(".");

/**
 * Whether somebody is sitting what is sat without help, so that the exam's notes are closed: a mock, or a drill under the
 * exam's conditions.
 * @param now ISO time
 */
export const isSittingExam = (
  attempts: readonly {
    examId: string;
    kind: string;
    mode: string;
    state: string;
    deadline?: string | undefined;
  }[],
  examId: string,
  now: string,
): boolean =>
  attempts.some(
    (attempt) =>
      attempt.examId === examId &&
      attempt.kind !== "quiz" &&
      attempt.mode === "exam" &&
      attempt.state === "running" &&
      (attempt.deadline === undefined || Date.parse(attempt.deadline) > Date.parse(now)),
  );

/** A cursor over the parts of a note: the place of the next one. */
export function placeOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,6}$/.test(cursor)) {
    throw new Fault("invalid_request", "That page can't be found. Start from the first page.");
  }
  return Number(cursor);
}
