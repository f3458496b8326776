import { type AuthorItem, type ItemStatistics, namedOptions } from "@lyceum/shared/questions";

/** What one learner's first answer to a version of a question says about it. */
export interface Answered {
  right: boolean;
  /**
   * The share of the attempt's other scored items that were right, in thousandths; `undefined` where there were too few
   * of them to say how able the learner is.
   */
  rest: number | undefined;
  /** The options that the response names, in the item's own letters, each once. */
  choices: readonly string[];
  /** How long the item was open; `undefined` where that is not known. */
  seconds: number | undefined;
}

/** Other scored items that an attempt needs for its score to say something. */
export const enoughRest = 9;

/** Sums over answers, by name. All are whole numbers, so that the order of adding changes nothing. */
export type Counters = Readonly<Record<string, number>>;

/** Buckets of times: half an octave each, from one second on. */
const bucketsPerOctave = 2;
const lastBucket = 27;

const bucketOf = (seconds: number) =>
  Math.min(lastBucket, Math.max(0, Math.floor(Math.log2(Math.max(seconds, 1)) * bucketsPerOctave)));

const choiceName = (letter: string) => `choice_${letter}`;
const timeName = (bucket: number) => `time_${String(bucket).padStart(2, "0")}`;

/** What an answer adds to the counters. */
export function countersOf({ right, rest, choices, seconds }: Answered): Counters {
  const x = right ? 1 : 0;
  return {
    n: 1,
    right: x,
    ...(rest !== undefined && {
      nRest: 1,
      rightRest: x,
      rest,
      restSquared: rest * rest,
      restIfRight: x * rest,
    }),
    ...Object.fromEntries(choices.map((letter) => [choiceName(letter), 1])),
    ...(seconds !== undefined && { [timeName(bucketOf(seconds))]: 1 }),
  };
}

/** What has to be added to come from one set of counters to another; without the names that stay. */
export function difference(before: Counters, after: Counters): Counters {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...names]
      .map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)] as const)
      .filter(([, change]) => change !== 0),
  );
}

/** Below this number of answers the figures say little. */
const enoughAnswers = 30;

/**
 * The statistics of an item, as Moodle defines them (Quiz statistics calculations): facility = mean / maximum;
 * discrimination index = 100 cov(x, y) / sqrt(var x var y), with y the score of the rest of the attempt. First answers
 * only.
 *
 * @param key the letters of the right options, for items whose options are chosen from; empty for others
 */
export function statisticsOf(
  counters: Counters,
  options: readonly string[],
  key: readonly string[],
): ItemStatistics {
  const of = (name: string) => counters[name] ?? 0;
  const n = of("n");
  const facility = n === 0 ? null : of("right") / n;
  const discrimination = discriminationOf(of);
  const choices = options.map((option) => ({ option, count: of(choiceName(option)) }));
  const counts = (right: boolean) =>
    choices.filter(({ option }) => key.includes(option) === right).map(({ count }) => count);
  const flags: ItemStatistics["flags"] = [
    ...(facility !== null && facility < 0.25 ? ["too_hard" as const] : []),
    ...(facility !== null && facility > 0.95 ? ["too_easy" as const] : []),
    ...(discrimination !== null && discrimination < 20 ? ["low_discrimination" as const] : []),
    ...(key.length > 0 && Math.max(0, ...counts(false)) > Math.min(...counts(true))
      ? ["distractor_over_key" as const]
      : []),
  ];
  return {
    n,
    lowN: n < enoughAnswers,
    facility,
    discrimination,
    choices,
    medianSeconds: medianSeconds(counters),
    flags,
  };
}

/** The statistics of an item by what was counted of it. */
export const itemStatistics = (item: AuthorItem, counters: Counters): ItemStatistics =>
  statisticsOf(
    counters,
    item.options.map((option) => option.id),
    isChosenFrom(item) ? namedOptions(item.key) : [],
  );

/** Ordering and matching name every option, or some twice: there a count of options says nothing about distractors. */
const isChosenFrom = ({ type }: AuthorItem) => type === "multiple_choice" || type === "multiple_response";

function discriminationOf(of: (name: string) => number): number | null {
  const n = of("nRest");
  if (n < 2) return null;
  const [x, y] = [of("rightRest") / n, of("rest") / n];
  const covariance = of("restIfRight") / n - x * y;
  const variances = (x - x * x) * (of("restSquared") / n - y * y);
  if (variances <= 0) return null;
  // The last digits of the sums can carry it past its bounds.
  return Math.min(100, Math.max(-100, (100 * covariance) / Math.sqrt(variances)));
}

/** The median of the times, interpolated within its bucket; `null` where no time is known. */
export function medianSeconds(counters: Counters): number | null {
  const counts = Array.from({ length: lastBucket + 1 }, (_, bucket) => counters[timeName(bucket)] ?? 0);
  const half = counts.reduce((a, b) => a + b, 0) / 2;
  if (half === 0) return null;
  let below = 0;
  for (const [bucket, count] of counts.entries()) {
    if (below + count >= half) return 2 ** ((bucket + (half - below) / count) / bucketsPerOctave);
    below += count;
  }
  return null;
}

/** Nobody reads an item and decides in less: such an answer is a guess or known from elsewhere. */
const leastSeconds = 3;
const leastShareOfMedian = 0.15;

/** Whether an answer came too fast to be counted for a board. `median` is the item's, where it is known. */
export const isTooFast = (seconds: number, median: number | undefined): boolean =>
  seconds < Math.max(leastSeconds, leastShareOfMedian * (median ?? 0));

/** Median times in seconds by version, as `<question id>@<version>`, of what has been answered often enough. */
export const mediansOf = (
  all: readonly { questionId: string; version: number; counters: Counters }[],
): ReadonlyMap<string, number> =>
  new Map(
    all.flatMap(({ questionId, version, counters }) => {
      const median = medianSeconds(counters);
      return median === null || (counters.n ?? 0) < enoughAnswers
        ? []
        : [[`${questionId}@${version}`, median] as const];
    }),
  );
