import { AsyncLocalStorage } from "node:async_hooks";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { handlers as accountHandlers } from "@lyceum/backend/account/handlers";
import { accountStore } from "@lyceum/backend/account/store";
import { countingOn } from "@lyceum/backend/attempts/composition";
import { groupMockStore } from "@lyceum/backend/attempts/group-mocks/store";
import { handlers as attemptHandlers } from "@lyceum/backend/attempts/handlers";
import { ledgerStore } from "@lyceum/backend/attempts/ledger/store";
import { attemptStore } from "@lyceum/backend/attempts/store";
import { createTable } from "@lyceum/backend/aws/table";
import { cohortStore, putAudit, whileActive } from "@lyceum/backend/cohorts/store";
import { handlers as examHandlers } from "@lyceum/backend/exams/handlers";
import { examStore } from "@lyceum/backend/exams/store";
import { handlers as healthHandlers } from "@lyceum/backend/health/handlers";
import type { Caller } from "@lyceum/backend/http/caller";
import { correctionStore } from "@lyceum/backend/questions/corrections/store";
import { handlers as questionHandlers } from "@lyceum/backend/questions/handlers";
import { mediansOf } from "@lyceum/backend/questions/statistics/rules";
import { statisticsStore } from "@lyceum/backend/questions/statistics/store";
import { questionStore } from "@lyceum/backend/questions/store";
import { api } from "@lyceum/shared/api";
import { type Client, clientOver } from "@lyceum/shared/contract/client";
import type { Route, Routes } from "@lyceum/shared/contract/route";
import * as z from "zod";
import { covered } from "./statistics.ts";

/** What the calls to DynamoDB that one operation made have cost. */
interface Cost {
  /** Time in which at least one call was under way, in milliseconds. */
  ms: number;
  /** Request units, as DynamoDB counts them. */
  readUnits: number;
  writeUnits: number;
}

interface Call {
  start: number;
  end: number;
  reads: boolean;
  units: number;
}

/**
 * The slices' handlers in this process, on a table, with nothing around them: the floor that the platform is compared
 * with. `measured` tells what an operation's calls to DynamoDB cost, without the handlers' own work.
 */
export function floor(endpoint: string, tableName: string) {
  const calls = new AsyncLocalStorage<Call[]>();
  const client = new DynamoDBClient({
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const start = performance.now();
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: "TOTAL" } });
      const reads = /Get|Query|Scan/.test(context.commandName ?? "");
      calls.getStore()?.push({ start, end: performance.now(), reads, units: unitsOf(result.output) });
      return result;
    },
    { step: "initialize" },
  );
  const table = createTable(tableName, client);
  const exams = examStore(table);
  const bank = questionStore(table);
  const statistics = statisticsStore(table);
  const examExists = async (examId: string) => (await exams.get(examId)) !== undefined;

  const handlers = new Map<string, { route: Route; handle: Handle }>();
  const add = (routes: Routes, slice: Readonly<Record<string, Handle>>) => {
    for (const [name, route] of Object.entries(routes)) {
      const handle = slice[name];
      if (handle) handlers.set(`${route.method} ${route.path}`, { route, handle });
    }
  };
  const readTable = () => table.get(z.unknown(), { pk: "HEALTH", sk: "HEALTH" });
  add(api.health, healthHandlers({ version: "bench", stage: "bench", readTable }));
  add(api.exams, examHandlers(exams));
  add(api.questions, questionHandlers({ store: bank, statistics, examExists }));
  add(api.account, accountHandlers({ store: accountStore(table), examExists }));
  add(
    api.attempts,
    attemptHandlers({
      store: attemptStore(table),
      groupMocks: groupMockStore(table, { putAudit, whileActive }),
      cohorts: cohortStore(table),
      ledgers: ledgerStore(table),
      getExam: exams.get,
      published: bank.published,
      medians: async (examId) => mediansOf(await statistics.ofExam(examId)),
      versions: bank.versions,
      states: bank.states,
      corrections: correctionStore(table).ofExam,
      now: () => new Date().toISOString(),
      random: Math.random,
    }),
  );

  const { consume } = countingOn(table, () => new Date().toISOString());

  return {
    /** What the table's stream would hand to its consumer for an attempt that is over. */
    async consumeAttempt({ userId, id }: { userId: string; id: string }): Promise<void> {
      const { Item } = await client.send(
        new GetItemCommand({
          TableName: tableName,
          Key: { pk: { S: `USER#${userId}` }, sk: { S: `ATTEMPT#${id}` } },
        }),
      );
      // A stream's image comes as JSON.
      await consume({ dynamodb: { NewImage: JSON.parse(JSON.stringify(Item)) } });
    },

    /** Calls the handlers, with what the platform would hand them after validation. */
    client: (caller: Caller): Client =>
      clientOver(async (key, input = {}) => {
        const found = handlers.get(key);
        if (!found) throw new TypeError(`no handler for ${key}`);
        const { route, handle } = found;
        return handle({
          caller,
          params: await parsed(route.params, input.params),
          query: await parsed(route.query, input.query ?? {}),
          body: await parsed(route.body, input.body),
        });
      }),

    async measured(operation: () => Promise<unknown>): Promise<Cost> {
      const made: Call[] = [];
      await calls.run(made, operation);
      const units = (reads: boolean) =>
        made.filter((call) => call.reads === reads).reduce((sum, call) => sum + call.units, 0);
      return { ms: covered(made), readUnits: units(true), writeUnits: units(false) };
    },
  };
}

export type Floor = ReturnType<typeof floor>;

/** Written as a method, because the routes' handlers are told apart by their key alone. */
type Handle = { handle(request: unknown): Promise<unknown> }["handle"];

async function parsed(schema: Route["params"], value: unknown): Promise<unknown> {
  if (!schema) return undefined;
  const result = await schema["~standard"].validate(value);
  if (result.issues) throw new TypeError(result.issues.map((issue) => issue.message).join("; "));
  return result.value;
}

function unitsOf(output: object): number {
  const consumed: unknown = "ConsumedCapacity" in output ? output.ConsumedCapacity : [];
  const each: { CapacityUnits?: number }[] = Array.isArray(consumed) ? consumed : [consumed ?? {}];
  return each.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}
