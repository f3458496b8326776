import { notes } from "@lyceum/shared/notes";
import { attemptStore } from "../attempts/store.ts";
import { files } from "../aws/files.ts";
import { createTable } from "../aws/table.ts";
import { workflows } from "../aws/workflows.ts";
import { nameOf } from "../cohorts/rules.ts";
import { cohortStore, putAudit, whileActive } from "../cohorts/store.ts";
import { environment } from "../environment.ts";
import { examStore } from "../exams/store.ts";
import { logger } from "../http/logger.ts";
import { run } from "../http/run.ts";
import { folderOn } from "./folder.ts";
import { handlers } from "./handlers.ts";
import { noteStore } from "./store.ts";

const table = createTable(environment("TABLE_NAME"));
const bucket = files(environment("FILES_BUCKET"));
const cohorts = cohortStore(table);
const attempts = attemptStore(table);
const exams = examStore(table);
const { start, stop, succeed } = workflows();
const machine = environment("NOTE_INDEXING_ARN");

export const handler = run(
  notes,
  handlers({
    store: noteStore(table),
    folder: folderOn(bucket),
    files: bucket,
    indexing: {
      start: (name, input) => start(machine, name, input),
      stop: (name, cause) => stop(machine, name, cause),
      succeed,
    },
    cohorts: {
      whileActive,
      putAudit,
      isArchived: async (cohortId) => (await cohorts.get(cohortId))?.state !== "active",
      async nameOf(cohortId, userId) {
        const member = await cohorts.member(cohortId, userId);
        return member ? nameOf(member) : "";
      },
    },
    examExists: async (examId) => (await exams.get(examId)) !== undefined,
    attemptsOf: attempts.all,
    now: () => new Date().toISOString(),
  }),
  logger,
  { findMembership: cohorts.membership },
);
