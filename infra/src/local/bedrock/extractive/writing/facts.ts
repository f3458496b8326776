import nlp from "compromise";
import type { Sentence } from "../passages.ts";
import { contentOf, wordsOf } from "../words.ts";

/** A sentence that says something of one thing, and can be understood alone. */
export interface Fact {
  sentence: Sentence;
  /** Without an article, such as `Provisioned throughput`. */
  subject: string;
  isPlural: boolean;
  /** The rest, from the verb on, without the full stop. */
  predicate: string;
  /** Whether it says what the subject is. */
  isDefinition: boolean;
}

/** Sentences that begin so are about something that stands before them. */
const dependent =
  /^(?:it|its|this|that|these|those|they|their|he|she|we|you|your|our|i|there|here|such|so|but|and|or|also|however|therefore|thus|then|otherwise|instead|both|either|neither|each|all|some|many|most|one|two|three|another|others?|what|which|who|how|why|when|where|if|because|although|though|while|since|unless|for|in|on|at|by|with|without|from|to|as|after|before|during|only|even|not|no|never|always|first|second|third|next|finally|example|note|see|use|do|don't|let|keep|make|choose|remember|consider)\b/i;

/** Whether a statement leans on what stands before it. */
export const isDependent = (text: string): boolean => dependent.test(text);

/** Whether some words name a thing, and say nothing of it. */
export function isNominal(text: string): boolean {
  const terms = termsOf(text);
  const [first] = terms;
  const opens =
    !first?.tags.has("Preposition") && !/^(?:if|so|but|and|where|when|because|each|never)\b/i.test(text);
  return opens && !terms.some(isForeign) && terms.some(({ tags }) => tags.has("Noun"));
}

const copula = /^(?:is|are|means?|describes?|denotes?|refers?|measures?)$/i;

const modal = /^(?:can|cannot|could|may|might|must|shall|should|will|would)$/;

/** Whether a sentence can be shown alone and asked about. */
export function standsAlone({ text, list }: Sentence): boolean {
  const words = wordsOf(text).length;
  if (list || words < 7 || words > 36 || !/^[\p{Lu}]/u.test(text) || !/[.]$/.test(text)) return false;
  return !dependent.test(text) && !/[?!:;“”"()]|\b(?:following|above|below|this|these|those)\b/i.test(text);
}

interface Term {
  text: string;
  tags: ReadonlySet<string>;
  /** Where it begins in the sentence. */
  at: number;
}

function termsOf(sentence: string): Term[] {
  const found: { terms: { text: string; tags?: string[] }[] }[] = nlp(sentence).json({
    terms: { tags: true },
  });
  let end = 0;
  return found
    .flatMap(({ terms }) => terms)
    .filter(({ text }) => text !== "")
    .map(({ text, tags }) => {
      const at = Math.max(end, sentence.indexOf(text, end));
      end = at + text.length;
      return { text, tags: new Set(tags ?? []), at };
    });
}

/** Splits a sentence into what it is about and what it says of it; `undefined` where that is not clear. */
export function factIn(sentence: Sentence): Fact | undefined {
  if (!standsAlone(sentence)) return undefined;
  const at = verbIn(termsOf(sentence.text));
  if (at === undefined) return undefined;
  const subject = trimmed(sentence.text.slice(0, at));
  const predicate = sentence.text.slice(at).replace(/\.$/, "");
  const content = contentOf(subject);
  if (content.length === 0 || content.length > 4 || contentOf(predicate).length < 3) return undefined;
  if (/[,]|\b(?:that|which|who|when|if|with|for|to|and|or|where|whether|how|what|first|not)\b/i.test(subject))
    return undefined;
  // A predicate that names its subject again gives it away.
  const named = new Set(contentOf(predicate));
  if (content.every((word) => named.has(word))) return undefined;
  const [first = "", second = ""] = predicate.split(" ");
  const isPlural = modal.test(first) ? /[^s]s$/i.test(subject) : !/s$/i.test(first);
  return {
    sentence,
    subject,
    isPlural,
    predicate,
    isDefinition: copula.test(first) && (first !== "is" || /^(?:an?|the)$/i.test(second)),
  };
}

/** Where the finite verb that follows the subject begins. */
function verbIn(terms: readonly Term[]): number | undefined {
  // "Put latency alarms on a percentile" tells somebody to do something.
  if (terms[0]?.tags.has("Verb") && !terms[0].tags.has("Gerund")) return undefined;
  for (const [index, { text, tags, at }] of terms.entries()) {
    if (index === 0 || index > 6) continue;
    const isVerb =
      /^(?:does|do|has|have|was|were)$/.test(text) ||
      tags.has("Copula") ||
      tags.has("Modal") ||
      (tags.has("PresentTense") && !tags.has("Gerund"));
    if (!isVerb || !/^[a-z]+$/.test(text)) continue;
    // What is taken for a verb may be a noun in front of the real one: "foundation models are".
    const next = terms[index + 1]?.tags;
    const isSure = tags.has("Copula") || tags.has("Modal");
    if (!isSure && (next?.has("Copula") || next?.has("Modal") || next?.has("PresentTense"))) continue;
    const before = terms.slice(0, index);
    return before.some((term) => term.tags.has("Noun")) && !before.some(isForeign) ? at : undefined;
  }
  return undefined;
}

const leading =
  /^(?:an?|the|its|their|your|our|this|that|these|those|each|every|any|some|all|many|most|several|both|such|other|another|more|less|only|one|no)\s+/i;

/** A noun phrase without its article and marks. */
export function trimmed(phrase: string): string {
  let text = phrase.trim().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%)]+$/gu, "");
  while (leading.test(text)) text = text.replace(leading, "");
  return text;
}

/** A noun phrase, with a sentence that it stands in. */
export interface Phrase {
  text: string;
  isPlural: boolean;
  sentence: Sentence;
}

interface NounPhrase {
  text: string;
  noun?: { isPlural?: boolean };
  terms: { tags?: string[] }[];
}

/** What no noun phrase has that was read rightly. */
const foreign = ["Modal", "Adverb", "Infinitive", "Copula", "Conjunction", "Pronoun", "QuestionWord"];

function isForeign({ tags }: Pick<Term, "tags">): boolean {
  return foreign.some((tag) => tags.has(tag)) || (tags.has("PresentTense") && !tags.has("Gerund"));
}

/** Phrases that begin so could be about anything. */
const indefinite =
  /^(?:certain|same|own|whole|good|bad|better|best|new|old|next|last|previous|right|wrong|different|usual|long|longer|longest|short|shorter|large|larger|small|smaller|high|higher|low|lower|complete|second|third|first|single|further|general|real|similar|various|rest|answer first)\b/i;

/** Single words that fit nearly anywhere decide nothing, and those that may be verbs are often read wrongly. */
function isThing(word: string): boolean {
  return !vague.test(word) && !nlp(word).has("#Verb") && word.length > 4;
}

/** The noun phrases of sentences that are worth asking for, each once. */
export function phrasesIn(sentences: readonly Sentence[]): Phrase[] {
  const phrases = new Map<string, Phrase>();
  for (const sentence of sentences) {
    const nouns: NounPhrase[] = nlp(sentence.text)
      .nouns()
      .json({ terms: { tags: true } });
    for (const { text, noun, terms } of nouns) {
      const tagged = terms.map(({ tags = [] }) => ({ tags: new Set(tags) }));
      if (tagged.some(isForeign) || !tagged.at(-1)?.tags.has("Noun")) continue;
      const phrase = trimmed(wholeWords(text, sentence.text));
      const words = phrase.split(" ");
      if (words.length > 4 || contentOf(phrase).length === 0 || phrase.length < 4) continue;
      if (/[,.;:()“”"]|\d{5,}/.test(phrase) || dependent.test(phrase)) continue;
      if (/\b(?:of|that|which|who|and|or|is|are|it|them)\b/i.test(phrase)) continue;
      if (indefinite.test(phrase) || (words.length === 1 && !isThing(phrase))) continue;
      if (!sentence.text.includes(phrase)) continue;
      const key = phrase.toLowerCase();
      if (!phrases.has(key)) phrases.set(key, { text: phrase, isPlural: noun?.isPlural ?? false, sentence });
    }
  }
  return [...phrases.values()];
}

/** A phrase with the rest of its first and last word: the parser takes words with hyphens apart. */
function wholeWords(phrase: string, text: string): string {
  const bare = trimmed(phrase);
  const at = bare === "" ? -1 : text.indexOf(bare);
  if (at < 0) return phrase;
  const [before = ""] = /[\p{L}\p{N}-]*$/u.exec(text.slice(0, at)) ?? [];
  const [after = ""] = /^[\p{L}\p{N}-]*/u.exec(text.slice(at + bare.length)) ?? [];
  return `${before}${bare}${after}`;
}

const vague =
  /^(?:things?|ways?|parts?|kinds?|sorts?|cases?|times?|numbers?|amounts?|results?|reasons?|examples?|problems?|questions?|answers?|people|users?|teams?|days?|work|place|point|need|change|same|rest|end|order|course|example|note|text|words?|value|values)$/i;
