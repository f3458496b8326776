import type { Answer, RetrievedPassage } from "@lyceum/shared/tutor";

/** A passage that an answer cites, with the sentences that it was cited for. */
export interface Source {
  passage: RetrievedPassage;
  quotes: readonly string[];
}

/** The passages that an answer cites, and those that were found as well; each in the order of their numbers. */
export function sourcesOf({ passages, citations }: Pick<Answer, "passages" | "citations">): {
  cited: readonly Source[];
  others: readonly RetrievedPassage[];
} {
  const sources = passages.map((passage) => ({
    passage,
    quotes: [
      ...new Set(citations.filter(({ number }) => number === passage.number).map(({ quote }) => quote)),
    ],
  }));
  return {
    cited: sources.filter(({ quotes }) => quotes.length > 0),
    others: sources.filter(({ quotes }) => quotes.length === 0).map(({ passage }) => passage),
  };
}

/** Where a passage stands: the note, and the headings in it that don't say the same. */
export const placeOf = ({
  noteTitle,
  headings,
}: Pick<RetrievedPassage, "noteTitle" | "headings">): string[] => [
  noteTitle,
  ...headings.filter((heading) => heading.trim().toLowerCase() !== noteTitle.trim().toLowerCase()),
];

/** An answer to be pasted elsewhere, in Markdown, with what its numbers mean. */
export function copied(answer: Pick<Answer, "text" | "passages" | "citations">): string {
  const text = answer.text.replaceAll(/[ \t]*\[\?\]/g, " (not in the notes)").trim();
  const sources = sourcesOf(answer).cited.map(
    ({ passage }) => `[${passage.number}] ${placeOf(passage).join(" › ")}`,
  );
  return sources.length === 0
    ? text
    : `${text}\n\nSources:\n\n${sources.map((one) => `- ${one}`).join("\n")}`;
}
