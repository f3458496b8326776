import { questions } from "@lyceum/shared/questions";
import { createTable } from "../aws/table.ts";
import { environment } from "../environment.ts";
import { examStore } from "../exams/store.ts";
import { logger } from "../http/logger.ts";
import { run } from "../http/run.ts";
import { handlers } from "./handlers.ts";
import { statisticsStore } from "./statistics/store.ts";
import { questionStore } from "./store.ts";

const table = createTable(environment("TABLE_NAME"));
const exams = examStore(table);

export const handler = run(
  questions,
  handlers({
    store: questionStore(table),
    statistics: statisticsStore(table),
    examExists: async (examId) => (await exams.get(examId)) !== undefined,
  }),
  logger,
);
