import type { Clock } from "../clock/clock.ts";
import { messageOf } from "../problem.ts";
import type { Answer, Invoke } from "../states/tasks.ts";
import type { Schedule } from "./rules.ts";

interface Deps {
  invoke: Invoke;
  clock: Clock;
  warn: (line: string) => void;
}

/** An hour: the longest that a timer is set for; weeks would be too long for one. */
const longestTimer = 3_600_000;

/**
 * Calls what is scheduled, for the first time one interval after the start. Where the clock is set ahead by several
 * intervals, the times between are left out. A call that takes longer than its interval is waited for.
 * @returns what ends it
 */
export function startSchedules(schedules: readonly Schedule[], { invoke, clock, warn }: Deps): () => void {
  const ends = schedules.map(({ name, everySeconds, targets }) => {
    let due = clock.now() + everySeconds * 1000;
    let timer: NodeJS.Timeout | undefined;
    let running = false;
    let stopped = false;
    const failing = new Set<string>();

    function arm(): void {
      clearTimeout(timer);
      if (stopped || running) return;
      timer = setTimeout(onTimer, Math.min(Math.max(due - clock.now(), 0), longestTimer));
    }

    function onTimer(): void {
      if (clock.now() < due) {
        arm();
        return;
      }
      due = clock.now() + everySeconds * 1000;
      running = true;
      Promise.all(targets.map(call)).finally(() => {
        running = false;
        arm();
      });
    }

    async function call({ functionName, input }: Schedule["targets"][number]): Promise<void> {
      const answer = await invoke(functionName, input).catch(
        (error: unknown): Answer => ({
          ok: false,
          error: { errorType: "Error", errorMessage: messageOf(error) },
        }),
      );
      if (stopped) return;
      if (answer.ok) return void failing.delete(functionName);
      // Once is enough to be looked after; the function's log has the others.
      if (failing.has(functionName)) return;
      failing.add(functionName);
      warn(`the schedule ${name} failed: ${answer.error.errorMessage}`);
    }

    clock.onMoved(arm);
    arm();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  });
  return () => {
    for (const end of ends) end();
  };
}
