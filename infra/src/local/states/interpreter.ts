import * as z from "zod";
import type { Catcher, Retrier, State, Task } from "./definition/schema.ts";
import { retryDelay, StateError, takes, withinLimit } from "./errors.ts";
import type { Evaluate } from "./evaluate.ts";
import {
  bindingsOf,
  type Entry,
  type FlowSteps,
  leavingBy,
  retriesOf,
  type Step,
  untimed,
} from "./flow-steps.ts";
import { resourceOf } from "./tasks.ts";

export interface InterpreterDeps {
  steps: FlowSteps;
  evaluate: Evaluate;
  now: () => number;
  random: () => number;
  /** Writes if the flow is still as it was read. @returns whether it was */
  commit: (step: Step, work: () => void) => boolean;
  beginTask: (step: Step, state: Task) => Promise<void>;
}

const Count = z.number().int().nonnegative();
const Seconds = z.number().int().nonnegative().max(99_999_999);
const Timestamp = z.iso.datetime({ offset: true });

/** Takes a flow one step further: begins its state, leaves it, or does what its errors and times ask for. */
export function createInterpreter(deps: InterpreterDeps): (step: Step) => Promise<void> {
  const { steps, evaluate, now, commit } = deps;

  async function advance(step: Step): Promise<void> {
    try {
      await take(step);
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      await recover(step, error);
    }
  }

  async function take(step: Step): Promise<void> {
    const { flow, place } = step;
    const due = (at: number | null) => at !== null && at <= now();
    switch (flow.status) {
      case "ready":
      case "running":
      case "waiting":
        if (due(flow.timeoutAt)) return timeOut(step, "States.Timeout");
        if (due(flow.heartbeatAt) && flow.status !== "ready") return timeOut(step, "States.HeartbeatTimeout");
        return flow.status === "ready" ? begin(step, place.state) : undefined;
      case "retrying":
        if (due(flow.wakeAt)) commit(step, () => steps.change(flow, { status: "ready", wakeAt: null }));
        return;
      case "sleeping":
        return due(flow.wakeAt) ? leave(step, place.state, JSON.parse(flow.jsonInput)) : undefined;
      case "answered":
        return leave(step, place.state, JSON.parse(flow.jsonResult ?? "null"));
      case "failing":
        throw new StateError(flow.error ?? "States.Runtime", flow.cause ?? "");
      case "joining":
      case "done":
        return;
    }
  }

  function timeOut(step: Step, error: string): never {
    const { flow, place } = step;
    const about = place.state.Type === "Task" ? resourceOf(place.state) : {};
    commit(step, () => steps.record(flow, "TaskTimedOut", { ...about, error }));
    throw new StateError(error, "");
  }

  async function begin(step: Step, state: State): Promise<void> {
    const bindings = bindingsOf(step);
    const input: unknown = JSON.parse(step.flow.jsonInput);
    switch (state.Type) {
      case "Pass":
      case "Succeed":
        return leave(step, state, input);
      case "Fail": {
        const text = async (field: "Error" | "Cause") => {
          const value = state[field];
          return value === undefined ? "" : String(await evaluate(value, field, bindings));
        };
        const error = new StateError(await text("Error"), await text("Cause"));
        commit(step, () => steps.collapse(step, error));
        return;
      }
      case "Choice":
        return choose(step, state, bindings, input);
      case "Wait":
        return sleep(step, state, bindings);
      case "Task":
        return deps.beginTask(step, state);
      case "Map":
        return iterate(step, state, bindings, input);
      case "Parallel": {
        const given: unknown =
          state.Arguments === undefined ? input : await evaluate(state.Arguments, "Arguments", bindings);
        const item: unknown = JSON.parse(step.flow.jsonItem);
        const entries = state.Branches.map(() => ({ item, input: given }));
        commit(step, () => steps.beginAll(step, entries, 0));
      }
    }
  }

  async function choose(
    step: Step,
    state: Extract<State, { Type: "Choice" }>,
    bindings: Record<string, unknown>,
    input: unknown,
  ): Promise<void> {
    for (const [index, rule] of state.Choices.entries()) {
      const field = `Choices[${index}]/Condition`;
      const holds: unknown = await evaluate(rule.Condition, field, bindings);
      if (typeof holds !== "boolean") {
        throw new StateError("States.QueryEvaluationError", `${field} must be a boolean, and is ${holds}`);
      }
      if (holds) return goOn(step, await leavingBy(evaluate, rule, bindings, input));
    }
    if (state.Default === undefined) {
      throw new StateError("States.NoChoiceMatched", `No choice of ${step.place.name} matched.`);
    }
    return goOn(step, await leavingBy(evaluate, { ...state, Next: state.Default }, bindings, input));
  }

  async function sleep(
    step: Step,
    state: Extract<State, { Type: "Wait" }>,
    bindings: Record<string, unknown>,
  ): Promise<void> {
    const field = state.Seconds === undefined ? "Timestamp" : "Seconds";
    const value: unknown = await evaluate(state[field], field, bindings);
    const seconds = Seconds.safeParse(value);
    const timestamp = Timestamp.safeParse(value);
    const valid = field === "Seconds" ? seconds.success : timestamp.success;
    if (!valid) throw new StateError("States.QueryEvaluationError", `${field} is ${JSON.stringify(value)}`);
    const wakeAt = seconds.success ? now() + seconds.data * 1000 : Date.parse(timestamp.data ?? "");
    // One that is past already is taken up at once.
    commit(step, () => steps.change(step.flow, { status: "sleeping", wakeAt }));
  }

  async function iterate(
    step: Step,
    state: Extract<State, { Type: "Map" }>,
    bindings: Record<string, unknown>,
    input: unknown,
  ): Promise<void> {
    const found: unknown = state.Items === undefined ? input : await evaluate(state.Items, "Items", bindings);
    if (!Array.isArray(found)) {
      throw new StateError("States.QueryEvaluationError", `Items of ${step.place.name} is not an array.`);
    }
    const concurrency = Count.safeParse(await evaluate(state.MaxConcurrency, "MaxConcurrency", bindings));
    if (!concurrency.success) {
      throw new StateError("States.QueryEvaluationError", "MaxConcurrency must be a whole number.");
    }
    const entries: Entry[] = [];
    for (const [Index, Value] of found.entries()) {
      const item = { Index, Value };
      const chosen: unknown =
        state.ItemSelector === undefined
          ? Value
          : await evaluate(state.ItemSelector, "ItemSelector", bindingsOf(step, {}, { item }));
      withinLimit(JSON.stringify(chosen), "An iteration's input");
      entries.push({ item, input: chosen });
    }
    commit(step, () => steps.beginAll(step, entries, concurrency.data));
  }

  async function leave(step: Step, state: State, result: unknown): Promise<void> {
    const bindings = bindingsOf(step, "Retry" in state ? { result } : {});
    withinLimit(JSON.stringify(result), "The result");
    const fields = state.Type === "Fail" ? {} : state;
    goOn(step, await leavingBy(evaluate, fields, bindings, result));
  }

  function goOn(step: Step, leaving: Awaited<ReturnType<typeof leavingBy>>): void {
    commit(step, () => steps.leave(step, leaving));
  }

  /** Retries, catches, or ends the flow. */
  async function recover(step: Step, error: StateError): Promise<void> {
    const { state } = step.place;
    const fits = ({ ErrorEquals }: Retrier | Catcher) => takes(ErrorEquals, error.error);
    if ("Retry" in state) {
      const index = state.Retry.findIndex(fits);
      const retrier = state.Retry[index];
      if (retrier && retry(step, state.Retry, index, retrier)) return;
      const catcher = state.Catch.find(fits);
      if (catcher) return caught(step, catcher, error);
    }
    commit(step, () => steps.collapse(step, error));
  }

  function retry(step: Step, all: readonly Retrier[], index: number, retrier: Retrier): boolean {
    const used = retriesOf(step.flow);
    const before = used[index] ?? 0;
    if (before >= retrier.MaxAttempts) return false;
    const retries = all.map((_, each) => (used[each] ?? 0) + (each === index ? 1 : 0));
    const wakeAt = Math.ceil(now() + retryDelay(retrier, before, deps.random()) * 1000);
    commit(step, () =>
      steps.change(step.flow, {
        ...untimed,
        status: "retrying",
        wakeAt,
        jsonRetries: JSON.stringify(retries),
        token: null,
        error: null,
        cause: null,
        jsonItems: null,
        begun: 0,
      }),
    );
    return true;
  }

  async function caught(step: Step, catcher: Catcher, { error, message }: StateError): Promise<void> {
    const errorOutput = { Error: error, Cause: message };
    const bindings = bindingsOf(step, { errorOutput });
    try {
      goOn(step, await leavingBy(evaluate, catcher, bindings, errorOutput));
    } catch (thrown) {
      if (!(thrown instanceof StateError)) throw thrown;
      commit(step, () => steps.collapse(step, thrown));
    }
  }

  return advance;
}
