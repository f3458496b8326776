import { type Exposure, windowDays } from "@lyceum/backend/attempts/readiness/rules";
import { largestRemainder } from "@lyceum/backend/exams/rules";
import type { ExamProfile } from "@lyceum/shared/exams";
import { createDice, type Dice } from "../../simulation/dice.ts";
import { abilityAt, newLearner, rasch, type World } from "../../simulation/learners.ts";

export interface Setting {
  world: World;
  exam: Pick<ExamProfile, "scoredItems" | "domains">;
  /** Right items that pass. */
  needed: number;
  learners: number;
  /** How often each learner lives through the window, with other items and other luck. */
  lives: number;
  /** Exams of new items at the end of each life. */
  exams: number;
  /** A whole number. The same seed gives the same lives. */
  seed: number;
}

/** A learner's practice before the exam day, and what came of it. */
export interface Life {
  learner: number;
  exposures: Exposure[];
  /** Mocks within the window. */
  mocks: number;
  lastMockPassed: boolean;
  /** One for each exam. */
  passed: boolean[];
  /** The share of the exam's items that the learner would get right of very many on the exam day. */
  share: number;
}

export const examDay = "2027-03-01T09:00:00.000Z";

const bankSize = 3000;

interface Item {
  taskId: string;
  domain: number;
  difficulty: number;
}

/**
 * Learners who practise for six weeks and then sit the exam. Every item that a learner is given, in practice or in the
 * exam, is drawn at random from one bank and is new to the learner. The bank is as hard as it takes for a learner of
 * mean ability to be at the cut on the exam day, so that about half pass.
 */
export function* simulate(setting: Setting): Generator<Life> {
  const { world, exam, needed, seed } = setting;
  const dice = createDice(seed);
  const { random, whole } = dice;

  const weights = exam.domains.map((domain) => domain.weight);
  const form = largestRemainder(exam.scoredItems, weights);
  const bank = bankOf(setting, dice);

  for (let learner = 0; learner < setting.learners; learner++) {
    const person = newLearner(world, form.length, dice);
    const isRight = (item: Item, day: number, harder = 0) =>
      random() < rasch(abilityAt(world, person, item.domain, day / windowDays), item.difficulty + harder);

    for (let life = 0; life < setting.lives; life++) {
      const unseen = bank.map((items) => [...items]);
      const exposures: Exposure[] = [];

      /** Gives so many new items of each domain, and returns how many were right. */
      const practise = (day: number, counts: readonly number[]): number => {
        const firstAt = new Date(Date.parse(examDay) - (windowDays - day) * 86_400_000).toISOString();
        const answers = counts.flatMap((count, domain) =>
          drawn(unseen[domain] ?? [], count, random).map((item) => ({
            taskId: item.taskId,
            firstAt,
            correct: isRight(item, day),
          })),
        );
        exposures.push(...answers);
        return answers.filter((answer) => answer.correct).length;
      };

      const plan = planOf(dice);
      for (const day of plan.earlierMocks) practise(day, form);
      for (const day of plan.quizzes) {
        const count = whole(10, 30);
        const drill = random() < 0.4 ? whole(0, form.length - 1) : undefined;
        practise(
          day,
          largestRemainder(
            count,
            weights.map((weight, domain) => (drill === undefined ? weight : Number(domain === drill))),
          ),
        );
      }
      const mocks = plan.mocks.map((day) => practise(day, form));

      const shares = unseen.map(
        (items, domain) =>
          items.reduce(
            (sum, item) => sum + rasch(person.abilities[domain] ?? 0, item.difficulty + world.examHarder),
            0,
          ) / items.length,
      );
      yield {
        learner,
        exposures,
        mocks: mocks.length,
        lastMockPassed: (mocks.at(-1) ?? 0) >= needed,
        passed: Array.from({ length: setting.exams }, () => {
          const items = form.flatMap((count, domain) => chosen(unseen[domain] ?? [], count, random));
          const right = items.filter((item) => isRight(item, windowDays, world.examHarder)).length;
          return right >= needed;
        }),
        share: form.reduce((sum, count, domain) => sum + count * (shares[domain] ?? 0), 0) / exam.scoredItems,
      };
    }
  }
}

/** Per domain, its items. */
function bankOf({ world, exam, needed }: Setting, { normal }: Dice): Item[][] {
  const form = largestRemainder(
    exam.scoredItems,
    exam.domains.map((domain) => domain.weight),
  );
  const bank = exam.domains.map((domain, at) =>
    Array.from({ length: Math.round((bankSize * (form[at] ?? 0)) / exam.scoredItems) }, (_, number) => ({
      taskId: domain.tasks[number % domain.tasks.length]?.id ?? "",
      domain: at,
      difficulty: world.difficultySd * normal(),
    })),
  );
  const items = bank.flat();
  // In the middle between the numbers of right items that just fail and that just pass.
  const cut = (needed - 0.5) / exam.scoredItems;
  let [low, high] = [-20, 20];
  while (high - low > 1e-6) {
    const level = (low + high) / 2;
    const share =
      items.reduce((sum, item) => sum + rasch(0, item.difficulty + level + world.examHarder), 0) /
      items.length;
    if (share > cut) low = level;
    else high = level;
  }
  return bank.map((some) => some.map((item) => ({ ...item, difficulty: item.difficulty + low })));
}

/**
 * The days of a life's mocks, in order, and quizzes; day 0 opens the window and its last day is the exam's. Of 100
 * learners, 35 take two mocks and nothing else; 50 take one to three mocks and four to twenty quizzes; 15 do too little:
 * a mock and at most one quiz, a third of them with another mock before the window.
 */
function planOf({ random, between, whole }: Dice): {
  mocks: number[];
  quizzes: number[];
  earlierMocks: number[];
} {
  const days = (count: number, first: number) =>
    Array.from({ length: count }, () => between(first, windowDays - 0.5)).sort((a, b) => a - b);
  const kind = random();
  if (kind < 0.35) return { mocks: [between(7, 27), between(30, 41.5)], quizzes: [], earlierMocks: [] };
  if (kind < 0.85) return { mocks: days(whole(1, 3), 10), quizzes: days(whole(4, 20), 0), earlierMocks: [] };
  return {
    mocks: days(1, 10),
    quizzes: days(whole(0, 1), 0),
    earlierMocks: random() < 1 / 3 ? [between(-60, -1)] : [],
  };
}

/** Takes random items out of the unseen ones. */
function drawn(unseen: Item[], count: number, random: () => number): Item[] {
  chosen(unseen, count, random);
  return unseen.splice(0, count);
}

/** Random items, all different: the first steps of a Fisher-Yates shuffle, which leaves them in front. */
function chosen(items: Item[], count: number, random: () => number): Item[] {
  if (count > items.length) throw new RangeError("the bank is too small for so much practice");
  for (let at = 0; at < count; at++) {
    const other = at + Math.floor(random() * (items.length - at));
    const [here, there] = [items[at], items[other]];
    if (here && there) {
      items[at] = there;
      items[other] = here;
    }
  }
  return items.slice(0, count);
}
