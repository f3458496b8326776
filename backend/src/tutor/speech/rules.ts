// What tells a useless text of a model from an answer.

/** So many words in a row are not the same by chance. */
const wordsInARow = 8;

/**
 * Without what can't be seen, by which words could be taken apart; and without the marks of passages, which every answer
 * has as the prompt's example has them.
 */
const wordsOf = (text: string): string[] =>
  text
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(/\[[\d?]+\]/g, " ")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

const runsOf = (words: readonly string[]): string[] =>
  Array.from({ length: Math.max(0, words.length - wordsInARow + 1) }, (_, at) =>
    words.slice(at, at + wordsInARow).join(" "),
  );

/** Whether a text repeats what it was told not to tell. */
export function isLeak(text: string, secret: string): boolean {
  const runs = new Set(runsOf(wordsOf(secret)));
  return runs.size > 0 && runsOf(wordsOf(text)).some((run) => runs.has(run));
}

const longRun = 100;
const mostRepeated = 4;

/** Whether the end of a text was said again and again: a model that is stuck. */
export function repeats(text: string): boolean {
  const end = text.slice(-longRun);
  if (end.length < longRun || !/\p{L}{2}/u.test(end)) return false;
  let times = 0;
  for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) times++;
  return times >= mostRepeated;
}
