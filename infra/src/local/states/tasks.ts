import { randomBytes, randomUUID } from "node:crypto";
import * as z from "zod";
import { ServiceError } from "../cognito/errors.ts";
import type { FunctionError } from "../lambda/runtime-api.ts";
import type { Task } from "./definition/schema.ts";
import { StateError, withinLimit } from "./errors.ts";
import type { Evaluate } from "./evaluate.ts";
import { bindingsOf, type FlowSteps, type Step } from "./flow-steps.ts";
import type { FlowChanges } from "./store/flows.ts";
import type { Journal } from "./store/journal.ts";

/** What a function gives: its JSON, or why it failed. */
export type Answer = { ok: true; payload: string } | { ok: false; error: FunctionError };
/** Calls a Lambda function. */
export type Invoke = (functionName: string, payload: string) => Promise<Answer>;

export interface TaskDeps {
  journal: Journal;
  steps: FlowSteps;
  evaluate: Evaluate;
  now: () => number;
  /** Writes if the flow is still as it was read. @returns whether it was */
  commit: (step: Step, work: () => void) => boolean;
  invoke: Invoke;
  /** Starts another execution. To be called in a transaction. @throws ServiceError */
  start: (machineArn: string, name: string, input: string) => { arn: string; startedAt: number };
  /** Takes what came of a call of a function. */
  settle: (
    flow: number,
    revision: number,
    changes: FlowChanges,
    event: { type: string; details: object },
  ) => void;
}

const longest = 99_999_999;
const Seconds = z.number().int().positive().max(longest);

/** What is said of a task in its events. */
export const resourceOf = ({ Resource }: Task) => ({
  resourceType: Resource.split(":")[5] ?? "",
  resource: Resource.split(":").slice(6).join(":"),
});

export function createTasks(deps: TaskDeps) {
  const { journal, steps, evaluate, now, commit } = deps;

  /** Begins a Task; one that was under way before a crash is begun again with its token and its time. */
  async function begin(step: Step, state: Task): Promise<void> {
    const token = state.Resource.endsWith(".waitForTaskToken") ? (step.flow.token ?? newToken()) : undefined;
    const bindings = bindingsOf(step, {}, { token });
    const limits = await limitsOf(step, state, bindings);
    if ("FunctionName" in state.Arguments) {
      const given: unknown = await evaluate(state.Arguments, "Arguments", bindings);
      const { FunctionName, Payload } = checked(
        z.object({ FunctionName: z.string(), Payload: z.unknown().optional() }),
        given,
      );
      return call(step, state, { functionName: FunctionName, payload: Payload ?? {}, token, limits });
    }
    const given: unknown = await evaluate(state.Arguments, "Arguments", bindings);
    const StartArguments = z.object({
      StateMachineArn: z.string(),
      Input: z.unknown().optional(),
      Name: z.string().optional(),
    });
    startOther(step, state, checked(StartArguments, given));
  }

  async function limitsOf({ flow }: Step, state: Task, bindings: Record<string, unknown>) {
    const seconds = async (field: "TimeoutSeconds" | "HeartbeatSeconds") => {
      const value = state[field];
      return value === undefined
        ? undefined
        : checked(Seconds, await evaluate(value, field, bindings), field);
    };
    const timeout = await seconds("TimeoutSeconds");
    const heartbeatSeconds = (await seconds("HeartbeatSeconds")) ?? null;
    return {
      timeoutAt: flow.timeoutAt ?? (timeout === undefined ? null : now() + timeout * 1000),
      heartbeatSeconds,
      heartbeatAt: heartbeatSeconds === null ? null : now() + heartbeatSeconds * 1000,
    };
  }

  function call(
    step: Step,
    state: Task,
    task: {
      functionName: string;
      payload: unknown;
      token: string | undefined;
      limits: Pick<FlowChanges, "timeoutAt" | "heartbeatSeconds" | "heartbeatAt">;
    },
  ): void {
    const { flow } = step;
    const { functionName, token, limits } = task;
    const payload = withinLimit(JSON.stringify(task.payload), "The payload");
    const about = resourceOf(state);
    const written = commit(step, () => {
      const parameters = JSON.stringify({ FunctionName: functionName, Payload: task.payload });
      const scheduled = steps.record(flow, "TaskScheduled", { ...about, parameters });
      const lastEvent = steps.record({ ...flow, lastEvent: scheduled }, "TaskStarted", about);
      journal.flows.update(flow, { status: "running", token: token ?? null, lastEvent, ...limits });
      if (token !== undefined && flow.token === null) journal.flows.keepToken(token, flow.execution);
    });
    if (!written) return;
    const settle = (changes: FlowChanges, type: string, details: object) =>
      deps.settle(flow.id, flow.revision + 1, changes, { type, details: { ...about, ...details } });
    deps.invoke(functionName, payload).then(
      (answer) => {
        if (!answer.ok) {
          const { errorType: error } = answer.error;
          const cause = JSON.stringify(answer.error);
          return settle({ status: "failing", error, cause }, "TaskFailed", { error, cause });
        }
        const result = resultOf(answer.payload);
        if (Buffer.byteLength(result) > 256 * 1024) {
          const error = "States.DataLimitExceeded";
          const cause = "The function's result is larger than 262144 bytes.";
          return settle({ status: "failing", error, cause }, "TaskFailed", { error, cause });
        }
        if (token !== undefined) return settle({ status: "waiting" }, "TaskSubmitted", { output: result });
        settle({ status: "answered", jsonResult: result }, "TaskSucceeded", { output: result });
      },
      (thrown: unknown) => {
        const cause = String(thrown);
        settle({ status: "failing", error: "Lambda.SdkClientException", cause }, "TaskFailed", {
          error: "Lambda.SdkClientException",
          cause,
        });
      },
    );
  }

  function startOther(
    step: Step,
    state: Task,
    {
      StateMachineArn,
      Input,
      Name = randomUUID(),
    }: { StateMachineArn: string; Input?: unknown; Name?: string | undefined },
  ): void {
    const { flow } = step;
    const about = resourceOf(state);
    const parameters = JSON.stringify({ StateMachineArn, Input, Name });
    try {
      commit(step, () => {
        const scheduled = steps.record(flow, "TaskScheduled", { ...about, parameters });
        const { arn, startedAt } = deps.start(StateMachineArn, Name, JSON.stringify(Input ?? {}));
        const jsonResult = JSON.stringify({
          ExecutionArn: arn,
          SdkHttpMetadata: { HttpStatusCode: 200 },
          SdkResponseMetadata: { RequestId: randomUUID() },
          StartDate: startedAt / 1000,
        });
        const lastEvent = steps.record({ ...flow, lastEvent: scheduled }, "TaskSucceeded", {
          ...about,
          output: jsonResult,
        });
        steps.change(flow, { status: "answered", jsonResult, lastEvent });
      });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      throw new StateError(
        `StepFunctions.${error.name.replace(/(Exception)?$/, "Exception")}`,
        error.message,
      );
    }
  }

  return { begin };
}

/** What Lambda's Invoke gives, as Step Functions hands it on. */
function resultOf(payload: string): string {
  const parsed: unknown = payload === "" ? null : JSON.parse(payload);
  return JSON.stringify({
    ExecutedVersion: "$LATEST",
    Payload: parsed,
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: randomUUID() },
    StatusCode: 200,
  });
}

function checked<S extends z.ZodType>(schema: S, value: unknown, field = "Arguments"): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new StateError("States.QueryEvaluationError", `${field}: ${z.prettifyError(parsed.error)}`);
}

const newToken = (): string => randomBytes(48).toString("base64url");
/** Whether a text could be a token at all. */
export const isToken = (text: string): boolean => /^[\w-]{64}$/.test(text);
