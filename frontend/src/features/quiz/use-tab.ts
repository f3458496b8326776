import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { attemptQuery } from "../../lib/api.ts";
import { type Holding, holdInOneTab } from "../../lib/tab-lock.ts";

/**
 * Whether this tab is the one in which the attempt is taken. Who gets it from another tab loads it anew first.
 *
 * @returns `time` counts how often this tab has got it; `undefined` while that is being found out
 */
export function useTab(attemptId: string): {
  holding: Holding | undefined;
  time: number;
  /** Takes it from the other tab. */
  take: () => void;
  /** Whether this tab has it at this moment. */
  isMine: () => boolean;
} {
  const queryClient = useQueryClient();
  const [state, setState] = useState<{ holding: Holding | undefined; time: number }>({
    holding: undefined,
    time: 0,
  });
  const lock = useRef<ReturnType<typeof holdInOneTab>>(undefined);
  const current = useRef<Holding>(undefined);

  useEffect(() => {
    let wasElsewhere = false;
    async function tell(holding: Holding): Promise<void> {
      current.current = holding;
      if (holding === "elsewhere") wasElsewhere = true;
      else if (wasElsewhere) {
        setState(({ time }) => ({ holding: undefined, time }));
        // Where it can't be loaded, the page says so in place of the attempt.
        await queryClient.fetchQuery({ ...attemptQuery(attemptId), staleTime: 0 }).catch(() => undefined);
      }
      if (current.current === holding) setState(({ time }) => ({ holding, time: time + 1 }));
    }

    const held = holdInOneTab(`lyceum-attempt:${attemptId}`, (holding) => void tell(holding));
    lock.current = held;
    return () => held.end();
  }, [attemptId, queryClient]);

  return {
    ...state,
    take: () => lock.current?.take(),
    isMine: () => current.current === "held",
  };
}
