import type { List, Sentence } from "../passages.ts";
import { contentOf, coverage, wordsOf } from "../words.ts";
import type { Idea, Material } from "./choice.ts";
import { shuffled } from "./dice.ts";
import { asOption, type Draft, quoting, topicOf } from "./draft.ts";
import { type Fact, isDependent, isNominal } from "./facts.ts";

/** Things that a note names together. */
export interface Series {
  title: string;
  /** What they are named for: a statement with a gap, or the sentence above a list. */
  lead: string;
  /** Whether the lead says that they follow. */
  introduced: boolean;
  ordered: boolean;
  items: { text: string; sentence: Sentence }[];
}

const mostWords = 22;

/** What names several things after one another: "It records A, B and C." */
const enumeration =
  /^(.{12,}?\b(?:includes?|including|such as|namely|consists? of|supports?|offers?|provides?|records?|covers?|contains?|combines?|compares?|measures?|filters?|stores?|with|between))\s+((?:[^,.;:]{3,50}, )+(?:[^,.;:]{3,50},? )?(?:and|or) [^,.;:]{3,50})\.$/i;

/** All lists of the passages, and the series in their sentences. */
export function seriesIn(sentences: readonly Sentence[], lists: readonly List[]): Series[] {
  const listed = lists.map(({ title, lead, ordered, items }) => ({
    title,
    lead: lead.replace(/[:.]+$/, ""),
    introduced: /:$/.test(lead),
    ordered,
    items: items.map((sentence) => ({ text: sentence.text, sentence })),
  }));
  const inline = sentences
    .filter(({ list }) => !list)
    .flatMap((sentence) => {
      const [, lead = "", rest = ""] = enumeration.exec(sentence.text) ?? [];
      const texts = rest
        .split(/,? (?:and|or) (?=[^,]*$)|, /)
        .map((text) => text.replace(/^(?:and|or|then) /, "").trim())
        .filter((text) => text !== "");
      if (lead === "" || isDependent(lead) || texts.length < 3) return [];
      if (texts.some((text) => wordsOf(text).length > 6 || !isNominal(text))) return [];
      const ordered = /, (?:and )?then /.test(rest);
      return [
        {
          title: sentence.title,
          lead,
          introduced: true,
          ordered,
          items: texts.map((text) => ({ text, sentence })),
        },
      ];
    });
  const steps = stepsIn(sentences);
  return [...listed, ...inline, ...steps]
    .map((series) => ({ ...series, items: distinct(series.items) }))
    .filter(({ items }) => items.length >= 2 && items.every(({ text }) => wordsOf(text).length <= mostWords));
}

const opening = /^(?:first|to begin with),?\s+/i;
const following = /^(?:second|third|fourth|fifth|next|then|after that|afterwards|finally|lastly|last),?\s+/i;

/** Sentences that say what comes first, then, and finally. */
function stepsIn(sentences: readonly Sentence[]): Series[] {
  const found: Series[] = [];
  for (const [index, sentence] of sentences.entries()) {
    if (sentence.list || !opening.test(sentence.text)) continue;
    const items = [{ text: sentence.text.replace(opening, ""), sentence }];
    for (const next of sentences.slice(index + 1)) {
      if (!following.test(next.text)) break;
      items.push({ text: next.text.replace(following, ""), sentence: next });
    }
    const lead = sentences[index - 1]?.text ?? "";
    if (items.length >= 3)
      found.push({ title: sentence.title, lead, introduced: false, ordered: true, items });
  }
  return found;
}

function distinct(items: Series["items"]): Series["items"] {
  return [...new Map(items.map((item) => [item.text.toLowerCase(), item])).values()];
}

const numerals = ["", "one", "two", "three"];

/** Questions with two or three right answers of five or six. */
export function responseIdeas(all: readonly Series[], material: Material, dice: () => number): Idea[] {
  return [
    ...all.flatMap((series) => seriesIdea(series, all, material, dice)),
    ...statementIdeas(material.facts, dice),
  ];
}

function seriesIdea(
  series: Series,
  all: readonly Series[],
  { phrases }: Material,
  dice: () => number,
): Idea[] {
  const { items, lead, title, introduced, ordered } = series;
  const [{ sentence } = { sentence: undefined }] = items;
  if (!sentence || !introduced || isDependent(lead)) return [];
  const write = async (): Promise<Draft | undefined> => {
    const count = items.length >= 5 ? 3 : 2;
    const right = shuffled(items, dice).slice(0, count);
    const wrong = strangers(series, all, phrases, dice).slice(0, 3);
    if (wrong.length < 3) return undefined;
    return {
      type: "multiple_response",
      stem: `The notes on “${topicOf({ title })}” say:\n\n“${lead} …”\n\nWhich ${numerals[count]} of these do they name there? (Choose ${numerals[count]}.)`,
      right: right.map((item) => ({
        text: asOption(item.text),
        rationale: quoting("The notes name it", item.sentence),
      })),
      wrong: wrong.map((item) => ({
        text: asOption(item.text),
        rationale: quoting("The notes name it for something else", item.sentence),
      })),
      decidedBy: quoting("The notes say", right[0]?.sentence ?? sentence),
      sources: right.map((item) => item.sentence),
    };
  };
  return [{ rank: ordered ? 1.5 : 3, sentence, write }];
}

/** How often statements are tried to be put together. */
const statementTries = 6;

/** Two true statements among those in which another subject stands. */
function statementIdeas(facts: readonly Fact[], dice: () => number): Idea[] {
  return Array.from({ length: statementTries }, (): Idea[] => {
    const [first, second, ...rest] = shuffled(facts, dice);
    if (!first || !second) return [];
    const wrong: { fact: Fact; subject: string }[] = [];
    for (const fact of rest) {
      const stranger = facts.find(
        (other) => isStrange(other, fact) && wrong.every(({ subject }) => subject !== other.subject),
      );
      if (stranger && wrong.length < 3) wrong.push({ fact, subject: stranger.subject });
    }
    if (wrong.length < 3) return [];
    const write = async (): Promise<Draft> => ({
      type: "multiple_response",
      stem: `Which two of these statements agree with the notes on “${topicOf(first.sentence)}”? (Choose two.)`,
      right: [first, second].map(({ subject, predicate, sentence }) => ({
        text: asOption(`${subject} ${predicate}`),
        rationale: quoting("The notes say", sentence),
      })),
      wrong: wrong.map(({ fact, subject }) => ({
        text: asOption(`${subject} ${fact.predicate}`),
        rationale: quoting(`The notes say it of “${fact.subject}”`, fact.sentence),
      })),
      decidedBy: quoting("The notes say", first.sentence),
      sources: [first.sentence, second.sentence],
    });
    return [{ rank: 1, sentence: first.sentence, write }];
  }).flat();
}

/** Whether a fact's subject can't be what another fact is about. */
function isStrange(other: Fact, { subject, predicate, isPlural, sentence }: Fact): boolean {
  const words = new Set([...contentOf(subject), ...contentOf(predicate)]);
  return (
    other.isPlural === isPlural &&
    other.sentence.text !== sentence.text &&
    !contentOf(other.subject).some((word) => words.has(word)) &&
    coverage(contentOf(predicate), new Set(contentOf(other.predicate))) < 0.4
  );
}

/** Things that a series doesn't name: of other series, and else noun phrases, of about the same length. */
function strangers(
  series: Series,
  all: readonly Series[],
  phrases: Material["phrases"],
  dice: () => number,
): Series["items"] {
  const here = [series.lead, ...series.items.flatMap(({ text, sentence }) => [text, sentence.text])];
  const hereText = here.join(" ").toLowerCase();
  const hereWords = new Set(contentOf(hereText));
  const length = series.items.reduce((sum, { text }) => sum + text.length, 0) / series.items.length;
  const pool = [
    ...all.filter((other) => other !== series).flatMap(({ items }) => items),
    ...phrases.map(({ text, sentence }) => ({ text, sentence })),
  ];
  const fitting = distinct(pool).filter(
    ({ text }) =>
      text.length > length / 2.5 &&
      text.length < length * 2.5 &&
      !hereText.includes(text.toLowerCase()) &&
      coverage(contentOf(text), hereWords) < 0.6 &&
      wordsOf(text).length <= mostWords,
  );
  const near = fitting
    .toSorted((a, b) => Math.abs(a.text.length - length) - Math.abs(b.text.length - length))
    .slice(0, 8);
  const chosen: Series["items"] = [];
  for (const item of shuffled(near, dice)) {
    const words = new Set(contentOf(item.text));
    if (!chosen.some(({ text }) => coverage(contentOf(text), words) > 0.6)) chosen.push(item);
  }
  return chosen;
}

/** Questions for the order of three to five steps. */
export function orderingIdeas(all: readonly Series[]): Idea[] {
  return all.flatMap((series): Idea[] => {
    const steps = series.items.slice(0, 5);
    const [{ sentence } = { sentence: undefined }] = steps;
    if (!series.ordered || steps.length < 3 || !sentence) return [];
    const lead = series.lead === "" ? "" : `“${series.lead.replace(/[.:]+$/, "")}”\n\n`;
    const write = async (): Promise<Draft> => ({
      type: "ordering",
      stem: `The notes on “${topicOf(series)}” give these steps in an order.\n\n${lead}Put the steps into that order, the first on top.`,
      right: steps.map((step) => ({
        text: asOption(step.text),
        rationale: quoting("The notes say at this place", step.sentence),
      })),
      wrong: [],
      decidedBy: quoting("The notes begin with", sentence),
      sources: steps.map((step) => step.sentence),
    });
    return [{ rank: series.lead === "" ? 1 : 2, sentence, write }];
  });
}
