import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { openClock } from "../../clock/clock.ts";
import { ServiceError } from "../../cognito/errors.ts";
import { createEngine } from "../engine.ts";

// node engine-process.ts DIRECTORY: an engine in a process that a test may kill. Its tasks write down that they run.

const [, , directory = ""] = process.argv;
const runs = join(directory, "runs.txt");
const tokens = join(directory, "tokens.txt");
const Payload = z.object({ task: z.string(), token: z.string().optional() });

const task = (name: string, more: object = {}) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: {
    FunctionName: "worker",
    Payload: {
      task: `{% $join([$states.context.Execution.Name, '${name}', $string($states.context.Map.Item.Index)], '/') %}`,
    },
  },
  Output: "{% $states.result.Payload.task %}",
  ...("Next" in more ? {} : { End: true }),
  ...more,
});

const definition = {
  QueryLanguage: "JSONata",
  StartAt: "Plan",
  States: {
    Plan: task("plan", { Next: "All" }),
    All: {
      Type: "Map",
      Items: "{% [1..60] %}",
      MaxConcurrency: 2,
      ItemProcessor: {
        StartAt: "Write",
        States: { Write: task("write", { Next: "Check" }), Check: task("check") },
      },
      Assign: { checked: "{% $count($states.result) %}" },
      Next: "Ask",
    },
    Ask: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
      Arguments: {
        FunctionName: "worker",
        Payload: {
          task: "{% $states.context.Execution.Name & '/ask' %}",
          token: "{% $states.context.Task.Token %}",
        },
      },
      TimeoutSeconds: 86_400,
      Output: "{% [$checked, $states.result] %}",
      Next: "Finish",
    },
    Finish: task("finish", { Output: "{% $states.input %}" }),
  },
};

const arn = "arn:aws:states:eu-west-1:000000000000:stateMachine:m";
const engine = createEngine({
  databaseFile: join(directory, "states.sqlite"),
  machines: [{ arn, name: "m", roleArn: "", definition: JSON.stringify(definition) }],
  async invoke(_, payload) {
    const { task: name, token } = Payload.parse(JSON.parse(payload));
    appendFileSync(runs, `${name}\n`);
    await wait(Math.random() * 30);
    if (token !== undefined) appendFileSync(tokens, `${token}\n`);
    return { ok: true, payload: JSON.stringify({ task: name }) };
  },
  clock: openClock(join(directory, "clock.json")),
  warn: (line) => console.error(line),
});

/** What the engine refuses because it was done before the process was killed. */
function again(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
}

process.on("disconnect", () => process.exit());
process.send?.("ready");
engine.resume();
for (const name of ["a", "b"]) again(() => engine.start(arn, name, "{}"));
// Who was asked before the process was killed answers now, and who is asked from now on a little later.
for (;;) {
  const asked = existsSync(tokens) ? readFileSync(tokens, "utf8").split("\n").filter(Boolean) : [];
  for (const token of asked) again(() => engine.succeed(token, '"yes"'));
  if (engine.journal.executions.list({ status: "RUNNING", limit: 1 }).length === 0) break;
  await wait(20);
}
process.send?.("ended");
await engine.stop();
process.disconnect();
