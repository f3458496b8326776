import type { Candidate } from "@lyceum/shared/review";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { client } from "../../lib/api.ts";
import { candidateQuery } from "../../lib/review.ts";
import { useSession } from "../../lib/session.ts";
import { useNow } from "../../lib/use-now.ts";
import { isHeld, renewalDue } from "./lease.ts";

/** Who works on a candidate, as this page has to know it. */
export interface Working {
  /** Somebody else does: everything is to be read only. */
  other: Candidate["lease"];
  /** Nobody does, though it could be this person. */
  isFree: boolean;
  take: () => void;
}

const activity = ["keydown", "pointerdown", "wheel", "touchmove"] as const;

/**
 * Works on a candidate while its page is open: takes the lease when it is opened, renews it while somebody does
 * something on the page, and gives it back when the page is left.
 * @param isActive whether anything of the group can be changed
 */
export function useLease(candidate: Candidate, isActive: boolean): Working {
  const { id: questionId, cohortId, lease, state } = candidate;
  const me = useSession()?.userId;
  const now = useNow();
  const queryClient = useQueryClient();
  const lastTry = useRef(0);
  const { queryKey } = candidateQuery(cohortId, questionId);
  const params = { cohortId, questionId };
  const wanted = isActive && state === "in_review";

  // One after the other: a lease that is given back must not overtake the one that is taken.
  const scope = { id: `lease ${questionId}` };
  const { mutate: put, status } = useMutation({
    scope,
    mutationFn: () => client.call("PUT /cohorts/{cohortId}/candidates/{questionId}/lease", { params }),
    onSuccess: (taken) => queryClient.setQueryData(queryKey, taken),
    onError: () => queryClient.invalidateQueries({ queryKey }),
  });
  const { mutate: release } = useMutation({
    scope,
    mutationFn: () => client.call("DELETE /cohorts/{cohortId}/candidates/{questionId}/lease", { params }),
  });
  const take = useEffectEvent(() => {
    lastTry.current = Date.now();
    put();
  });
  const onActivity = useEffectEvent(() => {
    if (renewalDue({ lease, me, lastTry: lastTry.current, now: Date.now() })) take();
  });
  // What is on its way to this person is given back too, as soon as it has come.
  const giveBack = useEffectEvent(() => {
    if (!lease || lease.by.userId === me) release();
  });
  const onShow = useEffectEvent(({ persisted }: PageTransitionEvent) => {
    if (persisted) take();
  });

  useEffect(() => {
    if (!wanted) return;
    take();
    for (const type of activity) addEventListener(type, onActivity, { passive: true });
    addEventListener("pageshow", onShow);
    addEventListener("pagehide", giveBack);
    return () => {
      for (const type of activity) removeEventListener(type, onActivity);
      removeEventListener("pageshow", onShow);
      removeEventListener("pagehide", giveBack);
      giveBack();
    };
  }, [wanted]);

  const held = isHeld(lease, now);
  return {
    other: held && lease?.by.userId !== me ? lease : undefined,
    // Not before it was tried.
    isFree: wanted && !held && (status === "success" || status === "error"),
    take: () => {
      lastTry.current = Date.now();
      put();
    },
  };
}
