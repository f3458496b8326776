/** As much of the browser's lock manager as is used. */
export interface Locks {
  request(
    name: string,
    options: { ifAvailable?: boolean; steal?: boolean; signal?: AbortSignal },
    run: (lock: object | null) => Promise<void> | undefined,
  ): Promise<unknown>;
}

/** Whether this tab has something to itself, or another tab of this browser has it. */
export type Holding = "held" | "elsewhere";

/**
 * Lets one tab of a browser have something at a time. This tab takes it at once where it is free, else as soon as the
 * other one lets it go.
 *
 * @param locks `undefined` where the browser has none: then every tab holds it
 * @param tell told whenever it is held or lost
 */
export function holdInOneTab(
  name: string,
  tell: (holding: Holding) => void,
  locks: Locks | undefined = navigator.locks,
) {
  let release = () => {};
  let waiting = new AbortController();
  let taking = false;
  let ended = false;

  /** Runs while it is held. */
  function hold(): Promise<void> {
    if (ended) return Promise.resolve();
    tell("held");
    return new Promise((resolve) => {
      release = resolve;
    });
  }

  async function request(options: Parameters<Locks["request"]>[1]): Promise<void> {
    let given = false;
    try {
      await locks?.request(name, options, (lock) => {
        given = lock !== null;
        return given ? hold() : undefined;
      });
      if (given || ended) return;
    } catch {
      // Taken by another tab, or this tab no longer waits.
      if (ended || options.signal?.aborted) return;
    }
    taking = false;
    tell("elsewhere");
    waiting = new AbortController();
    void request({ signal: waiting.signal });
  }

  if (locks) void request({ ifAvailable: true });
  else tell("held");

  return {
    /** Takes it from the other tab. */
    take(): void {
      if (taking) return;
      taking = true;
      waiting.abort();
      void request({ steal: true });
    },

    /** Lets it go, for good. */
    end(): void {
      ended = true;
      waiting.abort();
      release();
    },
  };
}
