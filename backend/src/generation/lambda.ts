import { generation } from "@lyceum/shared/generation";
import { createTable } from "../aws/table.ts";
import { workflows } from "../aws/workflows.ts";
import { cohortStore } from "../cohorts/store.ts";
import { environment } from "../environment.ts";
import { examStore } from "../exams/store.ts";
import { logger } from "../http/logger.ts";
import { run } from "../http/run.ts";
import { monthOf } from "../models/spending/rules.ts";
import { spendingStore } from "../models/spending/store.ts";
import { noteStore } from "../notes/store.ts";
import { candidateStore } from "../review/candidates/store.ts";
import { summariesOn } from "../review/composition.ts";
import { handlers } from "./handlers.ts";
import { generationStore } from "./store.ts";

const table = createTable(environment("TABLE_NAME"));
const cohorts = cohortStore(table);
const notes = noteStore(table);
const machine = environment("QUESTION_GENERATION_ARN");
const { start, stop } = workflows();
const now = () => new Date().toISOString();

export const handler = run(
  generation,
  handlers({
    generations: generationStore(table),
    candidates: candidateStore(table),
    examOf: examStore(table).get,
    async hasNote({ cohortId, cohort: { examId } }, noteId) {
      const found = await Promise.all([cohortId, examId].map((owner) => notes.get({ owner, noteId })));
      return found.some((note) => note !== undefined && note.version > 0);
    },
    isActive: async (cohortId) => (await cohorts.get(cohortId))?.state === "active",
    budget: (cohortId) => spendingStore(table).of(cohortId, monthOf(Date.now())),
    summaries: summariesOn(table, now),
    startWorkflow: (name, input) => start(machine, name, input),
    stopWorkflow: (name) => stop(machine, name, "cancelled by an instructor"),
    now,
  }),
  logger,
  { findMembership: cohorts.membership },
);
