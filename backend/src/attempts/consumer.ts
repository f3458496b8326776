import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { createTable } from "../aws/table.ts";
import { noticeStore } from "../disputes/notices.ts";
import { carryOut } from "../disputes/steps.ts";
import { disputeStore } from "../disputes/store.ts";
import { environment } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { type Consume, inOrder } from "../stream.ts";
import { figuresOn } from "../tutor/composition.ts";
import { countingOn } from "./composition.ts";

const table = createTable(environment("TABLE_NAME"));
const now = () => new Date().toISOString();
const { ledgers, rescore, consume: keepLedger } = countingOn(table, now);

const rescoreAll = carryOut({
  store: disputeStore(table),
  notices: noticeStore(table),
  learners: ledgers.learners,
  rescore,
  now,
});

const countAnswer = figuresOn(table);

/** Attempts that are over, answers to disputes whose work is not done, and answers of the tutor. */
const consume: Consume = (record) => {
  switch (record.dynamodb?.NewImage?.entity?.S) {
    case "rescoring":
      return rescoreAll(record);
    case "tutorAnswer":
      return countAnswer(record);
    default:
      return keepLedger(record);
  }
};

export const handler = middy(
  inOrder(consume, (error) =>
    logger.error(
      "what follows from an attempt or an answer was not done",
      error instanceof Error ? error : String(error),
    ),
  ),
).use(injectLambdaContext(logger));
