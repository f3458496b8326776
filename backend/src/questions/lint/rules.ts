import { type DraftItem, namedOptions } from "@lyceum/shared/questions";

// The usual flaws of single items that show in their form. Packs are checked by them, and so are drafts.

/** What is wrong with an item by one rule, in words. */
type Lint = (item: DraftItem) => string[];

/** A longest option of more than this many times the shortest catches the eye. */
const lengthRatio = 2;
/** Below this many words a rationale hardly gives a reason. */
const rationaleWords = 15;

/** Ways to name an option by its letter or place. "Answer" also means what a model says, hence only with a letter. */
const positions = [
  /\b([Oo]ption|[Cc]hoice|[Aa]nswer|[Aa]lternative|[Dd]istractor)s? \(?([A-H](?=[\s).,;:]|$)|[a-h](?=[).,;:]|$))/,
  /\([A-H]\)/,
  /\b(option|choice|alternative|distractor)s? \(?\d\b/i,
  /\b(first|second|third|fourth|fifth|last|previous|next|former|latter) (answer )?(option|choice|alternative|distractor)s?\b/i,
  /\b(option|choice|answer|alternative)s? (above|below)\b/i,
];

const numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight"];

/** "All of the above" rewards recognizing two right options, and means nothing once options are shuffled. */
export const allOrNone: Lint = (item) =>
  item.options
    .filter(({ text }) =>
      /\b(all|any|both|either|neither|none) of (the )?(above|below|foregoing|preceding|options|answers|choices|(these|those|them)\W*$)/i.test(
        text,
      ),
    )
    .map(({ id }) => `${id} refers to other options as a whole`);

/** A stem that asks for what is not the case tests attention instead of knowledge. */
export const negativeStem: Lint = (item) => {
  const emphasized = /\b(NOT|EXCEPT|NEVER)\b/.exec(item.stem);
  const inQuestion = /\b(not|never|except|neither|cannot|incorrect|wrong|false|\w+n['’]t)\b/i.exec(
    lastSentence(item.stem),
  );
  const word = emphasized?.[0] ?? inQuestion?.[0];
  return word === undefined ? [] : [`the question contains "${word}"`];
};

/** Options are shuffled for every attempt, so no text may name one by its letter or place. */
export const namedPosition: Lint = (item) =>
  [
    { where: "the stem", text: item.stem },
    { where: "decidedBy", text: item.decidedBy },
    ...item.options.flatMap(({ id, text, rationale }) => [
      { where: `option ${id}`, text },
      { where: `the rationale of ${id}`, text: rationale },
    ]),
  ].flatMap(({ where, text }) => {
    const match = positions.map((position) => position.exec(text)).find((found) => found !== null);
    return match ? [`${where} says "${match[0]}"`] : [];
  });

/** Options to choose from should look alike, or the odd one gives itself away. */
export const optionLengths: Lint = (item) => {
  if (item.type === "ordering" || item.type === "matching") return [];
  const lengths = item.options.map((option) => option.text.length);
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  return longest > lengthRatio * shortest ? [`options have from ${shortest} to ${longest} characters`] : [];
};

/** Every option needs a reason why it is right or wrong here. */
export const shortRationales: Lint = (item) =>
  item.options
    .map(({ id, rationale }) => ({ id, count: words(rationale).length }))
    .filter(({ count }) => count < rationaleWords)
    .map(({ id, count }) => `the rationale of ${id} has ${count} words, fewer than ${rationaleWords}`);

/** "(Choose two.)" belongs to the stems of multiple response items, and agrees with the key. */
export const chooseHint: Lint = (item) => {
  const hint = /\(choose (\w+)\.?\)\s*$/i.exec(item.stem)?.[1]?.toLowerCase();
  if (item.type !== "multiple_response")
    return hint === undefined ? [] : ["only multiple response items say how many"];
  const size = namedOptions(item.key).length;
  if (hint === numbers[size]) return [];
  return [`the stem ${hint === undefined ? "does not say how many" : `says ${hint}`}, the key has ${size}`];
};

/** The words of a text in lower case, without punctuation. */
export function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** How much two texts share: the Jaccard index of their sets of words, from 0 to 1. Two empty texts are equal. */
export function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = a.intersection(b).size;
  const all = a.size + b.size - shared;
  return all === 0 ? 1 : shared / all;
}

/** The last sentence of a stem, which asks, without a hint such as "(Choose two.)". */
export function lastSentence(stem: string): string {
  const sentences = stem
    .replace(/\([^()]*\)\s*$/, "")
    .trim()
    .split(/(?<=[.?!])\s+/);
  return sentences.at(-1) ?? "";
}
