import { health } from "@lyceum/shared/health";
import * as z from "zod";
import { createTable } from "../aws/table.ts";
import { environment } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { run } from "../http/run.ts";
import { handlers } from "./handlers.ts";

const table = createTable(environment("TABLE_NAME"));

export const handler = run(
  health,
  handlers({
    version: environment("LYCEUM_VERSION"),
    stage: environment("LYCEUM_STAGE"),
    readTable: () => table.get(z.unknown(), { pk: "HEALTH", sk: "HEALTH" }),
  }),
  logger,
);
