import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/**
 * Synthesizes the test stack in a process of its own: the test runner would take several times as long to load CDK.
 * @returns the cloud assembly's directory
 */
export async function synthesizeInChild(directory: string, output: string): Promise<string> {
  const script = fileURLToPath(new URL("./stack.ts", import.meta.url));
  const { NODE_OPTIONS, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [script, directory, output], { env });
  return stdout.trim();
}
