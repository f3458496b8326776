import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../clock/clock.ts";
import { ServiceError } from "../cognito/errors.ts";
import { messageOf } from "../problem.ts";
import { type Program, readDefinition } from "./definition/read.ts";
import { dataLimit } from "./errors.ts";
import { createEvaluate } from "./evaluate.ts";
import { createFlowSteps, type Step, untimed } from "./flow-steps.ts";
import { createInterpreter } from "./interpreter.ts";
import type { MachineConfig } from "./machines.ts";
import type { Execution } from "./store/executions.ts";
import type { Flow, FlowChanges } from "./store/flows.ts";
import { createJournal, type Journal } from "./store/journal.ts";
import { createTasks, type Invoke, isToken, resourceOf } from "./tasks.ts";

export interface EngineOptions {
  databaseFile: string;
  machines: readonly MachineConfig[];
  invoke: Invoke;
  clock: Clock;
  /** Takes what is wrong with the engine itself. */
  warn: (line: string) => void;
}

/** Everything here may be called again; what it has answered is on disk. */
export interface Engine {
  machines: readonly MachineConfig[];
  /** To be read only. */
  journal: Pick<Journal, "executions" | "flows" | "events">;
  /** Takes up what was under way when the process ended. */
  resume(): void;
  /** @throws ServiceError */
  start(machineArn: string, name: string, input: string): { arn: string; startedAt: number };
  /** Ends an execution, if it runs. @returns when it ended @throws ServiceError */
  abort(arn: string, error: string | undefined, cause: string | undefined): number;
  /** @param output JSON @throws ServiceError */
  succeed(token: string, output: string): void;
  /** @throws ServiceError */
  fail(token: string, error: string | undefined, cause: string | undefined): void;
  /** @throws ServiceError */
  heartbeat(token: string): void;
  /** Resolves when nothing is written any more. Tasks that are being done are done again at the next start. */
  stop(): Promise<void>;
}

/** An hour: the longest that the timer is set for, because timers can't be set for weeks. */
const longestTimer = 3_600_000;
/** Executions are kept for as long after their end as Step Functions keeps them. */
const keptFor = 90 * 86_400_000;

/**
 * Runs state machines. What has to be done next is in the journal and nowhere else, so a crash at any moment loses
 * nothing; in memory are the ids of the flows that can go on now, and one timer for all that wait.
 */
export function createEngine(options: EngineOptions): Engine {
  const { clock, machines, warn } = options;
  const { now } = clock;
  const journal = createJournal(options.databaseFile);
  const { executions, flows, events } = journal;
  const programs = new Map<string, Program>();
  const queue = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  let draining: Promise<void> | undefined;
  let stopped = false;

  const enqueue = (flow: number) => void queue.add(flow);
  const steps = createFlowSteps(journal, now, enqueue);
  const evaluate = createEvaluate(now);
  const tasks = createTasks({
    ...{ journal, steps, evaluate, now, commit, start: startWithin, settle },
    invoke: options.invoke,
  });
  const advance = createInterpreter({
    ...{ steps, evaluate, now, commit, beginTask: tasks.begin },
    random: Math.random,
  });

  function commit({ flow }: Step, work: () => void): boolean {
    // The process is about to end: what is not written will be done again.
    if (stopped) return false;
    return journal.transaction(() => {
      if (flows.get(flow.id)?.revision !== flow.revision) return false;
      work();
      return true;
    });
  }

  function settle(
    id: number,
    revision: number,
    changes: FlowChanges,
    { type, details }: { type: string; details: object },
  ): void {
    if (stopped) return;
    journal.transaction(() => {
      const flow = flows.get(id);
      // Its time was up, its token was sent, or its execution has ended.
      if (flow?.revision !== revision || flow.status !== "running") return;
      const lastEvent = steps.record(flow, type, details);
      const times = changes.status === "waiting" ? {} : untimed;
      steps.change(flow, { ...times, ...changes, lastEvent });
    });
    wake();
  }

  function wake(): void {
    if (stopped) return;
    draining ??= drain().finally(() => {
      draining = undefined;
      if (queue.size > 0) wake();
      else arm();
    });
  }

  async function drain(): Promise<void> {
    for (const id of queue) {
      if (stopped) return;
      queue.delete(id);
      await nextTurn();
      await takeFurther(id);
    }
  }

  async function takeFurther(id: number): Promise<void> {
    const flow = stopped ? undefined : flows.get(id);
    const execution = flow && executions.get(flow.execution);
    if (!execution) return;
    try {
      await advance(stepOf(flow, execution));
    } catch (error) {
      if (stopped) return;
      warn(`execution ${execution.name} failed in the engine: ${messageOf(error)}`);
      const ending = {
        status: "FAILED",
        at: now(),
        error: "States.Runtime",
        cause: messageOf(error),
      } as const;
      journal.transaction(() => steps.endExecution(execution, flow.lastEvent, ending));
    }
  }

  function stepOf(flow: Flow, execution: Execution): Step {
    const program = programOf(execution.definition);
    const place = program.places.get(flow.state);
    if (!place) throw new TypeError(`there is no state ${flow.state}`);
    const found = machines.find(({ arn }) => arn === execution.machineArn);
    const { machineArn: arn } = execution;
    // A machine that is gone from the template still ends what it began.
    const machine = found ?? { arn, name: arn.slice(arn.lastIndexOf(":") + 1), roleArn: "", definition: "" };
    return { flow, execution, machine, program, place };
  }

  function programOf(hash: string): Program {
    const known = programs.get(hash);
    if (known) return known;
    const program = readDefinition(executions.definition(hash) ?? "");
    programs.set(hash, program);
    return program;
  }

  /** Sets the one timer to when something is due next. */
  function arm(): void {
    clearTimeout(timer);
    if (stopped) return;
    const due = Math.min(
      flows.nextDue() ?? Number.POSITIVE_INFINITY,
      executions.nextDue() ?? Number.POSITIVE_INFINITY,
    );
    if (due === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(onTimer, Math.min(Math.max(due - now(), 0), longestTimer));
  }

  function onTimer(): void {
    for (const id of executions.overdue(now())) {
      const execution = executions.get(id);
      if (!execution) continue;
      const ending = { status: "TIMED_OUT", at: now(), error: "States.Timeout" } as const;
      journal.transaction(() => steps.endExecution(execution, 0, ending));
    }
    for (const id of flows.overdue(now())) enqueue(id);
    wake();
  }

  function startWithin(machineArn: string, name: string, input: string): { arn: string; startedAt: number } {
    const machine = machines.find(({ arn }) => arn === machineArn);
    if (!machine) {
      throw new ServiceError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${machineArn}'`);
    }
    checkName(name);
    checkInput(input);
    const arn = `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;
    const before = executions.find(arn);
    if (before) {
      const { startedAt } = before;
      if (before.status === "RUNNING" && before.input === input) return { arn, startedAt };
      throw new ServiceError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
    }
    const definition = executions.keepDefinition(machine.definition);
    const program = programOf(definition);
    const startedAt = now();
    const due = program.timeoutSeconds === undefined ? null : startedAt + program.timeoutSeconds * 1000;
    const execution = executions.add({ arn, name, machineArn, definition, input, startedAt, due });
    const details = { input, roleArn: machine.roleArn };
    const lastEvent = events.add(execution, {
      previous: 0,
      type: "ExecutionStarted",
      at: startedAt,
      details,
    });
    steps.begin(program, program, {
      ...{ execution, parent: null, position: 0, jsonInput: input, lastEvent },
      ...{ jsonVariables: "{}", jsonItem: "null" },
    });
    return { arn, startedAt };
  }

  /** The flow whose task waits for this token. @throws ServiceError where none does */
  function waitingFor(token: string): Flow {
    const flow = flows.waitingWith(token);
    if (flow && (flow.status === "running" || flow.status === "waiting")) return flow;
    if (flow || flows.wasToken(token)) {
      throw new ServiceError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    }
    if (isToken(token)) throw new ServiceError("TaskDoesNotExist", "Task does not exist");
    throw new ServiceError("InvalidToken", "Invalid Token: 'Invalid token'");
  }

  function answer(token: string, changes: FlowChanges, type: string, details: object): void {
    journal.acknowledged(() => {
      const flow = waitingFor(token);
      const execution = executions.get(flow.execution);
      if (!execution) throw new TypeError("a flow has no execution");
      const { state } = stepOf(flow, execution).place;
      const about = state.Type === "Task" ? resourceOf(state) : {};
      const lastEvent = steps.record(flow, type, { ...about, ...details });
      steps.change(flow, { ...untimed, ...changes, lastEvent });
    });
    wake();
  }

  clock.onMoved(() => {
    if (!draining) arm();
  });

  return {
    machines,
    journal,
    resume() {
      executions.forget(now() - keptFor);
      flows.restart();
      for (const id of flows.actionable()) enqueue(id);
      wake();
    },
    start(machineArn, name, input) {
      const started = journal.acknowledged(() => startWithin(machineArn, name, input));
      wake();
      return started;
    },
    abort(arn, error, cause) {
      return journal.acknowledged(() => {
        const execution = executions.find(arn);
        if (!execution) {
          throw new ServiceError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
        }
        if (execution.stoppedAt !== null) return execution.stoppedAt;
        const at = now();
        steps.endExecution(execution, 0, { status: "ABORTED", at, error, cause });
        return at;
      });
    },
    succeed(token, output) {
      if (!isJson(output)) throw new ServiceError("InvalidOutput", "Invalid Output: it is not JSON");
      if (Buffer.byteLength(output) > dataLimit) {
        throw new ServiceError("InvalidOutput", `Invalid Output: it is larger than ${dataLimit} bytes`);
      }
      answer(token, { status: "answered", jsonResult: output }, "TaskSucceeded", { output });
    },
    fail(token, error = "", cause = "") {
      answer(token, { status: "failing", error, cause }, "TaskFailed", { error, cause });
    },
    heartbeat(token) {
      const { id, heartbeatSeconds } = waitingFor(token);
      if (heartbeatSeconds !== null) flows.beat(id, now() + heartbeatSeconds * 1000);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await draining;
      journal.close();
    },
  };
}

function checkName(name: string): void {
  // What AWS lists as not allowed, and control characters.
  if (/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u.test(name)) return;
  throw new ServiceError("InvalidName", `Invalid Name: '${name}'`);
}

function checkInput(input: string): void {
  if (!isJson(input)) {
    throw new ServiceError("InvalidExecutionInput", "Invalid State Machine Execution Input: it is not JSON");
  }
  if (Buffer.byteLength(input) > dataLimit) {
    throw new ServiceError("InvalidExecutionInput", `The input is larger than ${dataLimit} bytes`);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
