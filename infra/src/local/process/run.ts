import { once } from "node:events";
import { text } from "node:stream/consumers";
import { Problem } from "../problem.ts";
import type { Children } from "./children.ts";

/**
 * Runs a program of Node.js to its end.
 * @param what for the message
 * @throws Problem with the program's output where it fails
 */
export async function runNode(
  children: Children,
  what: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<void> {
  const child = children.start(process.execPath, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (!child.stdout || !child.stderr || child.pid === undefined)
    throw new Problem(`${what} can't be started`);
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, "exit");
  if (code === 0) return;
  throw new Problem(`${what} failed:\n${(await output).join("").trim()}`);
}
