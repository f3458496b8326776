import { createServer } from "node:http";
import { join } from "node:path";
import { SFNClient } from "@aws-sdk/client-sfn";
import { type Clock, openClock } from "../../clock/clock.ts";
import { listen } from "../../cognito/testing/start-pool.ts";
import { createStatesService } from "../api/service.ts";
import { createEngine, type Engine } from "../engine.ts";
import type { MachineConfig } from "../machines.ts";
import type { Invoke } from "../tasks.ts";

export interface TestEngine {
  client: SFNClient;
  clock: Clock;
  engine: Engine;
  /** What the engine says is wrong with itself. */
  warnings: readonly string[];
  stop(): Promise<void>;
}

export const arnOf = (name: string) => `arn:aws:states:eu-west-1:000000000000:stateMachine:${name}`;

/** A machine with JSONata's first line and one field less to write. */
export const machine = (name: string, definition: object): MachineConfig => ({
  arn: arnOf(name),
  name,
  roleArn: "arn:aws:iam::000000000000:role/test",
  definition: JSON.stringify({ QueryLanguage: "JSONata", ...definition }),
});

/** An engine on its wire, with functions that the test makes up. */
export async function startEngine(
  directory: string,
  machines: readonly MachineConfig[],
  invoke: Invoke,
): Promise<TestEngine> {
  const warnings: string[] = [];
  const clock = openClock(join(directory, "clock.json"));
  const engine = createEngine({
    databaseFile: join(directory, "states.sqlite"),
    machines,
    invoke,
    clock,
    warn: (line) => warnings.push(line),
  });
  const handle = createStatesService(engine);
  const server = createServer((request, response) => void handle(request, response));
  const port = await listen(server);
  engine.resume();
  const client = new SFNClient({
    endpoint: `http://127.0.0.1:${port}/states`,
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  return {
    client,
    clock,
    engine,
    warnings,
    async stop() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await engine.stop();
    },
  };
}
