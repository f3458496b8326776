// Outlives the platform by a moment: when its input ends, because whoever started it is gone in whatever way, it kills
// the processes that it was told of. It reads lines "+pid" and "-pid"; each process leads a group of its own.
import { createInterface } from "node:readline";

const pids = new Set();

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const pid = Number(line.slice(1));
    if (line.startsWith("+")) pids.add(pid);
    else pids.delete(pid);
  })
  .on("close", () => {
    for (const pid of pids) {
      try {
        process.kill(-pid, "SIGKILL");
      } catch {
        // It is gone already.
      }
    }
  });

// A signal meant for the whole group (Ctrl-C in a terminal) must not end it before the others.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
