import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type { Children } from "../process/children.ts";
import type { FunctionConfig } from "./functions.ts";
import type { FunctionLog } from "./logs.ts";
import { createRuntimeApi, type FunctionError, type Invocation, type Outcome } from "./runtime-api.ts";
import { type Credentials, functionVariables } from "./variables.ts";

/** One process that runs a function's code and serves one invocation at a time. */
export interface Environment {
  invoke(invocation: Invocation): Promise<Outcome>;
  /** Kills the process. An invocation that is running fails with `error`. */
  kill(error: FunctionError): void;
}

export interface EnvironmentDeps {
  children: Children;
  region: string;
  /** `AWS_ENDPOINT_URL_<SERVICE>` and its value. */
  endpoints: Readonly<Record<string, string>>;
  credentials: Credentials;
  log: FunctionLog;
}

/**
 * Lambda allows 10 s on its own hardware. A laptop that builds the front end and starts six functions at once may
 * need more, and nobody pays for the time.
 */
const initLimit = 30_000;

const runtimeClient = createRequire(import.meta.url).resolve("aws-lambda-ric");
const preload = new URL("./preload.mjs", import.meta.url).href;

/** Starts a process of Lambda's own runtime client with the function's code in it. */
export async function startEnvironment(
  config: FunctionConfig,
  deps: EnvironmentDeps,
  on: {
    idle: () => void;
    /** The process is gone; `initError` says why if it never became idle. */
    gone: (initError: FunctionError | undefined) => void;
  },
): Promise<Environment> {
  let started = false;
  let initError: FunctionError | undefined;
  let killedFor: FunctionError | undefined;
  const initTimer = setTimeout(
    () =>
      kill({ errorType: "Sandbox.Timedout", errorMessage: `Init took longer than ${initLimit / 1000} s` }),
    initLimit,
  );

  const api = await createRuntimeApi({
    idle() {
      started = true;
      clearTimeout(initTimer);
      on.idle();
    },
    initError(error) {
      initError = error;
    },
  });

  const child = deps.children.start(process.execPath, ["--import", preload, runtimeClient], {
    cwd: config.directory,
    stdio: ["ignore", "pipe", "pipe"],
    env: functionVariables(config, {
      region: deps.region,
      runtimeApi: api.address,
      logStream: logStreamName(),
      endpoints: deps.endpoints,
      credentials: deps.credentials,
    }),
  });
  if (child.stdout) deps.log.read(child.stdout);
  if (child.stderr) deps.log.read(child.stderr);

  const gone = (how: string) => {
    clearTimeout(initTimer);
    const exit = { errorType: "Runtime.ExitError", errorMessage: `Runtime exited with error: ${how}` };
    if (!killedFor) deps.log.report(exit.errorMessage);
    const reason = killedFor ?? exit;
    api.fail(reason);
    api.close();
    on.gone(started ? undefined : (initError ?? reason));
  };
  if (child.pid === undefined) process.nextTick(gone, "it could not be started");
  else child.once("exit", (code, signal) => gone(signal ? `signal: ${signal}` : `exit status ${code}`));

  function kill(error: FunctionError): void {
    killedFor = error;
    deps.children.kill(child);
  }

  return { invoke: api.invoke, kill };
}

/** `2026/11/21/[$LATEST]...`, as in CloudWatch. */
function logStreamName(): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[$LATEST]${randomUUID().replaceAll("-", "")}`;
}
