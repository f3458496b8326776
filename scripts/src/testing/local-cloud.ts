import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createChildren } from "@lyceum/infra/local/process/children";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export interface LocalCloud {
  url: string;
  pid: number;
  /** Ends it as Ctrl-C would. */
  stop(): Promise<void>;
}

/**
 * Starts a local cloud on a free port, as `npm start` does. It does not outlive this process, however that ends.
 * @throws Error with what it said, where it does not become ready
 */
export async function startLocalCloud(options: {
  /** Its data directory. */
  data: string;
  /** Whether it has the demo group. */
  demo?: boolean;
  env?: Readonly<Record<string, string>>;
}): Promise<LocalCloud> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const children = createChildren();
  const cloud = children.start(
    process.execPath,
    [
      "infra/src/local/start.mjs",
      "--port",
      "0",
      "--data",
      options.data,
      ...(options.demo ? [] : ["--no-demo"]),
    ],
    { cwd: root, env: { ...inherited, ...options.env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  cloud.once("exit", () => children.close());
  const { stdout, stderr, pid } = cloud;
  if (!stdout || !stderr || !pid) throw new TypeError("the local cloud can't be started");

  const said: string[] = [];
  createInterface({ input: stderr }).on("line", (line) => said.push(line));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: stdout }).on("line", (line) => {
      said.push(line);
      if (line.startsWith("ready ")) resolve(line.slice("ready ".length));
    });
    cloud.once("exit", () => reject(new Error(`the local cloud did not start:\n${said.join("\n")}`)));
  });

  return {
    url,
    pid,
    async stop() {
      const exited = once(cloud, "exit");
      cloud.kill("SIGTERM");
      await exited;
    },
  };
}
