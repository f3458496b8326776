import { useEffect, useEffectEvent, useState } from "react";
import { untilNextSecond } from "./countdown.ts";
import type { ServerClock } from "./server-clock.ts";

/** Before the server is asked again for the time, in ms. */
const pause = 10_000;

/**
 * The time until the deadline in ms, by the server's clock; renders anew each second.
 *
 * @param onUp told once when there is none left
 * @param onJump told when the clock may have stood still, as while the machine slept; resolves with whether the server
 * could be asked for the time
 */
export function useTimeLeft(
  deadline: string,
  clock: ServerClock,
  { onUp, onJump }: { onUp: () => void; onJump: () => Promise<boolean> },
): number {
  const [left, setLeft] = useState(() => Date.parse(deadline) - clock.now());
  const up = useEffectEvent(onUp);
  const jump = useEffectEvent(onJump);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let doubtful = false;
    let asking = false;

    async function ask(): Promise<void> {
      asking = true;
      doubtful = !(await jump());
      if (doubtful) await new Promise((resolve) => setTimeout(resolve, pause));
      asking = false;
    }

    function tick(): void {
      const now = Date.parse(deadline) - clock.now();
      clearTimeout(timer);
      setLeft(now);
      if (clock.hasJumped()) doubtful = true;
      if (doubtful && !asking) void ask();
      if (now <= 0) up();
      else timer = setTimeout(tick, untilNextSecond(now));
    }

    // A browser lets the timers of hidden pages wait.
    document.addEventListener("visibilitychange", tick);
    tick();
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [deadline, clock]);

  return left;
}
