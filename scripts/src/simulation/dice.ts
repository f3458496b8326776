import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export interface Dice {
  /** Uniform in [0, 1), between two numbers, and among whole numbers with both ends. */
  random: () => number;
  between: (low: number, high: number) => number;
  whole: (low: number, high: number) => number;
  /** Of the standard normal distribution. */
  normal: () => number;
}

/** @param seed a whole number. The same seed gives the same numbers. */
export function createDice(seed: number): Dice {
  const generator = xoroshiro128plus(seed);
  const random = () => uniformFloat64(generator);
  const between = (low: number, high: number) => low + (high - low) * random();
  return {
    random,
    between,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    // Box-Muller.
    normal: () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  };
}

const passedOver = 100;

/** Dice for one seed of several: the generator's first numbers are alike where seeds are, and are passed over. */
export function mixedDice(seed: number): Dice {
  const dice = createDice(seed);
  for (let left = passedOver; left > 0; left--) dice.random();
  return dice;
}
