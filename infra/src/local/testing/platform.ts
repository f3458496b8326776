import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface TestPlatform {
  /** `http://127.0.0.1:<port>` */
  url: string;
  process: ChildProcess;
  /** Everything that it has said so far. */
  lines: readonly string[];
  /** Ends it with a signal, and resolves when it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** A directory for one test file, which is deleted by what is returned with it. */
export async function temporaryDirectory(): Promise<[path: string, remove: () => Promise<void>]> {
  const path = await mkdtemp(join(tmpdir(), "lyceum-test-"));
  return [path, () => rm(path, { recursive: true, force: true })];
}

const started = new Set<ChildProcess>();

/** Ends every platform that still runs, also one that a failed test was just starting. */
export async function endTestPlatforms(): Promise<void> {
  const running = [...started];
  const gone = running.map((child) => once(child, "exit"));
  for (const child of running) child.kill("SIGTERM");
  await Promise.all(gone);
}

/** Starts the local cloud on a cloud assembly, in a process of its own, on a free port. */
export async function startTestPlatform(assembly: string, data: string): Promise<TestPlatform> {
  const script = fileURLToPath(new URL("./serve.ts", import.meta.url));
  // Without what the test runner sets for itself.
  const { NODE_OPTIONS, AWS_ENDPOINT_URL_DYNAMODB, ...env } = process.env;
  const child = spawn(process.execPath, [script, assembly, data], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.add(child);
  child.once("exit", () => started.delete(child));
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => lines.push(line));
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      if (line.startsWith("ready ")) resolve(line.slice("ready ".length));
    });
    child.once("close", (code) => reject(new Error(`the platform ended with ${code}:\n${lines.join("\n")}`)));
  });
  return {
    url,
    process: child,
    lines,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill(signal);
      await exited;
    },
  };
}

/** Waits until something holds. The test's own time limit ends a wait in vain. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** The processes that a process has started, directly or not, as Linux lists them. */
export async function descendants(pid: number): Promise<Process[]> {
  const all = (await readdir("/proc"))
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)));
  const rows = (await Promise.all(all)).filter((row) => row !== undefined);
  const below = (parent: number): Process[] =>
    rows.filter((row) => row.parent === parent).flatMap((row) => [row, ...below(row.pid)]);
  return below(pid);
}

/** Whether a process still runs. One that only waits for its parent to take note of its end doesn't. */
export async function isRunning(pid: number): Promise<boolean> {
  return (await readProcess(pid)) !== undefined;
}

/** Kills a process at once. @returns whether it was still there */
export function killProcess(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

interface Process {
  pid: number;
  parent: number;
  command: string;
}

async function readProcess(pid: number): Promise<Process | undefined> {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
  const [stat, command] = await Promise.all([read("stat"), read("cmdline")]);
  const [, state, parent] = /\) (\S) (\d+)/.exec(stat) ?? [];
  return parent === undefined || state === "Z" ? undefined : { pid, parent: Number(parent), command };
}
