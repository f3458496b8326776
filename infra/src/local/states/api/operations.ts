import { randomUUID } from "node:crypto";
import * as z from "zod";
import { ServiceError } from "../../cognito/errors.ts";
import type { Engine } from "../engine.ts";
import type { MachineConfig } from "../machines.ts";
import { type Execution, executionStatuses } from "../store/executions.ts";
import { historyEvent } from "./history.ts";

type Operation = (engine: Engine, input: unknown) => object;

function operation<S extends z.ZodType>(
  schema: S,
  work: (engine: Engine, input: z.output<S>) => object,
): Operation {
  return (engine, input) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new ServiceError("ValidationException", z.prettifyError(parsed.error));
    return work(engine, parsed.data);
  };
}

const Text = z.string();
const pageSize = z
  .number()
  .int()
  .min(0)
  .max(1000)
  .default(0)
  .transform((size) => size || 100);

/** A place in a list, which only this service understands. */
const Place = z
  .string()
  .transform((token) => Number(Buffer.from(token, "base64url").toString()))
  .optional();
const tokenFor = (place: number | undefined): { nextToken?: string } =>
  place === undefined ? {} : { nextToken: Buffer.from(String(place)).toString("base64url") };

function placeOf(place: number | undefined): number | undefined {
  if (place !== undefined && !Number.isSafeInteger(place)) {
    throw new ServiceError("InvalidToken", "Invalid Token: 'Invalid token'");
  }
  return place;
}

/** On this wire, times are seconds since the epoch. */
const seconds = (milliseconds: number): number => milliseconds / 1000;

function machine(engine: Engine, arn: string): MachineConfig {
  const found = engine.machines.find((each) => each.arn === arn);
  if (found) return found;
  throw new ServiceError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
}

function execution(engine: Engine, arn: string): Execution {
  const found = engine.journal.executions.find(arn);
  if (found) return found;
  throw new ServiceError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
}

const summary = ({ arn, machineArn, name, status, startedAt, stoppedAt }: Execution) => ({
  executionArn: arn,
  stateMachineArn: machineArn,
  name,
  status,
  startDate: seconds(startedAt),
  ...(stoppedAt !== null && { stopDate: seconds(stoppedAt) }),
});

/** A page of a list that was asked for with one item more. */
function paged<T extends { id: number }>(
  found: readonly T[],
  size: number,
): [readonly T[], { nextToken?: string }] {
  const page = found.slice(0, size);
  return [page, tokenFor(found.length > size ? page.at(-1)?.id : undefined)];
}

/** The operations that are served, by their names. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  [
    "StartExecution",
    operation(
      z.object({ stateMachineArn: Text, name: Text.optional(), input: Text.default("{}") }),
      (engine, { stateMachineArn, name = randomUUID(), input }) => {
        const { arn, startedAt } = engine.start(stateMachineArn, name, input);
        return { executionArn: arn, startDate: seconds(startedAt) };
      },
    ),
  ],
  [
    "StopExecution",
    operation(
      z.object({ executionArn: Text, error: Text.max(256).optional(), cause: Text.max(32_768).optional() }),
      (engine, { executionArn, error, cause }) => ({
        stopDate: seconds(engine.abort(executionArn, error, cause)),
      }),
    ),
  ],
  [
    "DescribeExecution",
    operation(z.object({ executionArn: Text }), (engine, { executionArn }) => {
      const found = execution(engine, executionArn);
      const { input, output, error, cause } = found;
      const details = { included: true };
      return {
        ...summary(found),
        input,
        inputDetails: details,
        ...(output !== null && { output, outputDetails: details }),
        ...(error !== null && { error }),
        ...(cause !== null && { cause }),
        redriveCount: 0,
      };
    }),
  ],
  [
    "GetExecutionHistory",
    operation(
      z.object({
        executionArn: Text,
        maxResults: pageSize,
        nextToken: Place,
        reverseOrder: z.boolean().default(false),
        includeExecutionData: z.boolean().default(true),
      }),
      (engine, { executionArn, maxResults, nextToken, reverseOrder, includeExecutionData }) => {
        const { id } = execution(engine, executionArn);
        const { events } = engine.journal;
        const place = placeOf(nextToken);
        const found = reverseOrder
          ? events.before(id, place ?? Number.MAX_SAFE_INTEGER, maxResults + 1)
          : events.after(id, place ?? 0, maxResults + 1);
        const [page, next] = paged(found, maxResults);
        return { events: page.map((event) => historyEvent(event, includeExecutionData)), ...next };
      },
    ),
  ],
  [
    "ListExecutions",
    operation(
      z.object({
        stateMachineArn: Text,
        statusFilter: z.enum(executionStatuses).optional(),
        maxResults: pageSize,
        nextToken: Place,
      }),
      (engine, { stateMachineArn, statusFilter, maxResults, nextToken }) => {
        const { arn: machineArn } = machine(engine, stateMachineArn);
        const before = placeOf(nextToken);
        const wanted = { machineArn, status: statusFilter, before, limit: maxResults + 1 };
        const [page, next] = paged(engine.journal.executions.list(wanted), maxResults);
        return { executions: page.map(summary), ...next };
      },
    ),
  ],
  [
    "DescribeStateMachine",
    operation(z.object({ stateMachineArn: Text }), (engine, { stateMachineArn }) => {
      const { arn, name, roleArn, definition } = machine(engine, stateMachineArn);
      return {
        ...{ stateMachineArn: arn, name, roleArn, definition },
        ...{ status: "ACTIVE", type: "STANDARD", creationDate: 0 },
      };
    }),
  ],
  [
    "ListStateMachines",
    operation(
      z.object({ maxResults: pageSize, nextToken: Place }),
      ({ machines }, { maxResults, nextToken }) => {
        const from = placeOf(nextToken) ?? 0;
        const until = from + maxResults;
        const stateMachines = machines.slice(from, until).map(({ arn, name }) => ({
          ...{ stateMachineArn: arn, name },
          ...{ type: "STANDARD", creationDate: 0 },
        }));
        return { stateMachines, ...tokenFor(until < machines.length ? until : undefined) };
      },
    ),
  ],
  [
    "SendTaskSuccess",
    operation(z.object({ taskToken: Text, output: Text }), (engine, { taskToken, output }) => {
      engine.succeed(taskToken, output);
      return {};
    }),
  ],
  [
    "SendTaskFailure",
    operation(
      z.object({
        taskToken: Text,
        error: Text.max(256).optional(),
        cause: Text.max(32_768).optional(),
      }),
      (engine, { taskToken, error, cause }) => {
        engine.fail(taskToken, error, cause);
        return {};
      },
    ),
  ],
  [
    "SendTaskHeartbeat",
    operation(z.object({ taskToken: Text }), (engine, { taskToken }) => {
      engine.heartbeat(taskToken);
      return {};
    }),
  ],
]);
