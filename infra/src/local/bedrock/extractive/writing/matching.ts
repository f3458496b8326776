import type { List, Sentence } from "../passages.ts";
import { contentOf, coverage, wordsOf } from "../words.ts";
import type { Idea, Material } from "./choice.ts";
import { shuffled } from "./dice.ts";
import { asOption, type Draft, quoting, topicOf } from "./draft.ts";

/** A term with what the notes say of it. */
interface Pair {
  term: string;
  said: string;
  sentence: Sentence;
}

const entry = /^([\p{L}\p{N}][^:–—.]{2,50}?)\s*(?::|–|—|\s-\s)\s*(.{15,200}?)\.?$/u;

/** Questions that match three or four terms with what the notes say of each. */
export function matchingIdeas({ facts }: Material, lists: readonly List[], dice: () => number): Idea[] {
  const glossaries = lists.map(({ items }) =>
    items.flatMap((sentence): Pair[] => {
      const [, term = "", said = ""] = entry.exec(sentence.text) ?? [];
      return term && wordsOf(term).length <= 6 ? [{ term, said, sentence }] : [];
    }),
  );
  const sayings = facts.map(
    ({ subject, predicate, sentence }): Pair => ({ term: subject, said: predicate, sentence }),
  );
  return [
    ...glossaries.map((pairs) => ({ pairs, rank: 3 })),
    ...shuffled([0, 1, 2, 3], dice).map(() => ({ pairs: shuffled(sayings, dice), rank: 1 })),
  ].flatMap(({ pairs, rank }): Idea[] => {
    const apart = choose(shuffled(pairs, dice));
    const [first] = apart;
    if (!first || apart.length < 3) return [];
    const write = async (): Promise<Draft> => ({
      type: "matching",
      stem: `Match each of these with what the notes on “${topicOf(first.sentence)}” say of it.`,
      prompts: apart.map(({ term }) => asOption(term)),
      right: apart.map(({ term, said, sentence }) => ({
        text: asOption(said),
        rationale: quoting(`The notes say of “${term}”`, sentence),
      })),
      wrong: [],
      decidedBy: quoting(`The notes say of “${first.term}”`, first.sentence),
      sources: apart.map(({ sentence }) => sentence),
    });
    return [{ rank, sentence: first.sentence, write }];
  });
}

/** Up to four pairs of which none gives away another: no term is named in what is said of any. */
function choose(pairs: readonly Pair[]): Pair[] {
  const chosen: Pair[] = [];
  for (const pair of pairs) {
    const clashes = chosen.some(
      (other) =>
        other.sentence.text === pair.sentence.text ||
        sharesWords(pair.term, other.term) ||
        sharesWords(pair.term, other.said) ||
        sharesWords(other.term, pair.said) ||
        coverage(contentOf(pair.said), new Set(contentOf(other.said))) > 0.5,
    );
    if (!clashes && !sharesWords(pair.term, pair.said)) chosen.push(pair);
    if (chosen.length === 4) break;
  }
  return chosen;
}

function sharesWords(a: string, b: string): boolean {
  const words = new Set(contentOf(b));
  return contentOf(a).some((word) => words.has(word));
}
