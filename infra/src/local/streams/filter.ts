import * as z from "zod";

const Fields = z.record(z.string(), z.unknown());
const Rules = z.array(z.unknown());

/** Whether a value passes. */
export type Test = (value: unknown) => boolean;

/**
 * A filter pattern of an event source mapping: nested fields, each ending in a list of rules of which one must match
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html).
 * @param pattern the pattern's JSON
 * @throws Error for a rule that doesn't exist
 */
export function compileFilter(pattern: string): Test {
  return compileFields(Fields.parse(JSON.parse(pattern)));
}

function compileFields(pattern: Record<string, unknown>): Test {
  const tests = Object.entries(pattern).map(([name, inner]): Test => {
    if (name === "$or" && Array.isArray(inner)) {
      const alternatives = inner.map((alternative) => compileFields(Fields.parse(alternative)));
      return (record) => alternatives.some((test) => test(record));
    }
    const rules = Rules.safeParse(inner);
    const test = rules.success ? compileRules(rules.data) : compileFields(Fields.parse(inner));
    return (record) => test(fieldOf(record, name));
  });
  return (record) => tests.every((test) => test(record));
}

function fieldOf(record: unknown, name: string): unknown {
  const fields = Fields.safeParse(record);
  return fields.success && Object.hasOwn(fields.data, name) ? fields.data[name] : undefined;
}

/** One of the rules must match; of a list in the record, one of its values. */
function compileRules(rules: readonly unknown[]): Test {
  const tests = rules.map(compileRule);
  const matches: Test = (value) => tests.some((test) => test(value));
  return (value) =>
    Array.isArray(value) && value.length > 0 ? value.some((item) => matches(item)) : matches(value);
}

const Comparison = z.array(z.union([z.string(), z.number()]));
const Words = z.union([z.string().transform((word) => [word]), z.array(z.string())]);
const Words1 = z.union([z.string(), z.object({ "equals-ignore-case": z.string() })]);

function compileRule(rule: unknown): Test {
  if (rule === null || typeof rule !== "object") return (value) => value === rule;
  const [[name, argument] = []] = Object.entries(rule);
  switch (name) {
    case "exists":
      return (value) => (value !== undefined) === argument;
    case "prefix":
      return text(argument, (value, word) => value.startsWith(word));
    case "suffix":
      return text(argument, (value, word) => value.endsWith(word));
    case "equals-ignore-case": {
      const word = z.string().parse(argument).toLowerCase();
      return (value) => typeof value === "string" && value.toLowerCase() === word;
    }
    case "anything-but":
      return compileAnythingBut(argument);
    case "numeric":
      return compileNumeric(Comparison.parse(argument));
    default:
      throw new Error(`filter rule ${JSON.stringify(rule)} doesn't exist`);
  }
}

function text(argument: unknown, matches: (value: string, word: string) => boolean): Test {
  const parsed = Words1.parse(argument);
  if (typeof parsed === "string") return (value) => typeof value === "string" && matches(value, parsed);
  const word = parsed["equals-ignore-case"].toLowerCase();
  return (value) => typeof value === "string" && matches(value.toLowerCase(), word);
}

function compileAnythingBut(argument: unknown): Test {
  const fields = Fields.safeParse(argument);
  if (fields.success) {
    const [[name, inner] = []] = Object.entries(fields.data);
    const tests = Words.parse(inner).map((word) => compileRule({ [String(name)]: word }));
    return (value) => value !== undefined && !tests.some((test) => test(value));
  }
  const excluded: unknown[] = Array.isArray(argument) ? argument : [argument];
  return (value) => value !== undefined && !excluded.includes(value);
}

/** `[">", 0, "<=", 5]`. DynamoDB's numbers are strings; they count as the numbers that they are. */
function compileNumeric(comparison: readonly (string | number)[]): Test {
  const tests: ((value: number) => boolean)[] = [];
  for (let i = 0; i < comparison.length; i += 2) {
    tests.push(compareWith(comparison[i], Number(comparison[i + 1])));
  }
  return (value) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && !Number.isNaN(number) && tests.every((test) => test(number));
  };
}

function compareWith(operator: string | number | undefined, limit: number): (value: number) => boolean {
  switch (operator) {
    case "=":
      return (value) => value === limit;
    case ">":
      return (value) => value > limit;
    case ">=":
      return (value) => value >= limit;
    case "<":
      return (value) => value < limit;
    case "<=":
      return (value) => value <= limit;
    default:
      throw new Error(`numeric comparison ${operator} doesn't exist`);
  }
}
