import * as z from "zod";
import { messageOf, Problem } from "../../problem.ts";
import { checkExpressions, type Surroundings } from "./expressions.ts";
import { type Catcher, Definition, type Retrier, State } from "./schema.ts";

/** States that lead to each other, and to no others. */
export interface Machine {
  startAt: string;
}

export interface Place {
  name: string;
  state: State;
  /** The iterations' machine of a Map, the branches of a Parallel. */
  inner: readonly Machine[];
}

/** A definition that can run here. */
export interface Program extends Machine {
  timeoutSeconds: number | undefined;
  /** Every state, in inner machines too: a name is unique in the whole of a definition. */
  places: ReadonlyMap<string, Place>;
}

/**
 * Reads a definition.
 * @param text ASL, in which everything is substituted
 * @throws Problem that names what the engine doesn't run
 */
export function readDefinition(text: string): Program {
  const { StartAt, States, TimeoutSeconds } = parsed(Definition, fromJson(text), "the definition");
  const places = new Map<string, Place>();
  readMachine({ StartAt, States }, places, new Set());
  return { startAt: StartAt, timeoutSeconds: TimeoutSeconds, places };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(`the definition is not JSON: ${messageOf(error)}`);
  }
}

function parsed<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Problem(`${what} can't run here: ${z.prettifyError(result.error)}`);
  return result.data;
}

interface Source {
  StartAt: string;
  States: Record<string, unknown>;
}

/** @param outer variables that the machines around this one assign */
function readMachine(
  { StartAt, States }: Source,
  places: Map<string, Place>,
  outer: ReadonlySet<string>,
): Machine {
  const states = new Map(
    Object.entries(States).map(([name, value]) => [name, parsed(State, value, `state ${name}`)]),
  );
  const own = new Set([...states.values()].flatMap(assigned));
  for (const name of own) {
    if (outer.has(name)) throw new Problem(`$${name} is assigned inside and outside of a Map or Parallel`);
  }
  const variables = new Set([...outer, ...own]);
  const targets = [StartAt, ...[...states.values()].flatMap(nextOf)];
  for (const target of targets) {
    if (!states.has(target)) throw new Problem(`there is no state ${target} to go to`);
  }
  for (const [name, state] of states) {
    if (places.has(name)) throw new Problem(`two states are called ${name}`);
    const place: Place = { name, state, inner: [] };
    places.set(name, place);
    check(name, state, variables);
    places.set(name, {
      ...place,
      inner: innerOf(state).map((inner) => readMachine(inner, places, variables)),
    });
  }
  return { startAt: StartAt };
}

function innerOf(state: State): Source[] {
  if (state.Type === "Map") return [state.ItemProcessor];
  return state.Type === "Parallel" ? state.Branches : [];
}

function assigned(state: State): string[] {
  const places: { Assign?: unknown }[] = [
    "Assign" in state ? { Assign: state.Assign } : {},
    ...("Catch" in state ? state.Catch : []),
    ...(state.Type === "Choice" ? state.Choices : []),
  ];
  return places.flatMap(({ Assign }) => Object.keys(Assign ?? {}));
}

function nextOf(state: State): string[] {
  const nexts: (string | undefined)[] = [
    "Next" in state ? state.Next : undefined,
    ...("Catch" in state ? state.Catch.map(({ Next }) => Next) : []),
    ...(state.Type === "Choice" ? [state.Default, ...state.Choices.map(({ Next }) => Next)] : []),
  ];
  return nexts.filter((next) => next !== undefined);
}

function check(name: string, state: State, variables: ReadonlySet<string>): void {
  const ends = ["Choice", "Succeed", "Fail"].includes(state.Type);
  const leaves = "Next" in state || "End" in state;
  if (!ends && !leaves) throw new Problem(`state ${name} has neither Next nor End`);
  if ("Next" in state && "End" in state) throw new Problem(`state ${name} has Next and End`);
  if ("Retry" in state) checkErrorNames(`state ${name}: Retry`, state.Retry);
  if ("Catch" in state) checkErrorNames(`state ${name}: Catch`, state.Catch);

  const before: Surroundings = { variables, parts: ["input", "context"] };
  const after: Surroundings = { variables, parts: ["input", "result", "context"] };
  const caught: Surroundings = { variables, parts: ["input", "errorOutput", "context"] };
  const hasResult = ["Task", "Map", "Parallel"].includes(state.Type);
  for (const [field, value] of Object.entries(state)) {
    if (["ItemProcessor", "Branches", "Comment"].includes(field)) continue;
    const isResult = hasResult && (field === "Output" || field === "Assign");
    const around = field === "Catch" ? caught : isResult ? after : before;
    checkExpressions(value, `state ${name}: ${field}`, around);
  }
}

/** `States.ALL` stands alone and last, as AWS wants it. */
function checkErrorNames(where: string, rules: readonly (Retrier | Catcher)[]): void {
  for (const [index, { ErrorEquals }] of rules.entries()) {
    if (!ErrorEquals.includes("States.ALL")) continue;
    if (ErrorEquals.length > 1 || index < rules.length - 1) {
      throw new Problem(`${where}: States.ALL must be alone and in the last place`);
    }
  }
}
