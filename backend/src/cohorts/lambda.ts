import { cohorts } from "@lyceum/shared/cohorts";
import { createTable } from "../aws/table.ts";
import { environment } from "../environment.ts";
import { examStore } from "../exams/store.ts";
import { logger } from "../http/logger.ts";
import { run } from "../http/run.ts";
import { boardHandlers } from "./boards/handlers.ts";
import { boardStore } from "./boards/store.ts";
import { handlers } from "./handlers.ts";
import { cohortStore } from "./store.ts";

const table = createTable(environment("TABLE_NAME"));
const exams = examStore(table);
const store = cohortStore(table);

const now = () => new Date().toISOString();
const boards = boardHandlers({ store, boards: boardStore(table), now });

export const handler = run(
  cohorts,
  handlers({
    store,
    examExists: async (examId) => (await exams.get(examId)) !== undefined,
    boards,
    now,
  }),
  logger,
  { findMembership: store.membership, entityTags: { board: boards.tag } },
);
