import * as z from "zod";
import { Problem } from "../problem.ts";
import { functionNameOf } from "../states/machines.ts";
import type { Template } from "../template/template.ts";

/** Functions that are called again and again. */
export interface Schedule {
  name: string;
  everySeconds: number;
  targets: readonly { functionName: string; input: string }[];
}

const Properties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  ScheduleExpression: z.string(),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Tags: z.unknown().optional(),
  Targets: z
    .array(
      z.strictObject({
        Id: z.string(),
        Arn: z.string(),
        Input: z.string().optional(),
        // Locally a target that fails is tried at the next time.
        RetryPolicy: z.unknown().optional(),
        DeadLetterConfig: z.unknown().optional(),
      }),
    )
    .default([]),
});

const unitSeconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/**
 * The rules of a template that call functions by the clock.
 * @param functionNames functions that there are
 * @throws Problem for a rule of another kind
 */
export function schedulesOf(template: Template, functionNames: ReadonlySet<string>): Schedule[] {
  return template.resources("AWS::Events::Rule").flatMap((resource) => {
    const name = resource.ref();
    const { ScheduleExpression, State, Targets } = resource.properties(Properties);
    if (State === "DISABLED") return [];
    const targets = Targets.map(({ Arn, Input = "{}" }) => {
      const functionName = functionNameOf(Arn);
      if (functionNames.has(functionName)) return { functionName, input: Input };
      throw new Problem(`rule ${name} calls ${Arn}, which is no function of the template`);
    });
    return [{ name, everySeconds: everySeconds(name, ScheduleExpression), targets }];
  });
}

function everySeconds(name: string, expression: string): number {
  const [, count = "", unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const seconds = Number(count) * (unitSeconds[unit] ?? 0);
  if (seconds > 0) return seconds;
  throw new Problem(`rule ${name} has the schedule ${expression}; the local cloud serves rate(...) only`);
}
