import jsonata from "jsonata";
import * as z from "zod";
import { messageOf, Problem } from "../../problem.ts";

/** JSONata's own functions, without `$eval`, which Step Functions doesn't have. */
const builtIn = new Set(
  `sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match
  contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power
  boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse each error assert type
  sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis
  fromMillis clone now millis`.split(/\s+/),
);

/** What Step Functions adds to JSONata. */
export const added = ["partition", "range", "hash", "random", "uuid", "parse"] as const;

const open = /^\{%/;
const whole = /^\{%([\s\S]*)%\}$/;

/** What is between `{%` and `%}`; `undefined` for a text that is no expression. */
export const sourceOf = (text: string): string | undefined => whole.exec(text)?.[1]?.trim();

/** Which parts of `$states` are there. */
type Part = "input" | "result" | "errorOutput" | "context";

export interface Surroundings {
  /** Workflow variables that may have been assigned. */
  variables: ReadonlySet<string>;
  parts: readonly Part[];
}

/**
 * Looks through a value of the definition for expressions that can't work.
 * @param where names the value for people
 * @throws Problem for one that can't be parsed, or refers to what isn't there
 */
export function checkExpressions(value: unknown, where: string, around: Surroundings): void {
  if (typeof value === "string") {
    checkText(value, where, around);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkExpressions(item, `${where}[${index}]`, around);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, item] of Object.entries(value)) checkExpressions(item, `${where}.${name}`, around);
  }
}

function checkText(text: string, where: string, { variables, parts }: Surroundings): void {
  const source = sourceOf(text);
  if (source === undefined) {
    if (open.test(text)) throw new Problem(`${where} begins with {% and doesn't end with %}`);
    return;
  }
  const { bound, free, states } = namesIn(parse(source, where));
  for (const name of free) {
    if (name === "states" || name === "" || name === "$" || bound.has(name) || variables.has(name)) continue;
    if (builtIn.has(name) || added.some((known) => known === name)) continue;
    throw new Problem(`${where} uses $${name}, which is neither a function of Step Functions nor assigned`);
  }
  for (const part of states) {
    if (!parts.some((there) => there === part)) throw new Problem(`${where} has no $states.${part}`);
  }
}

function parse(source: string, where: string): unknown {
  try {
    return jsonata(source).ast();
  } catch (error) {
    // What JSONata throws is no Error.
    const { message } = z
      .object({ message: z.string() })
      .catch({ message: messageOf(error) })
      .parse(error);
    throw new Problem(`${where} is not JSONata: ${message}`);
  }
}

const Node = z.looseObject({
  type: z.string().optional(),
  value: z.unknown().optional(),
  focus: z.string().optional(),
  index: z.unknown().optional(),
  lhs: z.unknown().optional(),
  arguments: z.unknown().optional(),
  steps: z.array(z.unknown()).optional(),
});
const Variable = z.object({ type: z.literal("variable"), value: z.string() });
const Name = z.object({ type: z.literal("name"), value: z.string() });

/** Names that an expression binds itself, names of variables that it reads, and what it reads of `$states`. */
function namesIn(tree: unknown) {
  const bound = new Set<string>();
  const free = new Set<string>();
  const states = new Set<string>();
  const bind = (value: unknown) => {
    const variable = Variable.safeParse(value);
    if (variable.success) bound.add(variable.data.value);
  };
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const node = Node.safeParse(Array.isArray(value) ? {} : value);
    if (!node.success) return;
    const { type, focus, index, lhs, steps } = node.data;
    if (type === "variable" && typeof node.data.value === "string") free.add(node.data.value);
    if (type === "bind") bind(lhs);
    if (type === "lambda" && Array.isArray(node.data.arguments)) node.data.arguments.forEach(bind);
    if (focus !== undefined) bound.add(focus);
    if (typeof index === "string") bound.add(index);
    const [first, second] = steps ?? [];
    const part = Name.safeParse(second);
    if (Variable.safeParse(first).data?.value === "states" && part.success) states.add(part.data.value);
    Object.values(value).forEach(visit);
  };
  visit(tree);
  return { bound, free, states };
}
