import { type Quote, quotesWithLists } from "./evidence/lists.ts";
import {
  type Answerable,
  answerableOf,
  asked,
  askedWords,
  cosine,
  lifted,
  scoreOf,
  stemsOf,
  type Wanted,
  wantedOf,
  withLikeness,
} from "./evidence/rules.ts";
import { type Sentence, sentencesIn } from "./evidence/sentences.ts";
import { type FindingDeps, looking, unlessWithoutModel } from "./finding.ts";
import type { Filter, Hit, Library, SearchIndex } from "./search.ts";
import { meantBy, stemOf, tellingOf, wordsIn } from "./words/rules.ts";

/** A sentence of a passage that fits a question. */
export interface Found {
  /** Its place in the list of passages. */
  passage: number;
  /** As it stands there. */
  text: string;
  score: number;
  /** Of the list that it stands in, or leads to. */
  wanted: Wanted;
}

/** What the notes have to say to a question. */
export interface Evidence {
  /** Best first. */
  passages: readonly Hit[];
  /** Of these passages, those that fit the question best, best first. */
  sentences: readonly Found[];
  /** Below the threshold, the notes don't answer it. */
  answerable: Answerable;
}

export interface EvidenceRequest extends Filter {
  libraries: readonly Library[];
  /** Passages. */
  limit?: number;
  spender: { cohortId: string };
  /** ms since 1970 */
  deadline: number;
}

export type Gather = (question: string, request: EvidenceRequest) => Promise<Evidence>;

const passagesGathered = 6;
const sentencesGathered = 8;
/** Only the likeliest by their words are compared by meaning: each costs a call, or some 30 ms of a machine. */
const mostCompared = 10;
/** What is shorter says nothing by itself. */
const fewestWords = 3;

/** A sentence on its way to be ranked. */
interface Ranked extends Sentence {
  passage: number;
  /** Of it alone, without what leads to it. */
  own: ReadonlySet<string>;
  score: number;
  likeness: number | undefined;
}

/** Gathers what the notes have to say to one question that needs no conversation to be understood. */
export const gathering = (deps: FindingDeps): Gather => {
  const look = looking(deps, corrected);
  return async (asking, { limit = passagesGathered, spender, deadline, ...where }) => {
    const looked = await look(asking, { ...where, limit, spender, deadline });
    const { text: question, hits, indexes, vector } = looked;
    const words = askedWords(question);
    const about = asked(question, chunksWith(indexes, words), totalOf(indexes));

    const sentences = sentencesOf(hits);
    const likely = sentences
      .map((sentence) => ({ ...sentence, score: scoreOf(about, sentence) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, mostCompared);
    const likenesses =
      vector && (await likenessesOf(vector, likely.map(spoken), deps, { spender, deadline }));
    const ranked: Ranked[] = likely
      .map((sentence, at) => {
        const likeness = likenesses?.[at];
        return { ...sentence, likeness, score: withLikeness(sentence.score, likeness) };
      })
      .sort((a, b) => b.score - a.score);

    const likest = (passage: number) =>
      most(ranked.flatMap((sentence) => (sentence.passage === passage ? [sentence.likeness] : [])));
    const order = hits
      .map((hit, passage) => ({ hit, passage, score: lifted(hit.score, likest(passage)) }))
      .sort((a, b) => b.score - a.score);
    const placeOf = new Map(order.map(({ passage }, place) => [passage, place]));
    // 0 says that there is nothing to compare with.
    const similarities = hits.map(({ similarity }) => similarity || undefined);
    return {
      passages: order.map(({ hit }) => hit),
      sentences: ranked.slice(0, sentencesGathered).map(({ passage, text, score, lead, own }) => ({
        passage: placeOf.get(passage) ?? 0,
        text,
        score,
        wanted: wantedOf(about, lead, own),
      })),
      answerable: answerableOf(
        about,
        hits.map((hit) => stemsOf(wholeText(hit))),
        most([...similarities, ...ranked.map(({ likeness }) => likeness)]),
        sentences,
      ),
    };
  };
};

/** A question with more unknown words is of another language, or about something else. */
const mostCorrected = 6;

/**
 * A question without the typing errors that hide what it is about: a word that no passage has, and that is no name, is
 * taken for the one that it nearly is.
 */
function corrected(question: string, indexes: readonly SearchIndex[]): string {
  const counts = chunksWith(indexes, askedWords(question));
  const unknown = [...counts].flatMap(([word, having]) =>
    having === 0 && /^[a-z]{5,40}$/.test(word) ? [word] : [],
  );
  const meant = new Map(
    unknown.slice(0, mostCorrected).map((word) => {
      const [first = ""] = word;
      return [
        word,
        meantBy(
          word,
          indexes.flatMap((index) => index.stemsFrom(first)),
        ),
      ];
    }),
  );
  return question.replace(/[\p{L}\p{N}\p{M}]+/gu, (written, at: number) => {
    const isName = at > 0 && /\p{Lu}/u.test(written);
    const [word = ""] = wordsIn(written);
    return (isName ? undefined : meant.get(word)) ?? written;
  });
}

const wholeText = ({ passage: { noteTitle, headings, text } }: Hit): string =>
  [noteTitle, ...headings, text].join("\n");

const most = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
};

const totalOf = (indexes: readonly SearchIndex[]): number =>
  indexes.reduce((total, { chunks }) => total + chunks, 0);

/** Several libraries count as one. */
function chunksWith(indexes: readonly SearchIndex[], words: readonly string[]): Map<string, number> {
  const counts = indexes.map((index) => index.chunksWith(words));
  return new Map(words.map((word, at) => [word, counts.reduce((total, each) => total + (each[at] ?? 0), 0)]));
}

/** A link by itself, and what only says where to read on. */
const pointing = /^(?:\[[^\]]*\]\([^)]*\)\W*|For\b[^.:]*\bsee\b.*)$/su;

/**
 * Parts of a note overlap by a sentence: it counts where it is found first. What leads to a list says nothing itself: it
 * counts with each of its items, and for them where they are too short, or nothing but links.
 */
function sentencesOf(hits: readonly Hit[]) {
  const known = new Set<string>();
  return hits.flatMap(({ passage: { text, headings }, score: found }, passage) => {
    const all = sentencesIn(text, headings.at(-1)).map((sentence) => ({
      ...sentence,
      stems: stemsOf(spoken(sentence)),
      own: stemsOf(sentence.text),
    }));
    const leads = new Set(all.flatMap((sentence) => (says(sentence.text) ? [sentence.lead] : [])));
    return all
      .map((sentence, at) => ({
        ...sentence,
        passage,
        found,
        before: all[at - 1]?.stems ?? new Set<string>(),
      }))
      .filter(({ text }) => says(text) && !leads.has(text))
      .filter((sentence) => {
        const key = wordsIn(sentence.text).join(" ");
        const isNew = !known.has(key);
        known.add(key);
        return isNew;
      });
  });
}

const says = (sentence: string): boolean =>
  !pointing.test(sentence) && wordsIn(sentence).length >= fewestWords;

/** What a sentence says, for a model: with what leads to it, and without Markdown. */
const spoken = ({ lead, text }: Pick<Sentence, "lead" | "text">): string =>
  `${lead} ${text}`
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\*\*|__|`/g, "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .trim();

/** @returns `undefined` where no model says */
async function likenessesOf(
  vector: Float32Array,
  texts: readonly string[],
  { embed, withoutVectors }: FindingDeps,
  request: Pick<EvidenceRequest, "spender" | "deadline">,
): Promise<number[] | undefined> {
  if (texts.length === 0) return undefined;
  const made = await embed(texts, { kind: "passage", ...request }).catch(unlessWithoutModel(withoutVectors));
  return made?.vectors.map((each) => cosine(vector, each));
}

const mostQuotes = 3;
/** Of the best one's score: what has less has little to do with the question. */
const leastOfBest = 0.5;

/** The sentences that answer without a model, best first. */
export function bestOf({ sentences }: Pick<Evidence, "sentences">): readonly Found[] {
  const least = leastOfBest * (sentences[0]?.score ?? 0);
  return sentences.slice(0, mostQuotes).filter(({ score }) => score >= least);
}

/** The answer of the notes without a model: the best sentences, with the lists and tables that they stand in. */
export const quotesOf = (evidence: Pick<Evidence, "sentences" | "passages">): readonly Quote[] =>
  quotesWithLists(
    bestOf(evidence),
    evidence.passages.map(({ passage }) => passage),
  );

/**
 * The sentence of a passage that says best what a claim says, as it stands there; `undefined` where none has a telling
 * word of it.
 */
export function sentenceFor(claim: string, passageText: string): string | undefined {
  const said = new Set(askedWords(claim).map(stemOf));
  const scored = sentencesIn(passageText).map(({ text, lead }) => {
    // By itself or with what leads to it: a claim may quote the one, and tell of both.
    return { text, score: Math.max(...["", lead].map((before) => likeness(spoken({ lead: before, text })))) };
  });
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a), { text: "", score: 0 });
  return best.score > 0 ? best.text : undefined;

  /** Of all words of both, so that a long sentence is not the best for having many. */
  function likeness(text: string): number {
    const own = new Set(tellingOf(wordsIn(text)).map(stemOf));
    const shared = [...own].filter((stem) => said.has(stem)).length;
    return (2 * shared) / (said.size + own.size || 1);
  }
}
