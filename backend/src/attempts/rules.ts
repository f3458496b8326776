import type { Result } from "@lyceum/shared/attempts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Domain, ExamProfile } from "@lyceum/shared/exams";
import type { AuthorItem, QuestionSummary, Response } from "@lyceum/shared/questions";
import { largestRemainder } from "../exams/rules.ts";
import { isCorrect, type OptionOrder } from "../questions/rules.ts";

/** Uniform in [0, 1). */
export type Random = () => number;

/** A uniformly random order (Fisher-Yates). */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const left = [...values];
  return values.flatMap(() => left.splice(Math.floor(random() * left.length), 1));
}

type Candidate = Pick<QuestionSummary, "id" | "version" | "taskId">;

interface Selection<C> {
  exam: ExamProfile;
  /** What may be given to learners, of the whole exam. */
  candidates: readonly C[];
  /** Numbers of domains and tasks; empty for the whole exam. */
  scope: readonly string[];
  count: number;
  /** When the learner last saw a question: question id to ISO time. */
  lastSeen: ReadonlyMap<string, string>;
  random: Random;
}

/**
 * Chooses the items of a quiz: from the domains by their weight in the exam as far as the bank has them; in each
 * domain first what the learner has not seen, then what was seen longest ago; all in random order.
 *
 * @throws Fault invalid_request where the scope names what the exam has not, bank_too_small
 */
export function selectItems<C extends Candidate>(selection: Selection<C>): C[] {
  const { exam, scope, count, lastSeen, random } = selection;
  assertKnown(exam, scope);
  const inScope = selection.candidates.filter((candidate) => covers(scope, candidate.taskId));
  if (inScope.length < count) {
    throw new Fault(
      "bank_too_small",
      `There are ${inScope.length} questions to choose from. Ask for that many at most.`,
    );
  }
  const pools = exam.domains.map((domain) => ({
    weight: domain.weight,
    questions: shuffled(
      inScope.filter((question) => isOf(domain, question.taskId)),
      random,
    ).sort((a, b) => (lastSeen.get(a.id) ?? "").localeCompare(lastSeen.get(b.id) ?? "")),
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

const isOf = (domain: Domain, taskId: string) => domain.tasks.some((task) => task.id === taskId);

const covers = (scope: readonly string[], taskId: string) =>
  scope.length === 0 || scope.some((id) => id === taskId || taskId.startsWith(`${id}.`));

/** @throws Fault invalid_request */
function assertKnown(exam: ExamProfile, scope: readonly string[]): void {
  const known = new Set(
    exam.domains.flatMap((domain) => [domain.id, ...domain.tasks.map((task) => task.id)]),
  );
  const unknown = scope.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new Fault("invalid_request", `The exam has no domain or task ${unknown.join(", ")}.`);
  }
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

/** The order in which an attempt shows an item's options. */
export const optionOrder = (item: AuthorItem, random: Random): OptionOrder =>
  shuffled(
    item.options.map((option) => option.id),
    random,
  );

interface Answered {
  taskId: string;
  key: Response;
  /** In the item's own letters. */
  response: Response | null;
}

/** Scores an attempt. Every item is worth one point; what is not answered is wrong. Domains without items are left out. */
export function scoreAttempt(exam: ExamProfile, items: readonly Answered[]): Result {
  const judged = items.map((item) => ({ ...item, correct: isCorrect(item.key, item.response) }));
  const score = (some: typeof judged) => ({
    correct: some.filter((item) => item.correct).length,
    total: some.length,
  });
  return {
    ...score(judged),
    answered: judged.filter((item) => item.response !== null).length,
    byDomain: exam.domains
      .map((domain) => ({
        domainId: domain.id,
        ...score(judged.filter((item) => isOf(domain, item.taskId))),
      }))
      .filter((domain) => domain.total > 0),
  };
}
