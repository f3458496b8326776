const adjectives = [
  "Amber",
  "Brave",
  "Bright",
  "Calm",
  "Cheerful",
  "Clever",
  "Cosy",
  "Curious",
  "Daring",
  "Eager",
  "Gentle",
  "Golden",
  "Happy",
  "Jolly",
  "Keen",
  "Kind",
  "Lively",
  "Lucky",
  "Merry",
  "Nimble",
  "Patient",
  "Quiet",
  "Silver",
  "Steady",
  "Sunny",
  "Swift",
  "Thoughtful",
  "Warm",
  "Wise",
  "Witty",
];

const animals = [
  "Badger",
  "Beaver",
  "Bison",
  "Crane",
  "Dolphin",
  "Falcon",
  "Finch",
  "Fox",
  "Gecko",
  "Hare",
  "Hedgehog",
  "Heron",
  "Ibex",
  "Kestrel",
  "Koala",
  "Lark",
  "Lynx",
  "Marten",
  "Otter",
  "Owl",
  "Panda",
  "Puffin",
  "Raven",
  "Robin",
  "Seal",
  "Sparrow",
  "Stork",
  "Swallow",
  "Tortoise",
  "Wren",
];

/**
 * A pseudonym that nobody has to think up, such as "Curious Otter".
 * @param random gives a number from 0 up to 1
 */
export function suggestPseudonym(random: () => number = Math.random): string {
  const one = (words: readonly string[]) => words[Math.floor(random() * words.length)];
  return `${one(adjectives)} ${one(animals)}`;
}
