import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createChildren } from "@lyceum/infra/local/process/children";

// Jest's global set-up: one local cloud for all tests that need one, on a free port, with a data directory of its own.
// The tests find it by LYCEUM_URL and LYCEUM_DATA. It is guarded: it doesn't outlive jest, however that ends.

const root = fileURLToPath(new URL("../../..", import.meta.url));

export default async function startCloud(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), "lyceum-cloud-"));
  const { NODE_OPTIONS, ...env } = process.env;
  const children = createChildren();
  const cloud = children.start(process.execPath, ["infra/src/local/main.ts", "--port", "0", "--data", data], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  cloud.once("exit", () => children.close());
  const { stdout, stderr } = cloud;
  if (!stdout || !stderr) throw new TypeError("the local cloud can't be started");

  const said: string[] = [];
  for (const output of [stdout, stderr])
    createInterface({ input: output }).on("line", (line) => said.push(line));
  process.env.LYCEUM_URL = await new Promise<string>((resolve, reject) => {
    createInterface({ input: stdout }).on("line", (line) => {
      if (line.startsWith("ready ")) resolve(line.slice("ready ".length));
    });
    cloud.once("exit", () => reject(new Error(`the local cloud did not start:\n${said.join("\n")}`)));
  });
  process.env.LYCEUM_DATA = data;
  process.env.LYCEUM_PID = String(cloud.pid);
}
