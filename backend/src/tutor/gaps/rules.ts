import type { Gap } from "@lyceum/shared/tutor";
import { wordsOf } from "../history/rules.ts";

/** How many gaps a group may have: each new question is compared with all of them. */
export const mostGaps = 1_000;

/** From which share of common words on two questions ask the same. */
const leastAlike = 0.6;

/**
 * Words that questions are put with, and that don't say what they are about. "Not" and the like are none of them: what
 * can't be done is another question.
 */
const putWith = new Set(
  `a about an and any are as at be been but by can could did do does explain for from give had has have how i if in into is
  it its just know like many may me might mine much my need of on one or our please shall should so some tell than that
  the their them then there these they this those to us use used using was we were what when where which who whom whose
  why will with work would you your between difference`.match(/\S+/g),
);

/** What a question is about: the same question in other words has nearly the same. */
function about(question: string) {
  const words = wordsOf(question);
  return {
    words: new Set(words.filter((word) => !putWith.has(word) && !isNumber(word)).map(stem)),
    // Apart: two questions about other figures are two questions, however alike they sound.
    numbers: new Set(words.filter(isNumber)),
  };
}

const isNumber = (word: string): boolean => /^\p{N}+$/u.test(word);

/** Singular and plural, and the forms of most verbs, are one; it need not be a word. */
const stem = (word: string): string =>
  word.length <= 4
    ? word.replace(/(?<=[^s]{2})s$/, "")
    : word.replace(/(?:ing|ed|es|s)$/, "").replace(/e$/, "");

/**
 * How alike two questions are, from 0 to 1: of the words that they are about, the share that both have (Jaccard, 1901).
 * 0 where their numbers differ.
 */
export function likeness(one: string, other: string): number {
  const [a, b] = [about(one), about(other)];
  if (a.numbers.symmetricDifference(b.numbers).size > 0) return 0;
  const all = a.words.union(b.words).size;
  // About nothing but numbers, or nothing that these rules see: then only the very same words are the same question.
  if (all === 0) return wordsOf(one).join(" ") === wordsOf(other).join(" ") ? 1 : 0;
  return a.words.intersection(b.words).size / all;
}

/** The gap that a question is one more time, if there is one: that which is most like it. */
export function sameGap<G extends Pick<Gap, "question">>(
  question: string,
  gaps: readonly G[],
): G | undefined {
  const [best] = gaps
    .map((gap) => ({ gap, score: likeness(question, gap.question) }))
    .filter(({ score }) => score >= leastAlike)
    .sort((a, b) => b.score - a.score);
  return best?.gap;
}

/**
 * A gap when one more question comes. One that was filled is open again: what was added doesn't answer it. What
 * instructors have dismissed stays so.
 * @param isNew whether its learner has not asked it before
 */
export const askedAgain = (gap: Gap, { at, isNew }: { at: string; isNew: boolean }): Gap => ({
  ...gap,
  learners: gap.learners + (isNew ? 1 : 0),
  lastAt: at,
  state: gap.state === "added" ? "open" : gap.state,
});
