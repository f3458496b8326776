import { withoutMarks } from "../../lib/quotes.ts";

/**
 * The sentences of a text in Markdown, as they are read out: without numbers of passages, and with code only named.
 * @param isWhole whether nothing more comes: until then the last sentence may be half of one
 */
export function sentencesOf(text: string, isWhole: boolean): string[] {
  const plain = withoutMarks(
    text
      .replaceAll(/^ {0,3}(`{3,}|~{3,})[\s\S]*?(?:^ {0,3}\1[ \t]*$|$(?![\s\S]))/gm, "Some code.")
      .replaceAll(/^[\s|:-]+$/gm, "")
      .replaceAll(/[ \t]*\[\?\]/g, " (the notes don't say so)")
      .replaceAll(/[ \t]*\[\d[\d, ]*\]/g, "")
      .replaceAll(/^#{1,6} /gm, ""),
  );
  const sentences = plain
    .split(/\n+|(?<=[.!?:])[ \t]+/)
    .map((sentence) => sentence.replaceAll("|", " ").replaceAll(/\s+/g, " ").trim());
  return (isWhole ? sentences : sentences.slice(0, -1)).filter((sentence) => /[\p{L}\d]/u.test(sentence));
}

/** What is read out of an answer, line by line, and the sentences of it that this is about. */
export interface Read {
  lines: readonly string[];
  sentences: readonly string[];
}

export const nothingRead: Read = { lines: [], sentences: [] };

/** What is read out when these sentences are there. Only a text that the check has changed is read out anew. */
export function readOn(read: Read, sentences: readonly string[]): Read {
  const shared = Math.min(read.sentences.length, sentences.length);
  const goesOn = read.sentences.slice(0, shared).every((sentence, place) => sentences[place] === sentence);
  if (goesOn && sentences.length <= read.sentences.length) return read;
  const next = goesOn
    ? sentences.slice(shared)
    : ["After it was checked against the notes, the answer reads:", ...sentences];
  return { lines: [...read.lines, ...next], sentences };
}
