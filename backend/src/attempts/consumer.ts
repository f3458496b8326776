import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { createTable } from "../aws/table.ts";
import { noticeStore } from "../disputes/notices.ts";
import { carryOut } from "../disputes/steps.ts";
import { disputeStore } from "../disputes/store.ts";
import { environment } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { type Consume, inOrder } from "../stream.ts";
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

/** Attempts that are over, and answers to disputes whose work is not done. */
const consume: Consume = (record) =>
  record.dynamodb?.NewImage?.entity?.S === "rescoring" ? rescoreAll(record) : keepLedger(record);

export const handler = middy(
  inOrder(consume, (error) =>
    logger.error("what follows from an attempt was not done", error instanceof Error ? error : String(error)),
  ),
).use(injectLambdaContext(logger));
