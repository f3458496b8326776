import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { openLogFile } from "../log-file.ts";
import { codeOf, Problem } from "../problem.ts";
import type { Children } from "../process/children.ts";
import { freePort } from "../process/free-port.ts";

export interface DynamoDb {
  /** `http://127.0.0.1:<port>`; stays the same when the server has to be started again. */
  endpoint: string;
  /** The SQLite file under it; `undefined` where the server is not ours. */
  file: string | undefined;
  stop(): Promise<void>;
}

const firstAnswerWithin = 10_000;
const stopPatience = 3_000;

/**
 * Starts the DynamoDB-compatible server on `DATA/dynamodb.sqlite`, and again whenever it dies. Uses the server at
 * `AWS_ENDPOINT_URL_DYNAMODB` instead where that is set.
 * @throws Problem where there is neither, or the server does not answer
 */
export async function startDynamoDb(options: {
  dataDirectory: string;
  logDirectory: string;
  children: Children;
  warn: (line: string) => void;
}): Promise<DynamoDb> {
  const given = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  if (given) {
    await answers(given, "is it running?", () => true);
    return { endpoint: given, file: undefined, stop: async () => {} };
  }

  const { children, warn } = options;
  const binary = findBinary();
  const file = join(options.dataDirectory, "dynamodb.sqlite");
  const log = await openLogFile(options.logDirectory, "dynamodb");
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  let stopping = false;
  let answered = false;

  const run = () => {
    const child = children.start(binary, ["serve", "--port", String(port), "--db-path", file], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const output of [child.stdout, child.stderr]) {
      if (output) createInterface({ input: output }).on("line", log.write);
    }
    child.once("exit", async () => {
      if (stopping || !answered) return;
      warn("DynamoDB's server ended; it is started again");
      await wait(pauseBeforeRestart);
      if (!stopping) server = run();
    });
    return child;
  };
  let server = run();
  await answers(endpoint, "see logs/dynamodb.log", () => isRunning(server));
  answered = true;

  return {
    endpoint,
    file,
    async stop() {
      stopping = true;
      await children.end(server, stopPatience);
      await log.close();
    },
  };
}

/** Long enough not to spin when it can't start at all, short enough for the SDK's own retries to bridge. */
const pauseBeforeRestart = 50;

function findBinary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(manifest), process.platform === "win32" ? "dynoxide.exe" : "dynoxide");
  } catch (error) {
    if (codeOf(error) !== "MODULE_NOT_FOUND") throw error;
    throw new Problem(
      `there is no DynamoDB server for ${process.platform} ${process.arch} among the installed packages; start any DynamoDB-compatible server and set AWS_ENDPOINT_URL_DYNAMODB to its address`,
    );
  }
}

function isRunning({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}

async function answers(endpoint: string, hint: string, alive: () => boolean): Promise<void> {
  const client = localClient(endpoint);
  const deadline = Date.now() + firstAnswerWithin;
  for (;;) {
    try {
      await client.send(new ListTablesCommand({ Limit: 1 }));
      client.destroy();
      return;
    } catch (error) {
      if (Date.now() > deadline || !alive()) {
        throw new Problem(`DynamoDB's server at ${endpoint} does not answer; ${hint}`, {
          cause: error,
        });
      }
      await wait(20);
    }
  }
}

/** A client that signs with keys that mean nothing. */
export function localClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
}
