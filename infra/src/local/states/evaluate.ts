import { createHash, randomUUID } from "node:crypto";
import jsonata from "jsonata";
import * as z from "zod";
import { messageOf } from "../problem.ts";
import { sourceOf } from "./definition/expressions.ts";
import { StateError } from "./errors.ts";

/** Values by the names of variables, without `$`. */
export type Bindings = Readonly<Record<string, unknown>>;

/** Gives a value of the definition with every expression in it evaluated. Rejects with a StateError. */
export type Evaluate = (value: unknown, field: string, bindings: Bindings) => Promise<unknown>;

/** The most expressions that are kept compiled. */
const mostKept = 2_000;

/** @param now milliseconds since the epoch, which `$now` and `$millis` go by */
export function createEvaluate(now: () => number): Evaluate {
  const compiled = new Map<string, jsonata.Expression>();
  const format = jsonata("$fromMillis(time, picture, zone)");

  function compile(source: string): jsonata.Expression {
    const found = compiled.get(source);
    if (found) return found;
    if (compiled.size >= mostKept) compiled.clear();
    const made = jsonata(source);
    for (const [name, work] of Object.entries(functions)) made.registerFunction(name, work);
    made.registerFunction("millis", now);
    made.registerFunction("now", (picture?: unknown, zone?: unknown) =>
      format.evaluate({ time: now(), picture, zone }),
    );
    compiled.set(source, made);
    return made;
  }

  async function evaluate(value: unknown, field: string, bindings: Bindings): Promise<unknown> {
    if (typeof value === "string") {
      const source = sourceOf(value);
      return source === undefined ? value : result(source, field, bindings);
    }
    if (Array.isArray(value)) {
      const items: unknown[] = [];
      for (const [index, item] of value.entries())
        items.push(await evaluate(item, `${field}[${index}]`, bindings));
      return items;
    }
    if (typeof value !== "object" || value === null) return value;
    const entries: [string, unknown][] = [];
    for (const [name, item] of Object.entries(value)) {
      entries.push([name, await evaluate(item, `${field}/${name}`, bindings)]);
    }
    return Object.fromEntries(entries);
  }

  async function result(source: string, field: string, bindings: Bindings): Promise<unknown> {
    const fail = (why: string) =>
      new StateError(
        "States.QueryEvaluationError",
        `The JSONata expression '${source}' specified for the field '${field}' ${why}`,
      );
    const found: unknown = await compile(source)
      .evaluate(undefined, bindings)
      .catch((error: unknown) => {
        // What JSONata throws is no Error.
        const { message } = z
          .object({ message: z.string() })
          .catch({ message: messageOf(error) })
          .parse(error);
        throw fail(`threw an error during evaluation. ${message}`);
      });
    if (found === undefined) throw fail("returned nothing (undefined).");
    if (typeof found === "function") throw fail("returned a function.");
    // JSONata's arrays carry marks of its own, and its objects may share parts.
    const json = JSON.stringify(found);
    if (json === undefined || isFunction(found)) throw fail("returned an unsupported result type.");
    return JSON.parse(json);
  }

  return evaluate;
}

const isFunction = (value: unknown): boolean =>
  typeof value === "object" && value !== null && ("_jsonata_lambda" in value || "_jsonata_function" in value);

const Size = z.number().int().positive();
const Whole = z.number().int();
const algorithms: Readonly<Record<string, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

/** What Step Functions adds to JSONata. */
const functions = {
  partition(array: unknown, size: unknown): unknown[][] | undefined {
    if (array === undefined) return undefined;
    const items = z.array(z.unknown()).parse(array);
    const length = Size.parse(size);
    return Array.from({ length: Math.ceil(items.length / length) }, (_, index) =>
      items.slice(index * length, (index + 1) * length),
    );
  },
  range(first: unknown, last: unknown, step: unknown): number[] {
    const [from, to, by] = [Whole.parse(first), Whole.parse(last), Whole.parse(step)];
    if (by === 0) throw new RangeError("the step of $range must not be 0");
    const length = Math.max(0, Math.floor((to - from) / by) + 1);
    if (length > 1000) throw new RangeError("$range gives at most 1000 numbers");
    return Array.from({ length }, (_, index) => from + index * by);
  },
  hash(text: unknown, algorithm: unknown): string | undefined {
    if (text === undefined) return undefined;
    const name = algorithms[z.string().parse(algorithm)];
    if (!name) throw new RangeError(`$hash has no algorithm ${algorithm}`);
    return createHash(name).update(z.string().parse(text)).digest("hex");
  },
  random(seed: unknown): number {
    if (seed === undefined) return Math.random();
    const digest = createHash("sha256")
      .update(String(Whole.parse(seed)))
      .digest();
    return digest.readUIntBE(0, 6) / 2 ** 48;
  },
  uuid: () => randomUUID(),
  parse: (text: unknown): unknown => (text === undefined ? undefined : JSON.parse(z.string().parse(text))),
};
