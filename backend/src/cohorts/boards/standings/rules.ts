import type { CohortRole } from "@lyceum/shared/contract/route";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Ledger } from "../../../attempts/ledger/rules.ts";
import { readiness } from "../../../attempts/readiness/rules.ts";
import { passShare } from "../../../exams/rules.ts";
import { bucketOf } from "../ranks/rules.ts";
import { type Answer, type BoardName, boardNames, scoresIn } from "../scores/rules.ts";
import { dateOf, isKept, localDays, spanOf, windowsOf } from "../windows/rules.ts";

/** What decides where a member stands. */
export interface Source {
  member: { role: CohortRole; listed: boolean; shares: boolean; pseudonym: string };
  timeZone: string;
  exam: Pick<ExamProfile, "scale" | "scoredItems" | "domains">;
  ledger: Pick<Ledger, "seen">;
}

/** What a member has on the cohort's boards and in its totals. */
export interface Standing {
  /** The name on the rows; empty where there are none. */
  pseudonym: string;
  /** By `<board>#<window>`, such as `mastery#2026-W47`. */
  scores: Readonly<Record<string, number>>;
  /**
   * What the learner adds to the cohort's totals: 1 to `learners`, to `answering` with any answer that counts, and to
   * `sharing` who then shares them; `answered#<task>` and `right#<task>`,
   * `readiness#<tenth>` or `readiness#unknown`, `answers#<week>` and `active#<week>`. None is 0.
   */
  totals: Readonly<Record<string, number>>;
  /** The local date of the latest answer that counts, or `never`; absent where there is nobody to be active. */
  lastDay?: string | undefined;
}

/** In place of a date, and before all dates: of a learner who has given no answer that counts. */
export const never = "0000-00-00";

/** Of who is not a learner of the cohort. */
export const nothing: Standing = { pseudonym: "", scores: {}, totals: {} };

const dayMs = 86_400_000;

/**
 * Where a member stands: the same for the same source on the same local day. Learners count in the totals, and are on the
 * boards where they are listed; instructors and owners stand nowhere.
 * @param source `undefined` for who is not a member
 * @param now ISO time
 */
export function standingOf(source: Source | undefined, now: string): Standing {
  if (source?.member.role !== "learner") return nothing;
  const { member, exam, timeZone } = source;
  const dayOf = localDays(timeZone);
  const answers = countedAnswers(source, dayOf);
  const last = answers.at(-1);
  const scores = member.listed ? boardScores(exam, answers, now) : {};
  return {
    pseudonym: Object.keys(scores).length > 0 ? member.pseudonym : "",
    scores,
    lastDay: last ? dateOf(last.day) : never,
    totals: {
      learners: 1,
      ...(answers.length > 0 && { answering: 1, ...(member.shares && { sharing: 1 }) }),
      ...tally(
        answers.flatMap(({ taskId, correct, day }) => {
          const { week } = windowsOf(day);
          return [`answered#${taskId}`, ...(correct ? [`right#${taskId}`] : []), `answers#${week}`];
        }),
      ),
      ...Object.fromEntries(answers.map(({ day }) => [`active#${windowsOf(day).week}`, 1])),
      [`readiness#${readinessBin(source, dayOf(Date.parse(now)))}`]: 1,
    },
  };
}

/** Oldest first; those of one moment by their question, so that any order of the ledger gives the same scores. */
function countedAnswers({ exam, ledger }: Source, dayOf: (at: number) => number): Answer[] {
  const tasks = new Set(exam.domains.flatMap((domain) => domain.tasks.map(({ id }) => id)));
  return [...ledger.seen]
    .filter(
      ([, { scored, first, fast, taskId }]) => scored && first !== "skipped" && !fast && tasks.has(taskId),
    )
    .map(([questionId, { taskId, first, firstAt }]) => ({
      questionId,
      taskId,
      correct: first === "right",
      at: firstAt,
      day: dayOf(firstAt),
    }))
    .sort((a, b) => a.day - b.day || a.at - b.at || (a.questionId < b.questionId ? -1 : 1));
}

function boardScores(exam: Source["exam"], answers: readonly Answer[], now: string): Record<string, number> {
  const windows = new Set(answers.flatMap(({ day }) => Object.values(windowsOf(day))));
  const scores: Record<string, number> = {};
  for (const window of windows) {
    if (!isKept(window, now)) continue;
    for (const [board, score] of Object.entries(scoresIn(exam, answers, spanOf(window)))) {
      scores[`${board}#${window}`] = score;
    }
  }
  return scores;
}

/**
 * The tenth of the pass probability, from 0 to 9. It is estimated as of the latest answer, or the beginning of the day
 * where that is later, and so stays the same for a whole day.
 */
function readinessBin({ exam, ledger }: Source, today: number): string {
  const exposures = [...ledger.seen]
    .filter(([, { scored, first }]) => scored && first !== "skipped")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { taskId, firstAt, first }]) => ({ taskId, firstAt, correct: first === "right" }));
  const asOf = exposures.reduce((latest, { firstAt }) => Math.max(latest, firstAt), today * dayMs);
  const estimate = readiness({
    exam,
    cut: passShare(exam.scale),
    now: new Date(asOf).toISOString(),
    exposures: exposures.map((one) => ({ ...one, firstAt: new Date(one.firstAt).toISOString() })),
    mocks: 0,
  });
  if (estimate.state !== "estimated") return "unknown";
  return String(Math.min(9, Math.floor(estimate.probability * 10)));
}

/** One row of one board: put there (no `from`), moved, given a new name (`from` is `to`) or taken away (no `to`). */
export interface Change {
  board: BoardName;
  window: string;
  from: number | undefined;
  to: number | undefined;
}

/** As much of the way from one standing to another as goes into one transaction. */
export interface Step {
  next: Standing;
  /** The name on the rows that are put or moved. */
  pseudonym: string;
  changes: readonly Change[];
  /** What is added to the cohort's totals. */
  counters: Readonly<Record<string, number>>;
  /** From where to where the learner goes in the list by last activity; absent where the learner stays. */
  activity?: { from: string | undefined; to: string | undefined };
}

/** DynamoDB takes 100 writes in a transaction; four are the standing, the totals, and the list by last activity. */
const writesOnRows = 96;

/** An update's expression has at most 4 kB. */
const countersAtOnce = 150;

/**
 * The next step from a stored standing towards the one that should be, or `undefined` where they agree. Boards that are
 * no longer kept are let alone, because their items expire. Who leaves a board leaves it first.
 * @param now ISO time
 */
export function stepTowards(stored: Standing, target: Standing, now: string): Step | undefined {
  const kept = Object.fromEntries(Object.entries(stored.scores).filter(([key]) => keptKey(key, now)));
  const renamed = stored.pseudonym !== target.pseudonym;
  const wanted = [...new Set([...Object.keys(kept), ...Object.keys(target.scores)])]
    .flatMap((key) => changeOf(key, kept[key], target.scores[key], renamed))
    .sort((a, b) => urgency(a) - urgency(b));
  const fits = fitting(wanted);
  const changes = wanted.slice(0, fits);
  const left = wanted.slice(fits);

  const counters = difference(stored.totals, target.totals).slice(0, countersAtOnce);
  const moves = stored.lastDay !== target.lastDay;
  if (changes.length === 0 && counters.length === 0 && !moves) return undefined;

  const scores = { ...kept };
  for (const { board, window, to } of changes) {
    const key = `${board}#${window}`;
    if (to === undefined) delete scores[key];
    else scores[key] = to;
  }
  return {
    next: {
      // While rows with the old name are left, the standing keeps it, so that they are found.
      pseudonym: left.some(({ from }) => from !== undefined) ? stored.pseudonym : target.pseudonym,
      scores,
      totals: sum(stored.totals, counters),
      lastDay: target.lastDay,
    },
    pseudonym: target.pseudonym,
    changes,
    counters: Object.fromEntries(counters),
    ...(moves && { activity: { from: stored.lastDay, to: target.lastDay } }),
  };
}

export const isNothing = ({ scores, totals }: Standing): boolean =>
  Object.keys(scores).length === 0 && Object.keys(totals).length === 0;

function keptKey(key: string, now: string): boolean {
  const { window } = parsed(key);
  return isKept(window, now);
}

function parsed(key: string): { board: BoardName; window: string } {
  const [name, window] = key.split("#");
  const board = boardNames.find((one) => one === name);
  if (!board || !window) throw new TypeError(`${key} is no board`);
  return { board, window };
}

function changeOf(key: string, from: number | undefined, to: number | undefined, renamed: boolean): Change[] {
  if (from === to && !renamed) return [];
  return [{ ...parsed(key), from, to }];
}

function urgency({ from, to }: Change): number {
  if (to === undefined) return 0;
  return from === to ? 2 : 1;
}

/** How many of these go into one transaction. */
function fitting(changes: readonly Change[]): number {
  let writes = 0;
  const tooMuch = changes.findIndex((change) => {
    writes += writesOf(change);
    return writes > writesOnRows;
  });
  return tooMuch === -1 ? changes.length : tooMuch;
}

/** The board's head; the row, and where it was before; the fine counters of one bucket or two. */
function writesOf({ from, to }: Change): number {
  if (from === undefined || to === undefined) return 3;
  if (from === to) return 2;
  return bucketOf(from) === bucketOf(to) ? 4 : 5;
}

type Counters = Readonly<Record<string, number>>;

const difference = (from: Counters, to: Counters): [string, number][] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .map((name): [string, number] => [name, (to[name] ?? 0) - (from[name] ?? 0)])
    .filter(([, more]) => more !== 0);

function sum(counters: Counters, added: readonly [string, number][]): Record<string, number> {
  const all = new Map(Object.entries(counters));
  for (const [name, more] of added) all.set(name, (all.get(name) ?? 0) + more);
  return Object.fromEntries([...all].filter(([, count]) => count !== 0));
}

/** A cohort's totals: what its members add to them. */
export const sumOfTotals = (standings: readonly Pick<Standing, "totals">[]): Record<string, number> =>
  standings.reduce<Record<string, number>>(
    (totals, standing) => sum(totals, Object.entries(standing.totals)),
    {},
  );

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
