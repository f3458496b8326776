import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  InvalidToken,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { until } from "../testing/platform.ts";
import type { MachineConfig } from "./machines.ts";
import type { Answer, Invoke } from "./tasks.ts";
import { arnOf, machine, startEngine, type TestEngine } from "./testing/start-engine.ts";

// Room for a busy machine; nothing waits for it.
jest.setTimeout(60_000);

let directory: string;
let running: TestEngine;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "engine-"));
});
afterEach(async () => {
  await running.stop();
  await rm(directory, { recursive: true });
});

const worker = "arn:aws:lambda:eu-west-1:000000000000:function:worker";
const echo: Invoke = async (_, payload) => ({ ok: true, payload });
const failure = (errorType: string, errorMessage = "no"): Answer => ({
  ok: false,
  error: { errorType, errorMessage },
});
const use = async (machines: readonly MachineConfig[], invoke: Invoke = echo) => {
  running = await startEngine(directory, machines, invoke);
  return running;
};
const single = (state: object, more: object = {}) =>
  machine("m", { StartAt: "Only", States: { Only: state }, ...more });
const task = (payload: unknown, more: object = {}) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: worker, Payload: payload },
  Output: "{% $states.result.Payload %}",
  ...("Next" in more ? {} : { End: true }),
  ...more,
});
const waiting = (more: object = {}) =>
  task("{% $states.context.Task.Token %}", {
    Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
    Output: "{% $states.result %}",
    ...more,
  });

const executionArn = (name = "e", of = "m") =>
  `${arnOf(of).replace(":stateMachine:", ":execution:")}:${name}`;
const start = (input: unknown = {}, name = "e", of = "m") =>
  running.client.send(
    new StartExecutionCommand({ stateMachineArn: arnOf(of), name, input: JSON.stringify(input) }),
  );
const describe = (name = "e", of = "m") =>
  running.client.send(new DescribeExecutionCommand({ executionArn: executionArn(name, of) }));
const ended = async (name = "e", of = "m") => {
  await until(async () => (await describe(name, of)).status !== "RUNNING");
  const { status, output, error, cause } = await describe(name, of);
  return {
    status,
    ...(output && { output: JSON.parse(output) }),
    ...(error && { error }),
    ...(cause && { cause }),
  };
};
const run = async (input: unknown = {}) => {
  await start(input);
  return ended();
};
const history = async (name = "e") => {
  const { events = [] } = await running.client.send(
    new GetExecutionHistoryCommand({ executionArn: executionArn(name) }),
  );
  return events.map(({ type }) => type);
};
const flowsOf = (name = "e") => {
  const { executions, flows } = running.engine.journal;
  return flows.ofExecution(executions.find(executionArn(name))?.id ?? 0);
};
const succeed = (taskToken: string, output: unknown = {}) =>
  running.client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));

test("a task is called with its payload, and its result goes on", async () => {
  const calls: string[] = [];
  await use(
    [single(task({ a: "{% $states.input.n + 1 %}", b: ["{% $states.context.State.Name %}", 1] }))],
    async (name, payload) => {
      calls.push(name);
      return { ok: true, payload: JSON.stringify({ got: JSON.parse(payload) }) };
    },
  );
  expect(await run({ n: 1 })).toEqual({ status: "SUCCEEDED", output: { got: { a: 2, b: ["Only", 1] } } });
  expect(calls).toEqual([worker]);
  expect(await history()).toEqual([
    "ExecutionStarted",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskStarted",
    "TaskSucceeded",
    "TaskStateExited",
    "ExecutionSucceeded",
  ]);
});

test("choices, variables and outputs", async () => {
  await use([
    machine("m", {
      StartAt: "Set",
      States: {
        Set: {
          Type: "Pass",
          // Both see the variables as they were before.
          Assign: { n: "{% $states.input.n %}", list: "{% [1..$states.input.n] %}" },
          Output: { kept: "{% $states.input.n * 10 %}" },
          Next: "Which",
        },
        Which: {
          Type: "Choice",
          Choices: [
            {
              Condition: "{% $n > 2 %}",
              Next: "Many",
              Assign: { word: "many" },
              Output: { was: "{% $states.input.kept %}" },
            },
          ],
          Default: "Few",
          Assign: { word: "few" },
        },
        Many: {
          Type: "Succeed",
          Output: { word: "{% $word %}", list: "{% $list %}", input: "{% $states.input %}" },
        },
        Few: { Type: "Succeed", Output: "{% [$word, $states.input] %}" },
      },
    }),
  ]);
  expect(await run({ n: 3 })).toMatchObject({
    output: { word: "many", list: [1, 2, 3], input: { was: 30 } },
  });
  await start({ n: 1 }, "second");
  expect(await ended("second")).toMatchObject({ output: ["few", { kept: 10 }] });
});

test("a Map keeps the order, its bound, and its own variables", async () => {
  let atOnce = 0;
  let most = 0;
  await use(
    [
      machine("m", {
        StartAt: "Before",
        States: {
          Before: { Type: "Pass", Assign: { factor: 10 }, Next: "All" },
          All: {
            Type: "Map",
            Items: "{% $states.input.items %}",
            ItemSelector: {
              at: "{% $states.context.Map.Item.Index %}",
              of: "{% $states.context.Map.Item.Value %}",
            },
            MaxConcurrency: 3,
            ItemProcessor: {
              StartAt: "Own",
              States: {
                Own: { Type: "Pass", Assign: { mine: "{% $states.input.of * $factor %}" }, Next: "Ask" },
                Ask: task("{% $states.input %}", {
                  Output: "{% [$mine, $states.input.at, $states.context.Map.Item.Value] %}",
                }),
              },
            },
            Output: { results: "{% $states.result %}" },
            End: true,
          },
        },
      }),
    ],
    async (_, payload) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce -= 1;
      return { ok: true, payload };
    },
  );
  const items = Array.from({ length: 12 }, (_, index) => index + 1);
  expect(await run({ items })).toEqual({
    status: "SUCCEEDED",
    output: { results: items.map((item, index) => [item * 10, index, item]) },
  });
  expect(most).toBe(3);
  await start({ items: [] }, "none");
  expect(await ended("none")).toMatchObject({ output: { results: [] } });
});

test("branches of a Parallel, and one that fails", async () => {
  const parallel = {
    Type: "Parallel",
    Branches: [
      { StartAt: "A", States: { A: { Type: "Pass", Output: "a", End: true } } },
      {
        StartAt: "B",
        States: {
          B: {
            Type: "Choice",
            Choices: [{ Condition: "{% $states.input.ok %}", Next: "B2" }],
            Default: "B3",
          },
          B2: { Type: "Succeed", Output: "b" },
          B3: { Type: "Fail", Error: "Mine", Cause: "{% 'because ' & $string($states.input.ok) %}" },
        },
      },
    ],
    Catch: [{ ErrorEquals: ["Mine"], Next: "Caught", Output: "{% $states.errorOutput %}" }],
    End: true,
  };
  await use([machine("m", { StartAt: "P", States: { P: parallel, Caught: { Type: "Succeed" } } })]);
  expect(await run({ ok: true })).toMatchObject({ output: ["a", "b"] });
  await start({ ok: false }, "second");
  expect(await ended("second")).toMatchObject({ output: { Error: "Mine", Cause: "because false" } });
});

test("errors of functions are retried with a growing delay, then caught by their type", async () => {
  let calls = 0;
  const counts: unknown[] = [];
  const retry = { ErrorEquals: ["Busy"], IntervalSeconds: 3600, MaxAttempts: 2, BackoffRate: 3 };
  await use(
    [
      machine("m", {
        StartAt: "T",
        States: {
          T: task("{% $states.context.State.RetryCount %}", {
            Retry: [retry],
            Catch: [
              { ErrorEquals: ["Busy"], Next: "End", Assign: { why: "{% $states.errorOutput.Error %}" } },
            ],
          }),
          End: { Type: "Succeed", Output: "{% $why & ': ' & $parse($states.input.Cause).errorMessage %}" },
        },
      }),
    ],
    async (_, payload) => {
      calls += 1;
      counts.push(JSON.parse(payload));
      return failure("Busy", "later");
    },
  );
  const retrying = (times: number) =>
    until(() => calls === times && flowsOf().every(({ status }) => status === "retrying"));
  await start();
  await retrying(1);
  running.clock.setAhead(3600 + 60);
  await retrying(2);
  // The second delay is three hours.
  expect(flowsOf()[0]?.wakeAt).toBeGreaterThan(running.clock.now() + 2 * 3_600_000);
  running.clock.setAhead(4 * 3600 + 120);
  expect(await ended()).toMatchObject({ status: "SUCCEEDED", output: "Busy: later" });
  expect(counts).toEqual([0, 1, 2]);
});

test("an error that nobody catches ends the execution with it", async () => {
  await use([single(task({}))], async () => failure("TypeError", "x is not a function"));
  expect(await run()).toEqual({
    status: "FAILED",
    error: "TypeError",
    cause: JSON.stringify({ errorType: "TypeError", errorMessage: "x is not a function" }),
  });
});

test("an expression that fails or gives nothing is States.QueryEvaluationError", async () => {
  await use([
    machine("m", {
      StartAt: "T",
      States: {
        T: task("{% $states.input.nothing %}", {
          Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "P" }],
        }),
        P: { Type: "Pass", Output: "{% $number('x') %}", End: true },
      },
    }),
  ]);
  expect(await run()).toMatchObject({
    status: "FAILED",
    error: "States.QueryEvaluationError",
    cause: expect.stringContaining("$number('x')"),
  });
  expect(await history()).toContain("PassStateEntered");
});

test("more than 256 KiB is States.DataLimitExceeded, which States.ALL doesn't catch", async () => {
  const all = [{ ErrorEquals: ["States.ALL"], Next: "End" }];
  await use(
    [machine("m", { StartAt: "T", States: { T: task({}, { Catch: all }), End: { Type: "Succeed" } } })],
    async () => ({
      ok: true,
      payload: JSON.stringify("x".repeat(256 * 1024)),
    }),
  );
  expect(await run()).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
});

test("a task waits for its token, and takes it once", async () => {
  const tokens: string[] = [];
  await use([single(waiting())], async (_, payload) => {
    tokens.push(JSON.parse(payload));
    return { ok: true, payload: "null" };
  });
  await start();
  await until(() => tokens.length === 1);
  const [token = ""] = tokens;
  await running.client.send(new SendTaskHeartbeatCommand({ taskToken: token }));
  await succeed(token, { decided: true });
  expect(await ended()).toEqual({ status: "SUCCEEDED", output: { decided: true } });
  await expect(succeed(token)).rejects.toBeInstanceOf(TaskTimedOut);
  await expect(succeed("x".repeat(64))).rejects.toBeInstanceOf(TaskDoesNotExist);
  await expect(succeed("nonsense")).rejects.toBeInstanceOf(InvalidToken);

  await start({}, "failing");
  await until(() => tokens.length === 2);
  await running.client.send(
    new SendTaskFailureCommand({ taskToken: tokens[1], error: "Refused", cause: "so" }),
  );
  expect(await ended("failing")).toEqual({ status: "FAILED", error: "Refused", cause: "so" });
});

test("a token may be sent while its function still runs", async () => {
  let finish = () => {};
  const late = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let token = "";
  await use([single(waiting())], async (_, payload) => {
    token = JSON.parse(payload);
    await late;
    return failure("TooLate");
  });
  await start();
  await until(() => token !== "");
  await succeed(token, "first");
  finish();
  expect(await ended()).toEqual({ status: "SUCCEEDED", output: "first" });
});

test("time-outs of days pass when the clock is set ahead, and the old token is of no use", async () => {
  const tokens: string[] = [];
  const timeout = [{ ErrorEquals: ["States.Timeout"], Next: "Wait" }];
  await use(
    [
      machine("m", {
        StartAt: "T",
        States: {
          T: waiting({ TimeoutSeconds: "{% 7 * 86400 %}", Catch: timeout }),
          Wait: { Type: "Wait", Seconds: 86_400, Next: "End" },
          End: { Type: "Succeed", Output: "{% $states.context.State.EnteredTime %}" },
        },
      }),
    ],
    async (_, payload) => {
      tokens.push(JSON.parse(payload));
      return { ok: true, payload: "null" };
    },
  );
  await start();
  await until(async () => (await history()).includes("TaskSubmitted"));
  running.clock.setAhead(6 * 86_400);
  await running.client.send(new SendTaskHeartbeatCommand({ taskToken: tokens[0] }));
  running.clock.setAhead(7 * 86_400 + 60);
  await until(async () => (await history()).includes("WaitStateEntered"));
  await expect(succeed(tokens[0] ?? "")).rejects.toBeInstanceOf(TaskTimedOut);
  expect(await history()).not.toContain("WaitStateExited");
  running.clock.setAhead(8 * 86_400 + 120);
  const { output } = await ended();
  expect(Date.parse(String(output)) - Date.now()).toBeGreaterThan(8 * 86_400_000);
});

test("a task without a heartbeat fails with States.HeartbeatTimeout", async () => {
  let token = "";
  await use([single(waiting({ HeartbeatSeconds: 600, TimeoutSeconds: 90_000 }))], async (_, payload) => {
    token = JSON.parse(payload);
    return { ok: true, payload: "null" };
  });
  await start();
  await until(async () => (await history()).includes("TaskSubmitted"));
  running.clock.setAhead(400);
  await running.client.send(new SendTaskHeartbeatCommand({ taskToken: token }));
  running.clock.setAhead(800);
  await running.client.send(new SendTaskHeartbeatCommand({ taskToken: token }));
  running.clock.setAhead(1500);
  expect(await ended()).toMatchObject({ status: "FAILED", error: "States.HeartbeatTimeout" });
});

test("an execution is started once by its name", async () => {
  let token = "";
  await use([single(waiting())], async (_, payload) => {
    token = JSON.parse(payload);
    return { ok: true, payload: "null" };
  });
  const first = await start({ a: 1 });
  expect(await start({ a: 1 })).toMatchObject({
    executionArn: first.executionArn,
    startDate: first.startDate,
  });
  await expect(start({ a: 2 })).rejects.toBeInstanceOf(ExecutionAlreadyExists);
  await until(() => token !== "");
  await succeed(token);
  await ended();
  await expect(start({ a: 1 })).rejects.toBeInstanceOf(ExecutionAlreadyExists);
});

test("a task starts an execution of another machine", async () => {
  const starting = {
    Type: "Task",
    Resource: "arn:aws:states:::states:startExecution",
    Arguments: {
      StateMachineArn: arnOf("other"),
      Name: "{% $states.input.name %}",
      Input: { x: "{% $states.input.x %}" },
    },
    Output: "{% $states.result.ExecutionArn %}",
    Catch: [{ ErrorEquals: ["StepFunctions.ExecutionAlreadyExistsException"], Next: "Known" }],
    End: true,
  };
  const other = machine("other", { StartAt: "O", States: { O: { Type: "Succeed" } } });
  await use([
    machine("m", { StartAt: "S", States: { S: starting, Known: { Type: "Succeed", Output: "known" } } }),
    other,
  ]);
  expect(await run({ name: "n1", x: 5 })).toMatchObject({ output: executionArn("n1", "other") });
  expect(await ended("n1", "other")).toMatchObject({ status: "SUCCEEDED", output: { x: 5 } });
  await start({ name: "n1", x: 5 }, "again");
  expect(await ended("again")).toMatchObject({ output: "known" });
});

test("an execution is stopped, and what it waited for is over", async () => {
  let token = "";
  await use([single(waiting())], async (_, payload) => {
    token = JSON.parse(payload);
    return { ok: true, payload: "null" };
  });
  await start();
  await until(() => token !== "");
  const stop = new StopExecutionCommand({ executionArn: executionArn(), error: "Stopped", cause: "by hand" });
  const { stopDate } = await running.client.send(stop);
  expect(await ended()).toEqual({ status: "ABORTED", error: "Stopped", cause: "by hand" });
  expect((await running.client.send(stop)).stopDate).toEqual(stopDate);
  await expect(succeed(token)).rejects.toBeInstanceOf(TaskTimedOut);
});

test("an execution as a whole has its time", async () => {
  await use([single({ Type: "Wait", Seconds: 9000, End: true }, { TimeoutSeconds: 1000 })]);
  await start();
  running.clock.setAhead(1001);
  expect(await ended()).toMatchObject({ status: "TIMED_OUT" });
});

test("lists go in pages, newest first, by status", async () => {
  const definition = single(
    { Type: "Choice", Choices: [{ Condition: "{% $states.input.ok %}", Next: "S" }], Default: "F" },
    {
      StartAt: "Only",
    },
  );
  const states = { ...JSON.parse(definition.definition).States, S: { Type: "Succeed" }, F: { Type: "Fail" } };
  const config = machine("m", { StartAt: "Only", States: states });
  await use([config, machine("other", { StartAt: "S", States: { S: { Type: "Succeed" } } })]);
  for (const n of [1, 2, 3, 4, 5]) await start({ ok: n !== 3 }, `e${n}`);
  for (const n of [1, 2, 3, 4, 5]) await ended(`e${n}`);
  const names: (string | undefined)[] = [];
  let nextToken: string | undefined;
  do {
    const page = await running.client.send(
      new ListExecutionsCommand({ stateMachineArn: arnOf("m"), maxResults: 2, nextToken }),
    );
    names.push(...(page.executions ?? []).map(({ name }) => name));
    nextToken = page.nextToken;
  } while (nextToken);
  expect(names).toEqual(["e5", "e4", "e3", "e2", "e1"]);
  const failed = await running.client.send(
    new ListExecutionsCommand({ stateMachineArn: arnOf("m"), statusFilter: "FAILED" }),
  );
  expect(failed.executions?.map(({ name }) => name)).toEqual(["e3"]);
  const described = await running.client.send(
    new DescribeStateMachineCommand({ stateMachineArn: arnOf("m") }),
  );
  expect(described.definition).toBe(config.definition);
  const machines = await running.client.send(new ListStateMachinesCommand({}));
  expect(machines.stateMachines?.map(({ name }) => name)).toEqual(["m", "other"]);
  const firstPage = await running.client.send(
    new GetExecutionHistoryCommand({ executionArn: executionArn("e1"), maxResults: 1, reverseOrder: true }),
  );
  expect(firstPage.events?.map(({ type }) => type)).toEqual(["ExecutionSucceeded"]);
  expect(firstPage.nextToken).toBeDefined();
});

test("an execution goes on with the definition that it began with", async () => {
  const tokens: string[] = [];
  const invoke: Invoke = async (_, payload) => {
    tokens.push(JSON.parse(payload));
    return { ok: true, payload: "null" };
  };
  await use([single(waiting({ Output: "old" }))], invoke);
  await start();
  await until(async () => (await history()).includes("TaskSubmitted"));
  await running.stop();
  await use([single({ Type: "Pass", Output: "new", End: true })], invoke);
  await succeed(tokens[0] ?? "");
  expect(await ended()).toMatchObject({ output: "old" });
  await start({}, "second");
  expect(await ended("second")).toMatchObject({ output: "new" });
});

test("1,000 executions wait at once, and each goes on by its token or its time", async () => {
  const tokens = new Map<number, string>();
  await use(
    [
      single(
        waiting({
          TimeoutSeconds: 86_400,
          Arguments: {
            FunctionName: worker,
            Payload: { n: "{% $states.input.n %}", token: "{% $states.context.Task.Token %}" },
          },
        }),
      ),
    ],
    async (_, payload) => {
      const { n, token } = JSON.parse(payload);
      tokens.set(n, token);
      return { ok: true, payload: "null" };
    },
  );
  const all = Array.from({ length: 1000 }, (_, n) => n);
  for (const n of all) running.engine.start(arnOf("m"), `e${n}`, JSON.stringify({ n }));
  await until(() => tokens.size === 1000);
  const some = all.filter((n) => n % 20 === 7);
  for (const n of some) running.engine.succeed(tokens.get(n) ?? "", JSON.stringify(n));
  const { executions } = running.engine.journal;
  await until(() => executions.list({ status: "SUCCEEDED", limit: 2000 }).length === some.length);
  const ended = executions.list({ status: "SUCCEEDED", limit: 2000 });
  expect(ended.map(({ output }) => Number(output)).sort((a, b) => a - b)).toEqual(some);
  // The others' time is up at once.
  running.clock.setAhead(86_400);
  await until(() => executions.list({ status: "RUNNING", limit: 1 }).length === 0);
  expect(executions.list({ status: "FAILED", limit: 2000 }).map(({ error }) => error)).toEqual(
    Array.from({ length: all.length - some.length }, () => "States.Timeout"),
  );
  expect(running.warnings).toEqual([]);
});
