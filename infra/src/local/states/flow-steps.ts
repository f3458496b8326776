import * as z from "zod";
import type { Machine, Place, Program } from "./definition/read.ts";
import { type StateError, withinLimit } from "./errors.ts";
import type { Evaluate } from "./evaluate.ts";
import type { MachineConfig } from "./machines.ts";
import type { Ending, Execution } from "./store/executions.ts";
import type { Flow, FlowChanges } from "./store/flows.ts";
import type { Journal } from "./store/journal.ts";

/** A flow with all that is needed to take it further. */
export interface Step {
  flow: Flow;
  execution: Execution;
  machine: MachineConfig;
  program: Program;
  place: Place;
}

/** How a state is left. */
export interface Leaving {
  output: unknown;
  /** Variables that get new values. */
  assigned: Readonly<Record<string, unknown>>;
  /** Without one, the flow ends. */
  next: string | undefined;
}

/** One iteration of a Map, or one branch of a Parallel. */
export interface Entry {
  /** `{ Index, Value }` of an iteration; what the flow around it has, for a branch. */
  item: unknown;
  input: unknown;
}

const Entries = z.array(z.object({ item: z.unknown(), input: z.unknown() }));
const Values = z.record(z.string(), z.unknown());
export const untimed = { wakeAt: null, timeoutAt: null, heartbeatAt: null, heartbeatSeconds: null } as const;

const eventOfEnding = {
  RUNNING: "ExecutionStarted",
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  ABORTED: "ExecutionAborted",
} as const;

export type FlowSteps = ReturnType<typeof createFlowSteps>;

/**
 * What is written when a flow goes from one state to the next, begins others, or ends. Every function here is to be
 * called in a transaction; `enqueue` takes the flows with which something is to be done when it is committed.
 */
export function createFlowSteps(
  { executions, flows, events }: Journal,
  now: () => number,
  enqueue: (flow: number) => void,
) {
  const record = (flow: Pick<Flow, "execution" | "lastEvent">, type: string, details?: object): number =>
    events.add(flow.execution, { previous: flow.lastEvent, type, at: now(), ...(details && { details }) });

  function change(flow: Flow, changes: FlowChanges): void {
    flows.update(flow, changes);
    enqueue(flow.id);
  }

  /** Begins a machine: an execution's own, an iteration's or a branch's. */
  function begin(
    program: Program,
    machine: Machine,
    from: {
      execution: number;
      parent: number | null;
      position: number;
      jsonInput: string;
      jsonVariables: string;
      jsonItem: string;
      lastEvent: number;
    },
  ): void {
    const lastEvent = record(from, `${typeOf(program, machine.startAt)}StateEntered`, {
      name: machine.startAt,
      input: from.jsonInput,
    });
    enqueue(flows.add({ ...from, state: machine.startAt, enteredAt: now(), lastEvent }));
  }

  /** Begins an iteration or a branch. */
  function beginInner({ flow, program, place }: Step, position: number, { item, input }: Entry): void {
    const isMap = place.state.Type === "Map";
    const machine = place.inner[isMap ? 0 : position];
    if (!machine) throw new TypeError(`${place.name} has no branch ${position}`);
    const lastEvent = isMap
      ? record(flow, "MapIterationStarted", { name: place.name, index: position })
      : flow.lastEvent;
    const { execution, jsonVariables, id: parent } = flow;
    const jsonInput = JSON.stringify(input);
    begin(program, machine, {
      ...{ execution, parent, position, jsonVariables, lastEvent, jsonInput, jsonItem: JSON.stringify(item) },
    });
  }

  /** Lets a flow wait for iterations or branches. @param concurrency 0: all at once */
  function beginAll(step: Step, entries: readonly Entry[], concurrency: number): void {
    const { flow, place } = step;
    const { Type } = place.state;
    const lastEvent = record(flow, `${Type}StateStarted`, Type === "Map" ? { length: entries.length } : {});
    if (entries.length === 0) {
      change(flow, { status: "answered", jsonResult: "[]", lastEvent });
      return;
    }
    const begun = concurrency === 0 ? entries.length : Math.min(concurrency, entries.length);
    const jsonItems = JSON.stringify(entries);
    flows.update(flow, { status: "joining", jsonItems, concurrency, begun, lastEvent });
    for (const [position, entry] of entries.slice(0, begun).entries()) {
      beginInner({ ...step, flow: { ...flow, lastEvent } }, position, entry);
    }
  }

  /** Leaves a state for the next, or ends the flow. */
  function leave(step: Step, { output, assigned, next }: Leaving): void {
    const { flow, program, place } = step;
    const jsonOutput = JSON.stringify(output);
    const exited = record(flow, `${place.state.Type}StateExited`, { name: place.name, output: jsonOutput });
    if (next === undefined) {
      end({ ...step, flow: { ...flow, lastEvent: exited } }, jsonOutput);
      return;
    }
    const details = { name: next, input: jsonOutput };
    const lastEvent = record({ ...flow, lastEvent: exited }, `${typeOf(program, next)}StateEntered`, details);
    change(flow, {
      ...{ state: next, status: "ready", jsonInput: jsonOutput, enteredAt: now(), lastEvent },
      jsonVariables: JSON.stringify({ ...variablesOf(flow), ...assigned }),
      ...{ jsonRetries: "[]", jsonItems: null, jsonResult: null, error: null, cause: null, token: null },
      ...{ begun: 0, concurrency: 0, ...untimed },
    });
  }

  function end(step: Step, jsonOutput: string): void {
    const { flow, execution } = step;
    if (flow.parent === null) {
      endExecution(execution, flow.lastEvent, {
        ...{ status: "SUCCEEDED", at: now(), output: jsonOutput },
      });
      return;
    }
    flows.update(flow, { status: "done", jsonResult: jsonOutput, ...untimed });
    const around = aroundOf(step);
    const { flow: parent, place } = around;
    if (place.state.Type === "Map") {
      record(flow, "MapIterationSucceeded", { name: place.name, index: flow.position });
    }
    const entries = Entries.parse(JSON.parse(parent.jsonItems ?? "[]"));
    const next = entries[parent.begun];
    if (next) {
      flows.update(parent, { begun: parent.begun + 1 });
      beginInner(around, parent.begun, next);
      return;
    }
    if (flows.countUndone(parent.id) > 0) return;
    const results = flows.children(parent.id).map(({ jsonResult }) => jsonResult ?? "null");
    flows.removeChildren(parent.id);
    const lastEvent = record(flow, `${place.state.Type}StateSucceeded`);
    change(parent, { status: "answered", jsonResult: `[${results.join(",")}]`, lastEvent });
  }

  /** Ends a flow by an error that nothing in it has caught: its execution, or the Map or Parallel that it is in. */
  function collapse(step: Step, { error, message: cause }: StateError): void {
    const { flow, execution } = step;
    if (flow.parent === null) {
      endExecution(execution, flow.lastEvent, { status: "FAILED", at: now(), error, cause });
      return;
    }
    const { flow: parent, place } = aroundOf(step);
    const { Type } = place.state;
    const failed =
      Type === "Map"
        ? record(flow, "MapIterationFailed", { name: place.name, index: flow.position })
        : flow.lastEvent;
    const lastEvent = record({ ...flow, lastEvent: failed }, `${Type}StateFailed`);
    flows.removeChildren(parent.id);
    change(parent, { status: "failing", error, cause, lastEvent, jsonItems: null });
  }

  function endExecution({ id }: Execution, previous: number, ending: Ending): void {
    const { status, at, output, error, cause } = ending;
    flows.removeAll(id);
    executions.end(id, ending);
    events.add(id, { previous, type: eventOfEnding[status], at, details: { output, error, cause } });
  }

  function aroundOf(step: Step): Step {
    const flow = step.flow.parent === null ? undefined : flows.get(step.flow.parent);
    const place = flow && step.program.places.get(flow.state);
    if (!place) throw new TypeError(`flow ${step.flow.id} is in no other`);
    return { ...step, flow, place };
  }

  return { record, change, begin, beginAll, leave, collapse, endExecution };
}

const typeOf = (program: Program, name: string): string => {
  const place = program.places.get(name);
  if (!place) throw new TypeError(`there is no state ${name}`);
  return place.state.Type;
};

export const variablesOf = (flow: Flow): Record<string, unknown> =>
  Values.parse(JSON.parse(flow.jsonVariables));

export const retriesOf = (flow: Flow): number[] => z.array(z.number()).parse(JSON.parse(flow.jsonRetries));

/** What expressions of a state may refer to. @param more of `$states` */
export function bindingsOf(
  { flow, execution, machine }: Step,
  more: Readonly<Record<string, unknown>> = {},
  given: { token?: string | undefined; item?: unknown } = {},
): Record<string, unknown> {
  const item: unknown = given.item ?? JSON.parse(flow.jsonItem);
  const token = given.token ?? flow.token;
  const input: unknown = JSON.parse(flow.jsonInput);
  const executionInput: unknown = JSON.parse(execution.input);
  const context = {
    Execution: {
      Id: execution.arn,
      Input: executionInput,
      Name: execution.name,
      RoleArn: machine.roleArn,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
    State: {
      Name: flow.state,
      EnteredTime: new Date(flow.enteredAt).toISOString(),
      RetryCount: retriesOf(flow).reduce((sum, count) => sum + (count ?? 0), 0),
    },
    ...(token !== null && { Task: { Token: token } }),
    ...(item !== null && { Map: { Item: item } }),
  };
  return { ...variablesOf(flow), states: { input, context, ...more } };
}

/**
 * How a state is left by the fields that say so.
 * @param result its output where no field says otherwise
 */
export async function leavingBy(
  evaluate: Evaluate,
  fields: { Output?: unknown; Assign?: unknown; Next?: string | undefined },
  bindings: Readonly<Record<string, unknown>>,
  result: unknown,
): Promise<Leaving> {
  const { Output, Assign = {}, Next } = fields;
  const output = Output === undefined ? result : await evaluate(Output, "Output", bindings);
  const assigned = Values.parse(await evaluate(Assign, "Assign", bindings));
  withinLimit(JSON.stringify(output), "The state's output");
  withinLimit(JSON.stringify(assigned), "What is assigned");
  return { output, assigned, next: Next };
}
