/**
 * Abbreviations after which a sentence goes on, although a capital or a number may follow. ICU, which knows none of them,
 * splits there.
 */
const abbreviations = new Set(
  "approx ca cf corp dept dr e.g eg esp est etc fig figs i.e ie inc jr ltd mr mrs ms no nos p pp prof resp sec sr st vol vs u.s".split(
    " ",
  ),
);

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/**
 * The sentences of a text, in their order; joined by single spaces, they are the text with its white space made single.
 * Made for English, and fair to other languages.
 */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  const whole = text.replace(/\s+/g, " ").trim();
  for (const { segment } of segmenter.segment(whole)) {
    const last = sentences.at(-1);
    if (last !== undefined && goesOn(last, segment)) sentences[sentences.length - 1] = last + segment;
    else sentences.push(segment);
  }
  return sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== "");
}

/** @param before with the space behind it, where there is one */
function goesOn(before: string, after: string): boolean {
  // Only a space ends a sentence: not the dots of `Node.js` or `3.5`.
  if (!before.endsWith(" ")) return true;
  if (/^[\p{Ll},;:)\]]/u.test(after)) return true;
  const [, word = ""] = /(?:^|[\s(["'*_])([\p{L}.]+)\. $/u.exec(before) ?? [];
  if (abbreviations.has(word.toLowerCase())) return true;
  // Initials, and the number of an item in a list.
  return /(?:^|\s)(?:\p{Lu}|\d{1,3})\. $/u.test(before) && before.length <= 5;
}
