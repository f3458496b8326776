import type { Call } from "./faults/faults.ts";

interface Counted extends Call {
  calls: number;
  /** By the name of the error. */
  failed: Record<string, number>;
  milliseconds: number;
}

/** How often what was asked for, since the start. */
export function createCalls() {
  const counts = new Map<string, Counted>();

  return {
    /** @param error its name; `undefined` where the call went well */
    count({ operation, prompt, model }: Call, milliseconds: number, error: string | undefined): void {
      const key = JSON.stringify([operation, prompt, model]);
      const counted = counts.get(key) ?? {
        operation,
        prompt,
        model,
        calls: 0,
        failed: {},
        milliseconds: 0,
      };
      counted.calls += 1;
      counted.milliseconds += Math.round(milliseconds);
      if (error) counted.failed[error] = (counted.failed[error] ?? 0) + 1;
      counts.set(key, counted);
    },
    all: (): Counted[] => [...counts.values()],
  };
}
export type Calls = ReturnType<typeof createCalls>;
