import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

const schemaFiles = /[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/][^\\/]+\.js$/;

/**
 * Lets the schemas of an SDK client go that no command of the function uses. They are constants, but for keys such as
 * `{ [_hE]: 404 }`: what is in brackets might do something when it is made a key, so esbuild keeps every schema that has
 * one, and all that it names. For SES this is a tenth of a bundle.
 */
export const droppableSchemas: Plugin = {
  name: "droppable-schemas",
  setup({ onLoad }) {
    onLoad({ filter: schemaFiles }, async ({ path }) => ({
      contents: withLiteralKeys(await readFile(path, "utf8")),
    }));
  },
};

/**
 * A module in which a computed key that is one of its own constant strings is written as that string. What is not of
 * the form that the SDK's generator writes stays as it is: it is then bundled whole, and works.
 */
export function withLiteralKeys(code: string): string {
  const declarations = code.matchAll(/^const (_\w+) = ("(?:[^"\\\n]|\\.)*");$/gm);
  const constants = new Map(Array.from(declarations, ([, name, literal]) => [name, literal]));
  // A literal `__proto__` would set the prototype, where a computed one is a key like any other.
  return code.replace(/(?<=[{,]\s*)\[(_\w+)\](?=:)/g, (key, name: string) => {
    const literal = constants.get(name);
    return literal === undefined || literal === '"__proto__"' ? key : literal;
  });
}
