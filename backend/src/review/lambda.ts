import { review } from "@lyceum/shared/review";
import { createTable } from "../aws/table.ts";
import { workflows } from "../aws/workflows.ts";
import { environment } from "../environment.ts";
import { examStore } from "../exams/store.ts";
import { ruleChecks } from "../generation/checks/rules.ts";
import { logger } from "../http/logger.ts";
import { run } from "../http/run.ts";
import { reviewOn } from "./composition.ts";

const table = createTable(environment("TABLE_NAME"));
const exams = examStore(table);

const { handlers, findMembership } = reviewOn(table, {
  workflows: workflows(),
  async ruleChecks({ examId, taskId }, { item, passages }) {
    const exam = await exams.get(examId);
    return exam ? ruleChecks(item, { passages, exam, taskId }) : [];
  },
  now: () => new Date().toISOString(),
  warn: (message, questionId) => logger.warn("a decision waits for the sweeper", { message, questionId }),
});

export const handler = run(review, handlers, logger, { findMembership });
