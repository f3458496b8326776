import * as z from "zod";
import { messageOf, Problem } from "../problem.ts";
import type { Template } from "../template/template.ts";
import { sourceOf } from "./definition/expressions.ts";
import { type Program, readDefinition } from "./definition/read.ts";

/** A state machine as the template describes it. */
export interface MachineConfig {
  arn: string;
  name: string;
  roleArn: string;
  /** ASL as it runs: the template's, in which the substitutions are made. */
  definition: string;
}

const Properties = z.object({
  StateMachineType: z.literal("STANDARD").default("STANDARD"),
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  RoleArn: z.string(),
});

/**
 * The state machines of a template.
 * @param functionNames functions that there are
 * @throws Problem for a machine that can't run here
 */
export function machinesOf(template: Template, functionNames: ReadonlySet<string>): MachineConfig[] {
  const machines = template.resources("AWS::StepFunctions::StateMachine").map((resource) => {
    const { DefinitionString, DefinitionSubstitutions, RoleArn } = resource.properties(Properties);
    const arn = resource.ref();
    return {
      arn,
      name: arn.slice(arn.lastIndexOf(":") + 1),
      roleArn: RoleArn,
      definition: substitute(DefinitionString, DefinitionSubstitutions),
    };
  });
  const arns = new Set(machines.map(({ arn }) => arn));
  for (const { name, definition } of machines) {
    try {
      checkTargets(readDefinition(definition), functionNames, arns);
    } catch (error) {
      throw new Problem(`state machine ${name}: ${messageOf(error)}`, { cause: error });
    }
  }
  return machines;
}

/** `${Name}` becomes what it stands for, as CloudFormation does it. */
export function substitute(
  definition: string,
  values: Readonly<Record<string, string | number | boolean>>,
): string {
  return definition.replaceAll(/\$\{([A-Za-z0-9_]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Problem(`nothing is given for \${${name}} in the definition`);
    return String(value);
  });
}

/** The function's name in an ARN, which may have a qualifier, or in what is the name already. */
export const functionNameOf = (target: string): string =>
  /^arn:aws:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(target)?.[1] ?? target;

function checkTargets(
  program: Program,
  functionNames: ReadonlySet<string>,
  machines: ReadonlySet<string>,
): void {
  for (const { name, state } of program.places.values()) {
    if (state.Type !== "Task") continue;
    const target =
      "FunctionName" in state.Arguments ? state.Arguments.FunctionName : state.Arguments.StateMachineArn;
    // What is worked out while it runs can't be looked up before.
    if (sourceOf(target) !== undefined) continue;
    const isThere =
      "FunctionName" in state.Arguments ? functionNames.has(functionNameOf(target)) : machines.has(target);
    if (!isThere) throw new Problem(`state ${name} calls ${target}, which isn't there`);
  }
}
