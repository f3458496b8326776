import { randomUUID } from "node:crypto";
import { type Environment, type EnvironmentDeps, startEnvironment } from "./environment.ts";
import type { FunctionConfig } from "./functions.ts";
import type { FunctionError, Outcome } from "./runtime-api.ts";

export interface FunctionPool {
  config: FunctionConfig;
  /**
   * Calls the function. Resolves as soon as it begins to answer; the body must be read to its end.
   * @param payload JSON
   */
  invoke(payload: string, options?: { requestId?: string; traceId?: string }): Promise<Outcome>;
  /** Starts an environment if there is none yet. */
  warm(): void;
  /** Later invocations run this code. */
  replaceCode(directory: string): void;
  stop(): void;
}

export interface PoolDeps extends EnvironmentDeps {
  /** Whether what it answers is passed on as it comes. */
  streams: boolean;
}

/**
 * Environments of one function at a time. Lambda starts another for each concurrent request; here two keep requests
 * from waiting for a slow one, and more would only take turns on the few cores of one machine. Functions that stream
 * mostly wait, for models, and each is held by one listener as long as it speaks.
 */
const mostEnvironments = { buffered: 2, streaming: 6 };

interface Call {
  payload: string;
  requestId: string;
  traceId: string;
  settle: (outcome: Outcome) => void;
  fail: (error: unknown) => void;
}

interface Member {
  state: "starting" | "idle" | "busy";
  /** Its code was replaced: it serves nothing more. */
  stale: boolean;
  environment: Environment | undefined;
}

/** Runs a function in as many environments as it takes, one invocation at a time in each, as Lambda does. */
export function createFunctionPool(initial: FunctionConfig, deps: PoolDeps): FunctionPool {
  const most = deps.streams ? mostEnvironments.streaming : mostEnvironments.buffered;
  let config = initial;
  let stopped = false;
  const queue: Call[] = [];
  const members = new Set<Member>();

  function start(): void {
    const member: Member = { state: "starting", stale: false, environment: undefined };
    members.add(member);
    startEnvironment(config, deps, {
      idle() {
        member.state = "idle";
        if (member.stale) member.environment?.kill(stoppedError);
        else pump();
      },
      gone(initError) {
        members.delete(member);
        // Code that can't be loaded fails the request that it was started for, or the queue would wait for ever.
        if (initError) queue.shift()?.settle({ ok: false, error: initError });
        if (!stopped) pump();
      },
    }).then(
      (environment) => {
        member.environment = environment;
        if (stopped) environment.kill(stoppedError);
      },
      (error: unknown) => {
        members.delete(member);
        queue.shift()?.fail(error);
      },
    );
  }

  function pump(): void {
    let starting = 0;
    for (const member of members) {
      if (member.state === "starting") starting += 1;
      if (member.state === "idle" && !member.stale && member.environment) run(member, member.environment);
    }
    if (queue.length > starting && members.size < most) start();
  }

  function run(member: Member, environment: Environment): void {
    const call = queue.shift();
    if (!call) return;
    member.state = "busy";
    const { requestId } = call;
    const limit = config.timeoutSeconds;
    const timer = setTimeout(() => {
      const errorMessage = `${requestId} Task timed out after ${limit.toFixed(2)} seconds`;
      deps.log.report(errorMessage);
      environment.kill({ errorType: "Sandbox.Timedout", errorMessage });
    }, limit * 1000);
    environment
      .invoke({
        requestId,
        payload: call.payload,
        deadline: Date.now() + limit * 1000,
        functionArn: config.arn,
        traceId: call.traceId,
      })
      .then((outcome) => {
        if (outcome.ok) outcome.body.once("close", () => clearTimeout(timer));
        else clearTimeout(timer);
        call.settle(outcome);
      }, call.fail);
  }

  return {
    get config() {
      return config;
    },
    invoke(payload, { requestId = randomUUID(), traceId = newTraceId() } = {}) {
      if (stopped) return Promise.resolve({ ok: false, error: stoppedError });
      return new Promise((settle, fail) => {
        queue.push({ payload, requestId, traceId, settle, fail });
        pump();
      });
    },
    warm() {
      if (!stopped && members.size === 0) start();
    },
    replaceCode(directory) {
      config = { ...config, directory };
      for (const member of members) {
        member.stale = true;
        if (member.state === "idle") member.environment?.kill(stoppedError);
      }
    },
    stop() {
      stopped = true;
      for (const { settle } of queue.splice(0)) settle({ ok: false, error: stoppedError });
      for (const { environment } of members) environment?.kill(stoppedError);
    },
  };
}

const stoppedError: FunctionError = {
  errorType: "Runtime.ExitError",
  errorMessage: "The environment was stopped",
};

/** `Root=1-<time>-<id>;Parent=<id>;Sampled=0`, the form of X-Ray. */
export function newTraceId(): string {
  const hex = randomUUID().replaceAll("-", "") + randomUUID().replaceAll("-", "");
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${hex.slice(0, 24)};Parent=${hex.slice(24, 40)};Sampled=0`;
}
