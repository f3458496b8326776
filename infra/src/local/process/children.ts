import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export type Children = ReturnType<typeof createChildren>;

/**
 * Starts processes that never outlive this one, even when it is killed with -9: a guard process holds the other end of
 * a pipe and kills them all when the pipe breaks. Each child leads a process group of its own, so that a Ctrl-C in
 * the terminal reaches only the platform, which then stops the children in order.
 */
export function createChildren() {
  const running = new Set<ChildProcess>();
  let stopping = false;
  let guard = startGuard();

  function startGuard(): ChildProcess {
    const child = spawn(process.execPath, [fileURLToPath(new URL("./guard.mjs", import.meta.url))], {
      stdio: ["pipe", "ignore", "inherit"],
      detached: true,
    });
    // Writing to a guard that has just died; its exit is handled below.
    child.stdin?.on("error", () => {});
    for (const { pid } of running) child.stdin?.write(`+${pid}\n`);
    child.once("exit", () => {
      if (!stopping) guard = startGuard();
    });
    return child;
  }

  function signal(child: ChildProcess, name: NodeJS.Signals): void {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, name);
    } catch {
      // The whole group is gone already.
    }
  }

  return {
    /** Like `spawn`, with the options that keep the child under guard. */
    start(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
      const child = spawn(command, args, { ...options, detached: true });
      // A program that can't be started has no pid; the error event tells no more than that.
      child.once("error", () => {});
      if (child.pid === undefined) return child;
      const { pid } = child;
      if (stopping) signal(child, "SIGKILL");
      running.add(child);
      guard.stdin?.write(`+${pid}\n`);
      child.once("exit", () => {
        running.delete(child);
        guard.stdin?.write(`-${pid}\n`);
      });
      return child;
    },

    /** Kills a child and what it has started, at once. */
    kill: (child: ChildProcess) => signal(child, "SIGKILL"),

    /** Asks a child to end, and kills it when it has not ended `patience` milliseconds later. */
    async end(child: ChildProcess, patience: number): Promise<void> {
      if (!running.has(child)) return;
      const exited = once(child, "exit");
      signal(child, "SIGTERM");
      const timer = setTimeout(() => signal(child, "SIGKILL"), patience);
      await exited;
      clearTimeout(timer);
    },

    /** Kills what is left, and resolves when it is gone. What is started afterwards is killed at once. */
    async close(): Promise<void> {
      stopping = true;
      const gone = [...running, guard].map((child) => once(child, "exit"));
      for (const child of running) signal(child, "SIGKILL");
      guard.stdin?.end();
      await Promise.all(gone);
    },
  };
}
