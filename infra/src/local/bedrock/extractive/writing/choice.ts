import type { Embed } from "../../embedding/embed.ts";
import type { Sentence } from "../passages.ts";
import { contentOf, numbersIn } from "../words.ts";
import { distractorsFor } from "./distractors.ts";
import { asOption, type Draft, quoting, topicOf } from "./draft.ts";
import { type Fact, isNominal, type Phrase } from "./facts.ts";

/** What questions are made from. */
export interface Material {
  sentences: readonly Sentence[];
  facts: readonly Fact[];
  phrases: readonly Phrase[];
}

/** A question that could be written; the work is done only when it is chosen. */
export interface Idea {
  /** Higher is better. */
  rank: number;
  /** Where it is from, for the choice by what the task is about. */
  sentence: Sentence;
  write(): Promise<Draft | undefined>;
}

export const gap = "_____";

/** Questions with one right answer of four. */
export function choiceIdeas(material: Material, embed: Embed): Idea[] {
  return [
    ...material.facts.map(
      (fact): Idea => ({
        rank: fact.isDefinition ? 3 : 2,
        sentence: fact.sentence,
        write: () => subjectQuestion(fact, material, embed),
      }),
    ),
    ...material.facts
      .filter(({ isDefinition }) => isDefinition)
      .map(
        (fact): Idea => ({
          rank: 2.5,
          sentence: fact.sentence,
          write: async () => predicateQuestion(fact, material),
        }),
      ),
    ...material.phrases
      .filter(({ text, sentence }) => fitsGap(text, sentence))
      .map(
        (phrase): Idea => ({
          rank: 1,
          sentence: phrase.sentence,
          write: () => gapQuestion(phrase, material, embed),
        }),
      ),
    ...material.sentences.flatMap((sentence) => numberIdeas(sentence, material)),
  ];
}

const evidence = (sentence: Sentence) => quoting("The notes say", sentence);
const elsewhere = ({ text, sentence }: Phrase): string =>
  quoting(`The notes say something else of “${text}”`, sentence);

async function subjectQuestion(fact: Fact, material: Material, embed: Embed): Promise<Draft | undefined> {
  const { sentence, subject, predicate, isPlural } = fact;
  // Subjects of other sentences are the best distractors: they are things of which something can be said.
  const subjects = material.facts.map(
    (other): Phrase => ({ text: other.subject, isPlural: other.isPlural, sentence: other.sentence }),
  );
  const pool = unique([...subjects, ...material.phrases]);
  const wrong = await distractorsFor(
    { text: subject, isPlural },
    { sentence, said: predicate, pool, count: 3 },
    embed,
  );
  if (wrong.length < 3) return undefined;
  return {
    type: "multiple_choice",
    stem: `The notes on “${topicOf(sentence)}” say of one of these that ${isPlural ? "they" : "it"} ${predicate}. Which is it?`,
    right: [{ text: asOption(subject), rationale: evidence(sentence) }],
    wrong: wrong.map((phrase) => ({ text: asOption(phrase.text), rationale: elsewhere(phrase) })),
    decidedBy: evidence(sentence),
    sources: [sentence],
  };
}

function predicateQuestion(fact: Fact, { facts }: Material): Draft | undefined {
  const { sentence, subject, predicate } = fact;
  const own = new Set(contentOf(subject));
  const length = predicate.length;
  const others = facts
    .filter(
      (other) =>
        other.sentence.text !== sentence.text &&
        other.isPlural === fact.isPlural &&
        !contentOf(other.subject).some((word) => own.has(word)) &&
        !contentOf(other.predicate).some((word) => own.has(word)),
    )
    .toSorted(
      (a, b) =>
        Number(b.isDefinition) - Number(a.isDefinition) ||
        Math.abs(a.predicate.length - length) - Math.abs(b.predicate.length - length),
    )
    .slice(0, 3);
  if (others.length < 3) return undefined;
  return {
    type: "multiple_choice",
    stem: `Which of these do the notes on “${topicOf(sentence)}” say of “${subject}”?`,
    right: [{ text: asOption(predicate), rationale: evidence(sentence) }],
    wrong: others.map((other) => ({
      text: asOption(other.predicate),
      rationale: quoting(`The notes say it of “${other.subject}”`, other.sentence),
    })),
    decidedBy: evidence(sentence),
    sources: [sentence],
  };
}

/** Whether a sentence without the phrase neither shows it nor makes no sense any more. */
function fitsGap(phrase: string, { text, list }: Sentence): boolean {
  if (list || text.split(phrase).length !== 2 || text.length > 400 || !/^\p{Lu}.*\.$/su.test(text))
    return false;
  const rest = new Set(contentOf(text.replace(phrase, " ")));
  return rest.size >= 4 && !contentOf(phrase).some((word) => rest.has(word)) && phrase.length > 5;
}

async function gapQuestion(phrase: Phrase, material: Material, embed: Embed): Promise<Draft | undefined> {
  const { sentence } = phrase;
  const statement = sentence.text.replace(phrase.text, gap);
  // An article in front of the gap would give away how its word begins.
  const shown = statement.replace(/\b(an?) _____/i, (_, article: string) =>
    article.startsWith("A") ? `A(n) ${gap}` : `a(n) ${gap}`,
  );
  const wrong = await distractorsFor(
    phrase,
    { sentence, said: statement, pool: material.phrases, count: 3 },
    embed,
  );
  if (wrong.length < 3) return undefined;
  return {
    type: "multiple_choice",
    stem: `What completes this statement from the notes on “${topicOf(sentence)}”?\n\n“${shown}”`,
    right: [{ text: asOption(phrase.text), rationale: evidence(sentence) }],
    wrong: wrong.map((other) => ({ text: asOption(other.text), rationale: elsewhere(other) })),
    decidedBy: evidence(sentence),
    sources: [sentence],
  };
}

const figure =
  /(?<![\w.,-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)( ?(?:%|percent|per cent)| [A-Za-z]{2,})(?!\w)/g;

/** A figure with its unit, against others that the notes don't give. */
function numberIdeas(sentence: Sentence, { sentences }: Material): Idea[] {
  if (sentence.list || !/^\p{Lu}.*\.$/su.test(sentence.text) || sentence.text.length > 400) return [];
  const known = new Set(sentences.flatMap(({ text }) => numbersIn(text)));
  return [...sentence.text.matchAll(figure)].flatMap(([match, number = "", unit = ""]): Idea[] => {
    const value = Number(number.replaceAll(",", ""));
    const text = match;
    if (value < 2 || sentence.text.split(text).length !== 2) return [];
    if (/^ [a-z]+$/.test(unit) && !isNominal(unit.trim())) return [];
    const isShare = /%|per ?cent/.test(unit);
    const others = [0.5, 2, 0.25, 3, 1.5, 4]
      .map((factor) => value * factor)
      .filter((other) => other >= 1 && (Number.isInteger(other) || !Number.isInteger(value)))
      .filter((other) => !(isShare && other > 100) && !known.has(String(other)))
      .slice(0, 3);
    if (others.length < 3) return [];
    const write = async (): Promise<Draft> => ({
      type: "multiple_choice",
      stem: `Which figure completes this statement from the notes on “${topicOf(sentence)}”?\n\n“${sentence.text.replace(text, gap)}”`,
      right: [{ text, rationale: evidence(sentence) }],
      wrong: others.map((other) => ({
        text: text.replace(number, number.includes(",") ? other.toLocaleString("en-US") : String(other)),
        rationale: quoting("The notes give another figure", sentence),
      })),
      decidedBy: evidence(sentence),
      sources: [sentence],
    });
    return [{ rank: 2.2, sentence, write }];
  });
}

/** Each text once. */
function unique(phrases: readonly Phrase[]): Phrase[] {
  return [...new Map(phrases.map((phrase) => [phrase.text.toLowerCase(), phrase])).values()];
}
