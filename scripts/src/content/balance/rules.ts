import { namedOptions, type Question } from "@lyceum/shared/questions";

// How much a guesser could learn from the form of the items: from the length of the options and the letters of the
// keys. Only items whose options are chosen from count; ordering and matching use all or name pairs.

/** Something counted over items, and what pure chance would give. */
export type Tally = {
  items: number;
  observed: number;
  expected: number;
  /** How probable as many or more, and as many or fewer, are by chance. */
  atLeast: number;
  atMost: number;
};

/**
 * In how many items the longest option is a right one. Of several longest options each counts for its share. By
 * chance it is right with the probability that any option is: 1/4 in multiple choice, 2/5 for two of five.
 */
export function keyIsLongest(questions: readonly Question[]): Tally {
  const trials = choiceItems(questions).map(({ options, key }) => {
    const longest = Math.max(...options.map((option) => option.text.length));
    const candidates = options.filter((option) => option.text.length === longest);
    return {
      hit: candidates.filter((option) => key.has(option.id)).length / candidates.length,
      chance: key.size / options.length,
    };
  });
  return tally(trials);
}

/** For each letter, how often it is in the key of an item that has an option of that letter. */
export function keyLetters(questions: readonly Question[]): Map<string, Tally> {
  const items = choiceItems(questions);
  const letters = new Set(items.flatMap((item) => item.options.map((option) => option.id)));
  return new Map(
    [...letters]
      .sort()
      .map((letter) => [
        letter,
        tally(
          items
            .filter((item) => item.options.some((option) => option.id === letter))
            .map(({ options, key }) => ({ hit: key.has(letter) ? 1 : 0, chance: key.size / options.length })),
        ),
      ]),
  );
}

function choiceItems(questions: readonly Question[]) {
  return questions
    .map((question) => question.item)
    .filter((item) => item.type === "multiple_choice" || item.type === "multiple_response")
    .map((item) => ({ options: item.options, key: new Set(namedOptions(item.key)) }));
}

function tally(trials: readonly { hit: number; chance: number }[]): Tally {
  const observed = trials.reduce((sum, trial) => sum + trial.hit, 0);
  const chances = trials.map((trial) => trial.chance);
  const distribution = hitDistribution(chances);
  const sum = (from: number, to: number) => distribution.slice(from, to).reduce((all, p) => all + p, 0);
  // A share of a hit (ties) is rounded to the side that makes an alarm less likely.
  return {
    items: trials.length,
    observed,
    expected: chances.reduce((all, chance) => all + chance, 0),
    atLeast: sum(Math.floor(observed), distribution.length),
    atMost: sum(0, Math.ceil(observed) + 1),
  };
}

/** The probabilities of 0, 1, ... hits in independent trials with the given chances (Poisson binomial). */
export function hitDistribution(chances: readonly number[]): number[] {
  let distribution = [1];
  for (const chance of chances) {
    const next = new Array<number>(distribution.length + 1).fill(0);
    distribution.forEach((probability, hits) => {
      next[hits] = (next[hits] ?? 0) + probability * (1 - chance);
      next[hits + 1] = (next[hits + 1] ?? 0) + probability * chance;
    });
    distribution = next;
  }
  return distribution;
}
