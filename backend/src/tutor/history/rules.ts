import type { Answer } from "@lyceum/shared/tutor";

/** After how long an answer that nobody writes to any more counts as broken off, in ms: it is written to each second. */
export const silence = 20_000;
/** After how long whoever wrote it is surely gone: its function is ended after 90 seconds. In ms. */
export const surelyGone = 120_000;
/** How many questions a conversation may have: all of them are deleted with it, in one request. */
export const mostAnswers = 200;
/** How many words of its questions a conversation is found by: its item stays small. */
export const mostWords = 2_000;

const mostWordsOfQuestion = 60;
const longestWord = 40;
const longestTitle = 80;

export const brokenOff = "It was broken off. Ask again.";

/**
 * An answer as it is to be shown: one that is silent for long is broken off.
 * @param now ISO time
 */
export const asShown = <A extends Pick<Answer, "state" | "notice"> & { beatAt: string }>(
  answer: A,
  now: string,
): A => (isSilent(answer, now, silence) ? { ...answer, state: "failed", notice: brokenOff } : answer);

/** @param least for how long at least, in ms */
export const isSilent = (
  { state, beatAt }: Pick<Answer, "state"> & { beatAt: string },
  now: string,
  least: number,
): boolean => state === "answering" && Date.parse(now) - Date.parse(beatAt) > least;

/** The words of a text as they are searched: without case, accents and signs. */
export const wordsOf = (text: string): string[] =>
  folded(text)
    .match(/[\p{L}\p{N}]+/gu)
    ?.map((word) => word.slice(0, longestWord)) ?? [];

const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The words that a question adds to those that its conversation is found by. */
export const newWords = (question: string, known: ReadonlySet<string>): string[] =>
  known.size >= mostWords
    ? []
    : [...new Set(wordsOf(question))].filter((word) => !known.has(word)).slice(0, mostWordsOfQuestion);

/** Whether title or questions have all the words that are looked for, as they are or as the beginning of longer ones. */
export function isFound(
  { title, words }: { title: string; words: ReadonlySet<string> },
  search: string,
): boolean {
  const has = [...words, ...wordsOf(title)];
  return wordsOf(search).every((wanted) => has.some((word) => word.startsWith(wanted)));
}

/** A conversation's title from its first question: as much of it as fits, whole words where there are some. */
export function titleOf(question: string): string {
  const line = question.replace(/\s+/g, " ").trim();
  if (line.length <= longestTitle) return line;
  const cut = line.slice(0, longestTitle - 1);
  const end = cut.lastIndexOf(" ");
  return `${(end > longestTitle / 2 ? cut.slice(0, end) : cut).toWellFormed()}…`;
}
