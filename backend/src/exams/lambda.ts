import { exams } from "@lyceum/shared/exams";
import { createTable } from "../aws/table.ts";
import { environment } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { run } from "../http/run.ts";
import { handlers } from "./handlers.ts";
import { examStore } from "./store.ts";

export const handler = run(exams, handlers(examStore(createTable(environment("TABLE_NAME")))), logger);
