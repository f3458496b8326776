export interface Progress {
  /** Does something and says so, with the seconds it took. */
  step<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** A line about something that went wrong and doesn't stop the platform. */
  warn(line: string): void;
  say(line: string): void;
}

/** Tells on a stream what is being done. */
export function createProgress(write: (line: string) => void): Progress {
  return {
    async step(what, work) {
      const started = performance.now();
      const value = await work();
      write(`  ${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${what}`);
      return value;
    },
    warn: (line) => write(`warning: ${line}`),
    say: write,
  };
}
