import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import * as z from "zod";

/**
 * The time by which workflows and schedules run. It can be set ahead of this machine's, so that a wait of days can be
 * tried out. Nothing else goes by it: not the functions' own clock, nor sign-ins.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** How far it is ahead of this machine's clock, in seconds. */
  aheadSeconds(): number;
  /** Sets it so many seconds ahead. It moves forward only: `false` where it is further ahead already. */
  setAhead(seconds: number): boolean;
  /** Calls back whenever it was moved. */
  onMoved(listener: () => void): void;
}

const Kept = z.object({ aheadSeconds: z.number().nonnegative() });

/** A clock that remembers in a file how far it is ahead. */
export function openClock(file: string): Clock {
  let ahead = kept(file);
  const listeners: (() => void)[] = [];
  return {
    now: () => Date.now() + ahead * 1000,
    aheadSeconds: () => ahead,
    setAhead(seconds) {
      if (seconds < ahead) return false;
      // Replaced as a whole: a file that is written by half would set the clock back.
      writeFileSync(`${file}.new`, JSON.stringify({ aheadSeconds: seconds }));
      renameSync(`${file}.new`, file);
      ahead = seconds;
      for (const listener of listeners) listener();
      return true;
    },
    onMoved(listener) {
      listeners.push(listener);
    },
  };
}

function kept(file: string): number {
  return existsSync(file) ? Kept.parse(JSON.parse(readFileSync(file, "utf8"))).aheadSeconds : 0;
}
