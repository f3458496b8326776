import type { Check, CheckName } from "@lyceum/shared/review";

/** How long a lease holds, in minutes. */
const leaseMinutes = 30;

const hours = (count: number) => count * 3600;

/**
 * When reviewers are reminded, the owners are told, and it expires: seconds since it came into review. The workflow's
 * definition has the same numbers.
 */
export const dueSeconds = { reminder: hours(84), escalation: hours(7 * 24), expiry: hours(30 * 24) };

const later = (time: string, seconds: number) => new Date(Date.parse(time) + seconds * 1000).toISOString();

/** What is due when, of what has been in review since a time. */
export const dueTimes = (since: string) => ({
  reminder: later(since, dueSeconds.reminder),
  escalation: later(since, dueSeconds.escalation),
  expiry: later(since, dueSeconds.expiry),
});

interface Lease {
  userId: string;
  name: string;
  until: string;
}

export const newLease = ({ userId, name }: Omit<Lease, "until">, now: string): Lease => ({
  userId,
  name,
  until: later(now, leaseMinutes * 60),
});

/** A lease while it holds. */
export const holding = <L extends Lease>(lease: L | undefined, now: string): L | undefined =>
  lease && lease.until > now ? lease : undefined;

/** The names of the checks that failed, and of those that warn. */
export const verdicts = (checks: readonly Check[]): { failed: CheckName[]; warned: CheckName[] } => {
  const named = (verdict: Check["verdict"]) =>
    checks.filter((check) => check.verdict === verdict).map((check) => check.name);
  return { failed: named("failed"), warned: named("warning") };
};

/** The mean of ratings, in hundredths; at least one, because nothing is got right by nobody or by all. */
export const meanRating = (ratings: readonly number[]): number => {
  const hundredths = Math.round((100 * ratings.reduce((sum, rating) => sum + rating, 0)) / ratings.length);
  return Math.min(99, Math.max(1, hundredths)) / 100;
};
