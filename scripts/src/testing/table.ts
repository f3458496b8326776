import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTable, type Table } from "@lyceum/backend/aws/table";
import { localClient, startDynamoDb } from "@lyceum/infra/local/dynamodb/server";
import { provideTable, tablesOf } from "@lyceum/infra/local/dynamodb/tables";
import { createChildren } from "@lyceum/infra/local/process/children";
import { readTemplate } from "@lyceum/infra/local/template/template";
import { assemblyDirectory } from "@lyceum/infra/synth";

/** A table of one's own, as the template describes it, on a DynamoDB server of its own: for tests that set the clock. */
export async function startTable(): Promise<{
  table: Table;
  name: string;
  endpoint: string;
  stop(): Promise<void>;
}> {
  const data = await mkdtemp(join(tmpdir(), "lyceum-table-"));
  const children = createChildren();
  const server = await startDynamoDb({
    dataDirectory: data,
    logDirectory: data,
    children,
    warn: console.error,
  });
  const client = localClient(server.endpoint);
  const [definition] = tablesOf(await readTemplate(assemblyDirectory));
  if (!definition) throw new TypeError("the template describes no table");
  await provideTable(client, definition);
  return {
    table: createTable(definition.name, client),
    name: definition.name,
    endpoint: server.endpoint,
    async stop() {
      client.destroy();
      await server.stop();
      await children.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}
