import { Fault } from "@lyceum/shared/contract/fault";
import jsep from "jsep";
import * as z from "zod";
import type { Tool } from "../../models/models.ts";

/** Characters. */
const mostText = 200;
const mostDepth = 20;

const Input = z.object({ expression: z.string().trim().min(1).max(mostText) });

/** A calculator for a model, which is no good at sums. */
export const calculate: Tool = {
  name: "calculate",
  description:
    "Works out an expression exactly: numbers, + - * / % ** and parentheses, and min, max, round, ceil, floor, sqrt, log (natural) and abs. round takes a number of decimals as its second argument. 15% is 0.15, and 15% of 200 is 30. For sums of tokens, prices and capacity. Example: 1500 * 0.003 / 1000",
  input: Input,
  async run(input) {
    const { expression } = Input.parse(input);
    return { expression, result: resultOf(expression) };
  },
};

const functions: Readonly<Record<string, (...numbers: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  round: (value, decimals = 0) => Math.round(value * 10 ** decimals) / 10 ** decimals,
  ceil: Math.ceil,
  floor: Math.floor,
  sqrt: Math.sqrt,
  log: Math.log,
  abs: Math.abs,
};
/** How many arguments they take. */
const arity: Readonly<Record<string, number>> = { min: 20, max: 20, round: 2 };

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
};

/**
 * The value of an expression. It is parsed, and then worked out here: nothing of it is run.
 * @returns a finite number, to 12 digits, so that 0.1 + 0.2 is 0.3
 * @throws Fault invalid_request, whose message says what is wrong
 */
export function resultOf(expression: string): number {
  if (expression.length > mostText) throw wrong(`An expression has at most ${mostText} characters.`);
  const value = worked(parsed(withoutPercent(withoutSeparators(asWritten(expression)))), 0);
  if (!Number.isFinite(value)) {
    throw wrong("The result is no finite number: it divides by zero, or it is too large.");
  }
  return Number(value.toPrecision(12));
}

/** What people write for operators, as operators. */
const asWritten = (expression: string): string =>
  expression
    .normalize("NFKC")
    .replaceAll(/[×·]/g, "*")
    .replaceAll("÷", "/")
    .replaceAll(/[−–]/g, "-")
    .replaceAll("^", "**")
    .replaceAll(/[$€£]|\b(?:USD|EUR)\b/g, "");

/** A percentage, where no number follows that it would be divided by. */
const withoutPercent = (expression: string): string =>
  expression
    .replaceAll(/(\d+(?:\.\d+)?)\s*%\s*of\b/g, "($1 / 100) *")
    .replaceAll(/(\d+(?:\.\d+)?)\s*%(?=\s*(?:$|[-+*/),]))/g, "($1 / 100)");

/** 1,500 and 1 500 are 1500; but max(1,500) has two numbers. */
function withoutSeparators(expression: string): string {
  const inFunction: boolean[] = [];
  return expression.replaceAll(/[a-z]*\s*\(|\)|(?<![\d.])\d{1,3}(?:[, ]\d{3})+(?![\d,])/gi, (found) => {
    if (found === ")") inFunction.pop();
    else if (found.endsWith("(")) inFunction.push(/[a-z]/i.test(found));
    else if (!inFunction.at(-1) || !found.includes(",")) return found.replaceAll(/[, ]/g, "");
    return found;
  });
}

function parsed(expression: string): jsep.Expression {
  try {
    return jsep(expression);
  } catch {
    throw wrong("That is no expression. Write it like 1500 * 0.003 / 1000.");
  }
}

function worked(node: jsep.Expression, depth: number): number {
  if (depth > mostDepth) throw wrong("The expression is nested too deeply.");
  const inner = (child: unknown): number => {
    if (!isNode(child)) throw wrong("Something is missing in the expression.");
    return worked(child, depth + 1);
  };
  switch (node.type) {
    case "Literal":
      if (typeof node.value === "number") return node.value;
      break;
    case "UnaryExpression":
      if (node.operator === "-") return -inner(node.argument);
      if (node.operator === "+") return inner(node.argument);
      break;
    case "BinaryExpression": {
      const operator = typeof node.operator === "string" ? own(operators, node.operator) : undefined;
      if (!operator) break;
      if (node.operator === "**" && isNode(node.left) && node.left.type === "UnaryExpression") {
        throw wrong("Write (-2) ** 2 or -(2 ** 2): -2 ** 2 can be read as both.");
      }
      return operator(inner(node.left), inner(node.right));
    }
    case "CallExpression":
      return called(node, inner);
  }
  throw wrong("Only numbers, + - * / % ** ( ) and the functions named in the description can be worked out.");
}

function called({ callee, arguments: given }: jsep.Expression, inner: (child: unknown) => number): number {
  const name = isNode(callee) && callee.type === "Identifier" ? String(callee.name) : "";
  const work = own(functions, name);
  if (!work) throw wrong(`There is no such function. There are ${Object.keys(functions).join(", ")}.`);
  const numbers = Array.isArray(given) ? given.map(inner) : [];
  if (numbers.length === 0 || numbers.length > (own(arity, name) ?? 1)) {
    throw wrong(`${name} takes another number of arguments.`);
  }
  return work(...numbers);
}

/** Not what every object has, such as `constructor`. */
const own = <T>(of: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined;

const isNode = (value: unknown): value is jsep.Expression =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

const wrong = (message: string) => new Fault("invalid_request", message);
