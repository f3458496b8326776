import type { Files } from "../aws/files.ts";
import type { Table } from "../aws/table.ts";
import { examStore } from "../exams/store.ts";
import type { Models } from "../models/models.ts";
import { questionStore } from "../questions/store.ts";
import { candidateStore, putHead, putLifeEvent, putVersion } from "../review/candidates/store.ts";
import { searchOn } from "../search/composition.ts";
import { draftStore } from "./drafts/store.ts";
import { steps } from "./steps.ts";
import { generationStore } from "./store.ts";
import { Outcome, writing } from "./writing.ts";

/** What writes and checks candidates, on a table. */
function writerOn(table: Table, files: Files, models: Models) {
  const bank = questionStore(table);
  return writing({
    candidates: candidateStore(table),
    drafts: draftStore(table),
    putVersion,
    generationOf: generationStore(table).get,
    examOf: examStore(table).get,
    published: bank.published,
    versions: bank.versions,
    search: searchOn(table, files, models),
    models,
    now: Date.now,
  });
}

/**
 * For the review: has a candidate written anew by what a reviewer wants, and checks it. The version is made when both are
 * done, so that there is never one without its checks.
 */
export function writingOn(table: Table, files: Files, models: Models) {
  const { write, check } = writerOn(table, files, models);
  return {
    check,
    async write(questionId: string, how: { attempt: string; instructions: string }): Promise<void> {
      await write(questionId, how);
      await check(questionId, how);
    },
  };
}

/** The steps of the workflow of generation, on a table. */
export function generationStepsOn(table: Table, files: Files, models: Models) {
  const drafts = draftStore(table);
  return steps({
    generations: generationStore(table),
    candidates: candidateStore(table),
    writing: writerOn(table, files, models),
    newCandidate: (record) => [
      putHead(record, undefined),
      putLifeEvent(
        record.cohortId,
        {
          questionId: record.id,
          at: record.since,
          action: "wished",
          detail: `${record.taskId}, ${record.type}, ${record.difficulty}`,
        },
        "000001-0",
      ),
    ],
    transact: table.transact,
    outcomeOf: (questionId, attempt) => drafts.work(questionId, `${attempt}-done`, Outcome),
    now: () => new Date().toISOString(),
  });
}
