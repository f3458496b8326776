import { Fault } from "@lyceum/shared/contract/fault";
import type { Domain, ExamProfile, ItemType } from "@lyceum/shared/exams";
import type { BankEntry } from "@lyceum/shared/questions";
import { largestRemainder } from "../../exams/rules.ts";
import type { OptionOrder } from "../../questions/rules.ts";

/** Uniform in [0, 1). */
export type Random = () => number;

/** A uniformly random order (Fisher-Yates). */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const left = [...values];
  return values.flatMap(() => left.splice(Math.floor(random() * left.length), 1));
}

/** The order in which an attempt shows an item's options. */
export const optionOrder = (options: readonly { id: string }[], random: Random): OptionOrder =>
  shuffled(
    options.map((option) => option.id),
    random,
  );

/** A question that may be given to learners, as far as choosing it goes. */
export type Candidate = Pick<BankEntry, "id" | "taskId" | "state"> &
  Partial<Pick<BankEntry, "cohortId">> & { face: { type: ItemType } };

/** When the learner last saw a question, in ms since 1970; `undefined` where never. */
export type LastSeen = (questionId: string) => number | undefined;

interface Selection<C> {
  exam: ExamProfile;
  candidates: readonly C[];
  count: number;
  lastSeen: LastSeen;
  random: Random;
}

/**
 * Chooses the items of a quiz or a drill: from the domains by their weight in the exam as far as the candidates have
 * them; in each domain first what the learner has not seen, then what was seen longest ago; all in random order.
 *
 * @throws Fault bank_too_small
 */
export function selectItems<C extends Candidate>({
  exam,
  candidates,
  count,
  lastSeen,
  random,
}: Selection<C>): C[] {
  if (candidates.length < count) {
    throw new Fault(
      "bank_too_small",
      `There are ${candidates.length} questions to choose from. Ask for that many at most.`,
    );
  }
  const pools = exam.domains.map((domain) => ({
    weight: domain.weight,
    questions: freshestFirst(
      candidates.filter((question) => isOf(domain, question.taskId)),
      lastSeen,
      random,
    ),
  }));
  const shares = sharesWithin(
    count,
    pools.map(({ weight, questions }) => ({ weight, capacity: questions.length })),
  );
  return shuffled(
    pools.flatMap(({ questions }, place) => questions.slice(0, shares[place])),
    random,
  );
}

/** An item of a mock's form. What is not scored is on trial, and looks the same. */
export interface MockItem<C> {
  question: C;
  scored: boolean;
}

/**
 * Assembles a full mock as the profile says: scored items by domain weight, exactly, and within a domain by the shares
 * of the item types as far as the bank has them; items on trial from the pilots, else from what the scored items leave
 * over. Everywhere first what the learner has not seen, then what was seen longest ago; all in random order. Of the
 * pilots that are unseen, those of the learner's groups come first.
 *
 * @throws Fault bank_too_small with what is missing
 */
export function assembleMock<C extends Candidate>({
  exam,
  candidates,
  lastSeen,
  random,
}: Omit<Selection<C>, "count">): MockItem<C>[] {
  const quotas = largestRemainder(
    exam.scoredItems,
    exam.domains.map((domain) => domain.weight),
  );
  const scorable = candidates.filter((question) => question.state === "scored");
  const places = exam.domains.map((domain, place) => ({
    domain,
    quota: quotas[place] ?? 0,
    pool: freshestFirst(
      scorable.filter((question) => isOf(domain, question.taskId)),
      lastSeen,
      random,
    ),
  }));
  assertEnough(exam, places, candidates.length);
  const scored = places.flatMap(({ quota, pool }) => {
    const unseen = pool.filter((question) => lastSeen(question.id) === undefined);
    const seen = pool.filter((question) => lastSeen(question.id) !== undefined);
    const fresh = mixedTypes(exam, unseen, Math.min(quota, unseen.length));
    return [...fresh, ...mixedTypes(exam, seen, quota - fresh.length)];
  });
  const taken = new Set(scored.map((question) => question.id));
  const left = candidates.filter((question) => !taken.has(question.id));
  const pilots = left.filter((question) => question.state === "pilot");
  const surplus = left.filter((question) => question.state !== "pilot");
  const trial = [
    ...ownFirst(freshestFirst(pilots, lastSeen, random), lastSeen),
    ...freshestFirst(surplus, lastSeen, random),
  ].slice(0, exam.unscoredItems);
  return shuffled(
    [
      ...scored.map((question) => ({ question, scored: true })),
      ...trial.map((question) => ({ question, scored: false })),
    ],
    random,
  );
}

/** @throws Fault bank_too_small */
function assertEnough(
  exam: ExamProfile,
  places: readonly { domain: Domain; quota: number; pool: readonly unknown[] }[],
  all: number,
): void {
  const missing = places
    .filter(({ quota, pool }) => pool.length < quota)
    .map(({ domain, quota, pool }) => `domain ${domain.id} has ${pool.length} of ${quota} scored questions`);
  const spare = all - exam.scoredItems;
  if (missing.length === 0 && spare < exam.unscoredItems) {
    missing.push(`${spare} of ${exam.unscoredItems} questions are left for the unscored places`);
  }
  if (missing.length > 0) {
    throw new Fault(
      "bank_too_small",
      `There are not enough questions for a full mock: ${missing.join("; ")}.`,
    );
  }
}

/** The freshest of a pool, which must hold the count, with the item types mixed as the profile says where it can be. */
function mixedTypes<C extends Candidate>(exam: ExamProfile, pool: readonly C[], count: number): C[] {
  const byType = Map.groupBy(pool, (question) => question.face.type);
  const types = [...byType].map(([type, questions]) => ({ weight: exam.itemTypes[type] ?? 0, questions }));
  const shares = sharesWithin(
    count,
    types.map(({ weight, questions }) => ({ weight, capacity: questions.length })),
  );
  return types.flatMap(({ questions }, place) => questions.slice(0, shares[place]));
}

/** A group is small, and its questions need answers from many of it before they count. */
function ownFirst<C extends Candidate>(pilots: readonly C[], lastSeen: LastSeen): C[] {
  const isOwn = ({ id, cohortId }: C) => cohortId !== undefined && lastSeen(id) === undefined;
  return [...pilots.filter(isOwn), ...pilots.filter((question) => !isOwn(question))];
}

/** What the learner has not seen, in random order, and then what was seen, the longest ago first. */
function freshestFirst<C extends Candidate>(
  questions: readonly C[],
  lastSeen: LastSeen,
  random: Random,
): C[] {
  const seenAt = (question: C) => lastSeen(question.id) ?? Number.NEGATIVE_INFINITY;
  return shuffled(questions, random).sort((a, b) => {
    const [left, right] = [seenAt(a), seenAt(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

const isOf = (domain: Domain, taskId: string) => domain.tasks.some((task) => task.id === taskId);

/**
 * The questions of a scope.
 * @param scope numbers of domains and tasks; empty for the whole exam
 * @throws Fault invalid_request where the scope names what the exam has not
 */
export function inScope<C extends Pick<Candidate, "taskId">>(
  exam: ExamProfile,
  scope: readonly string[],
  questions: readonly C[],
): readonly C[] {
  const known = new Set(
    exam.domains.flatMap((domain) => [domain.id, ...domain.tasks.map((task) => task.id)]),
  );
  const unknown = scope.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new Fault("invalid_request", `The exam has no domain or task ${unknown.join(", ")}.`);
  }
  if (scope.length === 0) return questions;
  return questions.filter(({ taskId }) => scope.some((id) => id === taskId || taskId.startsWith(`${id}.`)));
}

/**
 * Shares a count out by weight where places have a capacity: what one place can't hold goes to the others by their
 * weight. The capacities must hold the count.
 */
export function sharesWithin(
  count: number,
  places: readonly { weight: number; capacity: number }[],
): number[] {
  const shares = places.map(() => 0);
  let left = count;
  while (left > 0) {
    const open = places.flatMap((place, index) => {
      const room = place.capacity - (shares[index] ?? 0);
      return room > 0 ? [{ index, room, weight: place.weight || Number.EPSILON }] : [];
    });
    const offered = largestRemainder(
      left,
      open.map((place) => place.weight),
    );
    for (const [at, { index, room }] of open.entries()) {
      const taken = Math.min(room, offered[at] ?? 0);
      shares[index] = (shares[index] ?? 0) + taken;
      left -= taken;
    }
  }
  return shares;
}

/** The time for an attempt, in ms. Extra time lengthens it by so many per cent. */
export const timeFor = (seconds: number, extraTimePercent: number): number =>
  Math.round(seconds * (1 + extraTimePercent / 100)) * 1000;

/** Items of a drill, where the pool has as many. */
export const drillItems = 30;
