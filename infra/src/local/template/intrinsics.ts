import * as z from "zod";
import { Problem } from "../problem.ts";

/** What intrinsic functions may refer to. Each throws a `Problem` where there is no such thing. */
export interface Scope {
  /** The value of a parameter, a pseudo parameter or a resource's `Ref`; `noValue` for `AWS::NoValue`. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  /** The definition of a named condition. */
  condition(name: string): unknown;
  mapping(name: string, topLevelKey: string, secondLevelKey: string): unknown;
}

/** What `Ref: AWS::NoValue` stands for: the property is not there at all. */
export const noValue = Symbol("AWS::NoValue");

const List = z.array(z.unknown());
const Pair = z.tuple([z.unknown(), z.unknown()]);
const Triple = z.tuple([z.unknown(), z.unknown(), z.unknown()]);
const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const Fields = z.record(z.string(), z.unknown());

/**
 * A value of a CloudFormation template with every intrinsic function replaced by what it stands for.
 * @throws Problem where one can't be resolved
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((item) => resolve(item, scope)).filter((item) => item !== noValue);
  const fields = Fields.safeParse(value);
  if (!fields.success) return value;
  const entries = Object.entries(fields.data);
  const [first] = entries;
  if (first && entries.length === 1) {
    const [name, argument] = first;
    if (name === "Ref") return scope.ref(parse(z.string(), argument, "Ref"));
    if (name.startsWith("Fn::")) return call(name, argument, scope);
  }
  return Object.fromEntries(
    entries.map(([name, item]) => [name, resolve(item, scope)]).filter(([, item]) => item !== noValue),
  );
}

function call(name: string, argument: unknown, scope: Scope): unknown {
  const resolved = <S extends z.ZodType>(schema: S, item: unknown): z.output<S> =>
    parse(schema, resolve(item, scope), name);
  switch (name) {
    case "Fn::GetAtt":
      return getAttribute(argument, scope);
    case "Fn::Join": {
      const [separator, list] = parse(Pair, argument, name);
      return resolved(z.array(Text), list).join(resolved(z.string(), separator));
    }
    case "Fn::Sub":
      return substitute(argument, scope);
    case "Fn::Select": {
      const [index, list] = parse(Pair, argument, name);
      const items = resolved(List, list);
      const chosen = resolved(z.coerce.number().int(), index);
      if (chosen < 0 || chosen >= items.length) throw new Problem(`Fn::Select has no item ${chosen}`);
      return items[chosen];
    }
    case "Fn::Split": {
      const [separator, text] = parse(Pair, argument, name);
      return resolved(Text, text).split(resolved(z.string(), separator));
    }
    case "Fn::Base64":
      return Buffer.from(resolved(Text, argument)).toString("base64");
    case "Fn::If": {
      const [condition, whenTrue, whenFalse] = parse(Triple, argument, name);
      return resolve(holds({ Condition: condition }, scope) ? whenTrue : whenFalse, scope);
    }
    case "Fn::FindInMap": {
      const [map, top, second] = resolved(z.tuple([Text, Text, Text]), argument);
      return resolve(scope.mapping(map, top, second), scope);
    }
    default:
      throw new Problem(`${name} is not supported`);
  }
}

function getAttribute(argument: unknown, scope: Scope): unknown {
  const [logicalId, attribute] =
    typeof argument === "string" ? splitOnce(argument) : parse(Pair, argument, "Fn::GetAtt");
  return scope.attribute(
    parse(z.string(), logicalId, "Fn::GetAtt"),
    parse(z.string(), resolve(attribute, scope), "Fn::GetAtt"),
  );
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, given] =
    typeof argument === "string" ? [argument, {}] : parse(z.tuple([z.string(), Fields]), argument, "Fn::Sub");
  return text.replaceAll(/\$\{(!?)([^}]*)\}/g, (_, literal: string, inner: string) => {
    if (literal) return `\${${inner}}`;
    const name = inner.trim();
    if (Object.hasOwn(given, name)) return parse(Text, resolve(given[name], scope), "Fn::Sub");
    const value = name.includes(".") ? scope.attribute(...splitOnce(name)) : scope.ref(name);
    return parse(Text, value, "Fn::Sub");
  });
}

/** Whether a condition holds: the name of one as `{ Condition }`, or one of the condition functions. */
export function holds(condition: unknown, scope: Scope): boolean {
  const [name, argument] = Object.entries(parse(Fields, condition, "a condition"))[0] ?? [];
  const parts = () => parse(List, argument, String(name));
  switch (name) {
    case "Condition":
      return holds(scope.condition(parse(z.string(), argument, "Condition")), scope);
    case "Fn::Equals": {
      const [left, right] = parse(z.tuple([Text, Text]), resolve(argument, scope), name);
      return left === right;
    }
    case "Fn::Not":
      return !parts().every((part) => holds(part, scope));
    case "Fn::And":
      return parts().every((part) => holds(part, scope));
    case "Fn::Or":
      return parts().some((part) => holds(part, scope));
    default:
      throw new Problem(`${name} is not supported in a condition`);
  }
}

function splitOnce(text: string): [string, string] {
  const dot = text.indexOf(".");
  return [text.slice(0, dot), text.slice(dot + 1)];
}

function parse<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Problem(`${what} has an argument of another form: ${JSON.stringify(value)}`);
  return parsed.data;
}
