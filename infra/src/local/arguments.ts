import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { messageOf, Problem } from "./problem.ts";

export interface Arguments {
  port: number;
  /** An absolute path. */
  data: string;
  fresh: boolean;
  empty: boolean;
  /** Whether there is a group of invented learners. */
  demo: boolean;
  dev: boolean;
}

export const usage = `npm start -- [--port N] [--data DIR] [--fresh] [--empty | --no-demo]
  --port N    where to listen on 127.0.0.1 (4000); 0 for any free port
  --data DIR  where everything is kept (.lyceum)
  --fresh     delete what is kept there and begin anew
  --empty     put no content, no demo sign-ins and no demo group in
  --no-demo   put no demo group in
npm run dev is the same with hot reload.`;

/**
 * The command line of the local platform; `undefined` where help is asked for.
 * @param root relative directories are below it
 * @throws Problem for anything else than the options above
 */
export function readArguments(args: readonly string[], root: string): Arguments | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string", default: "4000" },
        data: { type: "string", default: ".lyceum" },
        fresh: { type: "boolean", default: false },
        empty: { type: "boolean", default: false },
        "no-demo": { type: "boolean", default: false },
        dev: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return undefined;
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535) throw new Problem(`${values.port} is not a port`);
    const { fresh, empty, dev } = values;
    // A demo group needs content.
    const demo = !empty && !values["no-demo"];
    return { port, data: resolve(root, values.data), fresh, empty, demo, dev };
  } catch (error) {
    throw new Problem(`${messageOf(error)}\n${usage}`, { cause: error });
  }
}
