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

/** A part of a text, in UTF-16 code units; `to` is behind its last. */
interface Stretch {
  from: number;
  to: number;
}

/**
 * The sentences of a text, in their order; joined by single spaces, they are the text with its white space made single.
 * Made for English, and fair to other languages.
 */
export function sentencesOf(text: string): string[] {
  const whole = text.replace(/\s+/g, " ").trim();
  return sentenceStretches(whole).map(({ from, to }) => whole.slice(from, to));
}

/** Where the sentences of a text are, without the white space around them. A line may end within a sentence. */
export function sentenceStretches(text: string): Stretch[] {
  const stretches: Stretch[] = [];
  const whole = text.replace(/\s/g, " ");
  for (const { segment, index } of segmenter.segment(whole)) {
    const last = stretches.at(-1);
    const to = index + segment.length;
    if (last && goesOn(whole.slice(last.from, last.to), segment)) last.to = to;
    else stretches.push({ from: index, to });
  }
  return stretches
    .map(({ from, to }) => {
      const segment = whole.slice(from, to);
      const start = from + segment.length - segment.trimStart().length;
      return { from: start, to: start + segment.trim().length };
    })
    .filter(({ from, to }) => to > from);
}

/** @param before with the space behind it, where there is one */
function goesOn(before: string, after: string): boolean {
  // Only a space ends a sentence: not the dots of `Node.js` or `3.5`.
  if (!before.endsWith(" ")) return true;
  if (/^[\p{Ll},;:)\]]/u.test(after)) return true;
  if (isInLink(before, after)) return true;
  // In Markdown a dot may be escaped.
  const plain = before.replaceAll("\\.", ".");
  const [, word = ""] = /(?:^|[\s(["'*_-])([\p{L}.]+)\. $/u.exec(plain) ?? [];
  if (abbreviations.has(word.toLowerCase())) return true;
  // Initials within a name, and before one, and the number of an item in a list.
  if (/(?:^|\s)\p{Lu}\p{Ll}+ \p{Lu}\. $/u.test(plain)) return true;
  return /(?:^|\s)(?:\p{Lu}|\d{1,3})\. $/u.test(plain) && plain.length <= 5;
}

/** Whether the text of a link in Markdown goes on. */
const isInLink = (before: string, after: string): boolean =>
  before.lastIndexOf("[") > before.lastIndexOf("]") && /^[^[\]]*\]\(/.test(after);
