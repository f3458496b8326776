export interface Progress {
  /** Does something and says what, with the seconds it took. */
  step<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** A line about something that went wrong and doesn't stop the platform. */
  warn(line: string): void;
  say(line: string): void;
}

/** Milliseconds after which somebody who waits wants to know what for. */
const patience = 1_000;

/** Tells in lines what is being done. */
export function createProgress(write: (line: string) => void): Progress {
  return {
    async step(what, work) {
      const started = performance.now();
      const timer = setTimeout(() => write(`    ...    ${what}`), patience);
      try {
        const value = await work();
        write(`  ${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${what}`);
        return value;
      } finally {
        clearTimeout(timer);
      }
    },
    warn: (line) => write(`warning: ${line}`),
    say: write,
  };
}
