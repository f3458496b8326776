import { stemOf, tellingOf, wordsIn } from "../words/rules.ts";

// How well sentences and passages fit a question. The constants were found on SQuAD and on our own questions over the
// seed notes: docs/decisions/0016 has the figures.

/** A question as it is compared with texts. */
export interface Asked {
  /** How much each of its telling words, by its stem, says: inverse document frequency. */
  weights: ReadonlyMap<string, number>;
  /** Of all words together. */
  weight: number;
  /** What a word weighs that a single passage has. */
  rare: number;
  /** Whether a text has the kind of thing that is asked for, such as a number. */
  fits(text: string): boolean;
  /** Whether it asks for a number and nothing else. */
  asksNumber: boolean;
  /** Whether it asks for several things, or for the steps of something. */
  asksSeveral: boolean;
}

/** Words of a question that are looked at: more say nothing more. */
const mostWords = 64;

/** The words that tell what a question is about, each once. */
export const askedWords = (question: string): string[] =>
  tellingOf([...new Set(wordsIn(question).map((word) => word.slice(0, 100)))]).slice(0, mostWords);

/**
 * As if there were so many more passages that have none of the words: in a library of three passages, a word that one of
 * them has weighs nearly as much as one that none has.
 */
const passagesBeside = 100;

/**
 * @param chunksWith how many passages of all have each of the question's words
 * @param chunks of how many
 */
export function asked(question: string, chunksWith: ReadonlyMap<string, number>, chunks: number): Asked {
  const all = chunks + passagesBeside;
  // As BM25 has it (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009), never below 0.
  const weigh = (having: number) => Math.log(1 + (all - having + 0.5) / (having + 0.5));
  const weights = new Map([...chunksWith].map(([word, having]) => [stemOf(word), weigh(having)]));
  const kind = kinds.find(({ question: form }) => form.test(question));
  return {
    weights,
    weight: sum([...weights.values()]),
    rare: weigh(1),
    fits: (text) => kind?.answer.test(text) ?? false,
    asksNumber: numberAsked.test(question) && !moreAsked.test(question),
    asksSeveral: severalAsked.some((form) => form.test(question)),
  };
}

const months = "january|february|march|april|may|june|july|august|september|october|november|december";
const counts =
  "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion|half|third|quarter|once|twice|none";

/** What questions of a form are answered with. The first form that a question has is its form. */
const kinds: readonly { question: RegExp; answer: RegExp }[] = [
  {
    question: /\b(?:when|(?:what|which) (?:year|date|century|decade|month|day|time))\b/i,
    answer: new RegExp(`\\b(?:1\\d{3}|20\\d{2}|\\d+s|\\d{1,2}(?:st|nd|rd|th) century|${months})\\b`, "i"),
  },
  {
    question:
      /\b(?:how (?:many|much|long|far|old|often|large|big|high|fast)|what (?:percent\w*|number|amount|size|share|price|cost|limit))\b/i,
    answer: new RegExp(`\\d|\\b(?:${counts})\\b`, "i"),
  },
  { question: /\b(?:who|whom|whose)\b/i, answer: /\S\s+["“(]?\p{Lu}[\p{L}\d]/u },
  {
    question: /\b(?:where|(?:what|which) (?:city|country|place|region|state))\b/i,
    answer: /\b(?:in|at|on|near|from|to|of)\s+(?:the\s+)?\p{Lu}/u,
  },
  {
    question: /\b(?:why|what (?:reason|causes?|caused))\b/i,
    answer:
      /\b(?:because|since|so that|so|therefore|due to|as a result|in order to|to avoid|caus(?:es?|ed)|reason|otherwise)\b/i,
  },
  {
    question: /\bhow (?:do|does|can|is|are|should|to)\b/i,
    answer: /\b(?:by|using|with|through|via|use|choose|set|first|then)\b/i,
  },
];

const numberAsked =
  /^\W*(?:(?:and|so|for|after|at|in|by|to|within|up to)\s+)*how (?:many|much|long|far|old|often|large|big|high|fast)\b/i;
/** Such a question is answered in part by what has no number. */
const moreAsked =
  /(?:[,;?]|\b(?:and|or|but))\s+(?:\S+\s+)?(?:when|why|how|what|which|who|where|can|should|does?|is|are)\b/i;

const auxiliary = "are|were|do|did|can|could|should|must|may|might|will|would|have|had";
/** A noun in the plural: not what only ends so, nor the verb of "which costs less". */
const plural = String.raw`(?!(?:is|was|has|does|this|its|costs|suits|makes|means|works|fits|gives|keeps|lets|comes|takes|runs|happens|allows|provides|requires|helps|supports|uses)\b)\w*[a-z](?<![siu])s`;

const severalAsked: readonly RegExp[] = [
  /^\W*(?:please\s+)?(?:list|name|enumerate)\b/i,
  /\b(?:what|which) (?:are|were)\b/i,
  /\b(?:what|which)(?: of the)? (?:two|three|four|five|six|seven|eight|nine|ten|steps|kinds|types|ways)\b/i,
  new RegExp(String.raw`\b(?:what|which)\s+(?:[\w-]+\s+){0,3}?${plural}\s+(?:${auxiliary})\b`, "i"),
  // "Which services support it", not "which service supports it".
  new RegExp(String.raw`\bwhich\s+${plural}\b`, "i"),
  /\bhow (?:(?:do|can|could|should|would|must) (?:i|you|we|they|one|an?\s+\w+|the\s+\w+)|to)\b/i,
];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** How much of a question stands in a text, from 0 to 1: its words by their weights. */
export const coverage = ({ weights, weight }: Asked, stems: ReadonlySet<string>): number =>
  weight > 0 ? sharedWeight(weights, stems) / weight : 0;

const sharedWeight = (weights: ReadonlyMap<string, number>, stems: ReadonlySet<string>): number =>
  sum([...weights].flatMap(([stem, weight]) => (stems.has(stem) ? [weight] : [])));

export const stemsOf = (text: string): Set<string> => new Set(wordsIn(text).map(stemOf));

/** Of vectors of length 1. Those of different lengths are of different models, and not alike. */
export const cosine = (a: Float32Array, b: Float32Array): number =>
  a.length === b.length ? a.reduce((total, value, at) => total + value * (b[at] ?? 0), 0) : 0;

/** What of a list is wanted where an item of it was found: it alone, the list if it is one of steps, or any list. */
export type Wanted = "item" | "steps" | "list";

/** A sentence of a passage that was found. */
export interface Candidate {
  /** Of its passage, from 0 to 1, fused. */
  found: number;
  text: string;
  stems: ReadonlySet<string>;
  /** Of the sentence before it in its passage: what `it` and `they` are. */
  before: ReadonlySet<string>;
}

const counted = { words: 1.2, before: 0.3, found: 0.5, fits: 0.3, likeness: 1.2 };

/**
 * How likely a sentence answers a question, by its words, its passage, and its form: the order of what is worth to be
 * compared by meaning. With 0.7 or less of each figure, or 1.3 times as much, the best sentence is the right one in
 * 77 to 78.5 % of 600 questions of SQuAD.
 */
export function scoreOf(question: Asked, { found, text, stems, before }: Candidate): number {
  const missing = new Map([...question.weights].filter(([stem]) => !stems.has(stem)));
  const carried = question.weight > 0 ? sharedWeight(missing, before) / question.weight : 0;
  return (
    counted.words * coverage(question, stems) +
    counted.before * carried +
    counted.found * found +
    counted.fits * Number(question.fits(text))
  );
}

/** @param likeness cosine of question and sentence; absent where no model says */
export const withLikeness = (score: number, likeness: number | undefined): number =>
  score + counted.likeness * (likeness ?? 0);

/** How much the best sentence of a passage lifts it among those that were found. */
const lift = 0.3;

export const lifted = (found: number, likeness: number | undefined): number =>
  found + lift * Math.max(0, likeness ?? 0);

/** How much of a question has to stand in what leads to a list, for the question to be about the list. */
const enoughInLead = { severalAsked: 0.25, oneAsked: 0.6 };

/**
 * What of a list a question wants whose item was found. All of it, where it asks for several things and is about what leads
 * to the list, or where that has more of the question than the item; steps, wherever it asks for several.
 */
export function wantedOf(question: Asked, lead: string, item: ReadonlySet<string>): Wanted {
  const inLead = coverage(question, stemsOf(lead));
  if (question.asksSeveral) return inLead >= enoughInLead.severalAsked ? "list" : "steps";
  return inLead >= enoughInLead.oneAsked && inLead > coverage(question, item) ? "list" : "item";
}

/** Many words that fit are enough, however many others a long question has: as many as these, if they are rare. */
const enoughRareWords = 3;

const answerableBy = {
  meaning: { words: 0.25, likeness: 0.75, threshold: 0.5 },
  words: { words: 1, likeness: 0, threshold: 0.47 },
};

/** How sure it is that passages answer a question, from 0 to 1, and from where on it is said that they do. */
export interface Answerable {
  score: number;
  threshold: number;
}

/** Of what the sentence has of the question that has most of it. */
const leastWithNumber = 0.4;

/**
 * Whether a question asks for a number that the sentences about it don't have: where none with a number comes near to the
 * one that has most of the question, the passages are about the same thing and say something else of it.
 */
export function lacksNumber(question: Asked, sentences: readonly Omit<Candidate, "found">[]): boolean {
  if (!question.asksNumber) return false;
  const shares = sentences.map(({ text, stems, before }) => ({
    share: coverage(question, stems.union(before)),
    fits: question.fits(text),
  }));
  const best = Math.max(0, ...shares.map(({ share }) => share));
  return best > 0 && shares.every(({ share, fits }) => !fits || share < leastWithNumber * best);
}

/**
 * Whether the notes answer a question at all: how much of it stands in one passage, and how like it is to the likest
 * passage or sentence.
 * @param likeness the best cosine; absent where no model says
 * @param sentences of the passages
 */
export function answerableOf(
  question: Asked,
  passages: readonly ReadonlySet<string>[],
  likeness: number | undefined,
  sentences: readonly Omit<Candidate, "found">[],
): Answerable {
  const by = likeness === undefined ? answerableBy.words : answerableBy.meaning;
  const shared = Math.max(0, ...passages.map((stems) => sharedWeight(question.weights, stems)));
  const enough = Math.min(question.weight, enoughRareWords * question.rare);
  const words = enough > 0 ? Math.min(1, shared / enough) : 0;
  const score = by.words * words + by.likeness * Math.min(1, Math.max(0, likeness ?? 0));
  const most = lacksNumber(question, sentences) ? by.threshold - 0.01 : 1;
  return { score: Math.min(score, most), threshold: by.threshold };
}
