import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { ledgerStore } from "../attempts/ledger/store.ts";
import { createTable } from "../aws/table.ts";
import { environment } from "../environment.ts";
import { examStore } from "../exams/store.ts";
import { logger } from "../http/logger.ts";
import { recompute } from "./boards/recompute.ts";
import { boardStore } from "./boards/store.ts";
import { keepStandings } from "./steps.ts";
import { cohortStore } from "./store.ts";

const table = createTable(environment("TABLE_NAME"));
const store = cohortStore(table);
const exams = examStore(table);
const ledgers = ledgerStore(table);

export const handler = middy(
  keepStandings({
    store,
    recompute: recompute({
      store: boardStore(table),
      async sourceOf(cohortId, userId) {
        const [cohort, member] = await Promise.all([store.get(cohortId), store.member(cohortId, userId)]);
        if (!cohort || cohort.state === "deleting" || !member) return undefined;
        const exam = await exams.get(cohort.examId);
        if (!exam) return undefined;
        const { ledger } = await ledgers.get(userId, exam.id);
        return { member, timeZone: cohort.timeZone, exam, ledger };
      },
      now: () => new Date().toISOString(),
    }),
    onError: (error) =>
      logger.error("a standing was not brought up to date", error instanceof Error ? error : String(error)),
  }),
).use(injectLambdaContext(logger));
