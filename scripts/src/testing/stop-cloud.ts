import { rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

// Jest's global tear-down: ends the local cloud as Ctrl-C would, and deletes its data.

export default async function stopCloud(): Promise<void> {
  const { LYCEUM_PID, LYCEUM_DATA } = process.env;
  const pid = Number(LYCEUM_PID);
  if (pid > 0) {
    process.kill(pid, "SIGTERM");
    while (isAlive(pid)) await wait(50);
  }
  if (LYCEUM_DATA) await rm(LYCEUM_DATA, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
