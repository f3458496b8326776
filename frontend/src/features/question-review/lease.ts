import type { CandidateSummary } from "@lyceum/shared/review";

type Lease = CandidateSummary["lease"];

/** Whether somebody works on it at a moment, in ms. */
export const isHeld = (lease: Lease, now: number): boolean =>
  lease !== undefined && Date.parse(lease.until) > now;

/** A lease is for 30 minutes; what is left of it when it is renewed, in ms. */
const renewedAt = 25 * 60_000;
/** How long a try counts, in ms: keys come fast. */
const patience = 15_000;

/**
 * Whether a sign of life is a reason to take the lease, or to take it for longer: not while somebody else has it.
 * Times in ms.
 */
export function renewalDue({
  lease,
  me,
  lastTry,
  now,
}: {
  lease: Lease;
  me: string | undefined;
  lastTry: number;
  now: number;
}): boolean {
  if (now - lastTry < patience) return false;
  if (!lease || !isHeld(lease, now)) return true;
  return lease.by.userId === me && Date.parse(lease.until) - now < renewedAt;
}
