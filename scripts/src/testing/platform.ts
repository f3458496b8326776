import { createTable, type Table } from "@lyceum/backend/aws/table";
import { localClient } from "@lyceum/infra/local/dynamodb/server";
import { announced } from "@lyceum/infra/local/running";
import * as z from "zod";

// What tests reach behind the API of the platform that they run against: what no request can bring about.

const Machines = z.object({ stateMachines: z.array(z.object({ stateMachineArn: z.string() })) });

/** What the platform tells programs beside it of where its parts are. */
export async function platformVariable(name: string): Promise<string> {
  const value = (await announced(process.env.LYCEUM_DATA ?? ""))?.[name];
  if (!value) throw new TypeError("LYCEUM_DATA is not the data of a platform that runs");
  return value;
}

/** The platform's table. */
export async function platformTable(): Promise<Table> {
  const client = localClient(await platformVariable("AWS_ENDPOINT_URL_DYNAMODB"));
  return createTable(await platformVariable("TABLE_NAME"), client);
}

/**
 * Starts an execution of a state machine.
 * @param name a part of the machine's name
 */
export async function startExecution(name: string, execution: string, input: unknown): Promise<void> {
  const { stateMachines } = Machines.parse(await statesApi("ListStateMachines", {}));
  const machine = stateMachines.find(({ stateMachineArn }) => stateMachineArn.includes(name));
  if (!machine) throw new TypeError(`there is no state machine ${name}`);
  const wish = { ...machine, name: execution, input: JSON.stringify(input) };
  await statesApi("StartExecution", wish);
}

async function statesApi(operation: string, wish: unknown): Promise<unknown> {
  const reply = await fetch(await platformVariable("AWS_ENDPOINT_URL_SFN"), {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `AWSStepFunctions.${operation}`,
      // Any signature does on this machine, and there must be one.
      authorization: "AWS4-HMAC-SHA256 of-a-test",
    },
    body: JSON.stringify(wish),
  });
  if (!reply.ok) throw new TypeError(`${operation}: ${await reply.text()}`);
  return reply.json();
}
