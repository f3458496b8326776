import type { LifeEvent, ReviewQuality } from "@lyceum/shared/review";

type Week = ReviewQuality["weeks"][number];

/** 1970-01-01 was a Thursday. */
const mondayOf = (day: number) => day - ((((day + 3) % 7) + 7) % 7);

const dayMs = 86_400_000;
const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);

/** So many weeks are looked at, with the one that runs. */
export const weeksShown = 12;

const counters = {
  approved: "approved",
  rejected: "rejected",
  changes_requested: "changesRequested",
  expired: "expired",
} as const;

const isCounted = (action: string): action is keyof typeof counters => Object.hasOwn(counters, action);

/**
 * Decisions by week, the earliest first, with the weeks that have none.
 * @param dayOf the local day of a moment in ms since 1970, in days since 1970-01-01
 * @param now ISO time
 */
export function byWeek(
  events: readonly Pick<LifeEvent, "at" | "action">[],
  dayOf: (at: number) => number,
  now: string,
): Week[] {
  const last = mondayOf(dayOf(Date.parse(now)));
  const mondays = Array.from({ length: weeksShown }, (_, place) => last - 7 * (weeksShown - 1 - place));
  const weeks = new Map<number, Week>(
    mondays.map((monday) => [
      monday,
      { from: dateOf(monday), approved: 0, rejected: 0, changesRequested: 0, expired: 0 },
    ]),
  );
  for (const { at, action } of events) {
    const week = weeks.get(mondayOf(dayOf(Date.parse(at))));
    if (week && isCounted(action)) week[counters[action]]++;
  }
  return [...weeks.values()];
}

/** From so many days on, up to the next. */
const ageSteps = [0, 1, 3, 7, 14];

/**
 * How long they have been waiting.
 * @param since ISO times
 * @param now ISO time
 */
export function agesOf(since: readonly string[], now: string): ReviewQuality["queue"] {
  const days = since.map((time) => Math.max(0, (Date.parse(now) - Date.parse(time)) / dayMs));
  const [oldest] = since.toSorted();
  return {
    open: since.length,
    ages: ageSteps.map((fromDays, place) => {
      const to = ageSteps[place + 1] ?? Number.POSITIVE_INFINITY;
      return { fromDays, count: days.filter((age) => age >= fromDays && age < to).length };
    }),
    ...(oldest && { oldest }),
  };
}

interface Decided {
  prompt: string;
  taskId: string;
  approved: boolean;
}

/** How many of what was decided were approved, by the prompt that wrote it and by task. */
export function acceptanceOf(decided: readonly Decided[]): ReviewQuality["acceptance"] {
  const groups = Map.groupBy(decided, ({ prompt, taskId }) => `${prompt} ${taskId}`);
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .flatMap(([, all]) => {
      const [first] = all;
      if (!first) return [];
      const { prompt, taskId } = first;
      const approved = all.filter((one) => one.approved).length;
      return [{ prompt, taskId, approved, decided: all.length }];
    });
}

interface Said {
  questionId: string;
  version: number;
  userId: string;
  said: string;
  at: string;
}

/**
 * What the first two reviewers of each version have said at first: pairs, the earlier one first. What somebody says
 * anew, having seen what the other says, tells nothing of whether they agree.
 */
export function firstPairs(votes: readonly Said[]): [string, string][] {
  const byVersion = Map.groupBy(
    votes.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    ({ questionId, version }) => `${questionId}@${version}`,
  );
  return [...byVersion.values()].flatMap(([first, ...others]) => {
    const second = others.find(({ userId }) => userId !== first?.userId);
    return first && second ? [[first.said, second.said] satisfies [string, string]] : [];
  });
}

/**
 * How far two ratings agree beyond chance: kappa = (po - pe) / (1 - pe), with po the share of pairs that are the same and
 * pe the share that would be if both said what they say as often as they do, but independently (Cohen 1960, "A
 * coefficient of agreement for nominal scales", Educational and Psychological Measurement 20(1), 37-46).
 *
 * @returns `null` for no pairs, or where chance alone would always agree
 */
export function kappa(pairs: readonly (readonly [string, string])[]): number | null {
  const n = pairs.length;
  const categories = new Set(pairs.flat());
  const share = (place: 0 | 1, category: string) =>
    pairs.filter((pair) => pair[place] === category).length / n;
  const observed = same(pairs) / n;
  const expected = [...categories].reduce(
    (sum, category) => sum + share(0, category) * share(1, category),
    0,
  );
  // One category is exactly 1; the sums of others can come as near as rounding.
  return n === 0 || categories.size < 2 ? null : (observed - expected) / (1 - expected);
}

const same = (pairs: readonly (readonly [string, string])[]) => pairs.filter(([a, b]) => a === b).length;

export const agreementOf = (pairs: readonly [string, string][]): ReviewQuality["agreement"] => ({
  pairs: pairs.length,
  same: same(pairs),
  kappa: kappa(pairs),
});
