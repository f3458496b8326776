import { account } from "@lyceum/shared/account";
import { createTable } from "../aws/table.ts";
import { environment } from "../environment.ts";
import { examStore } from "../exams/store.ts";
import { logger } from "../http/logger.ts";
import { run } from "../http/run.ts";
import { handlers } from "./handlers.ts";
import { accountStore } from "./store.ts";

const table = createTable(environment("TABLE_NAME"));
const exams = examStore(table);

export const handler = run(
  account,
  handlers({
    store: accountStore(table),
    examExists: async (examId) => (await exams.get(examId)) !== undefined,
  }),
  logger,
);
