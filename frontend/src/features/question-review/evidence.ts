import type { CandidateVersion, Check } from "@lyceum/shared/review";
import { findQuote, type Stretch, withoutMarks } from "../../lib/quotes.ts";

/** A passage of a note with what of it supports the item. */
export interface Source {
  /** Its place among the version's passages, from 0. */
  place: number;
  passage: CandidateVersion["passages"][number];
  /** Its text without the marks of Markdown. */
  text: string;
  supports: Stretch[];
  /** The first of the words that support something, as they were cited. */
  quote?: string;
}

/** The passages that a version was made from, those that support something first. */
export function sourcesOf(version: CandidateVersion): Source[] {
  const claims = version.checks.flatMap((check) => check.claims ?? []);
  return version.passages
    .map((passage, place) => {
      const cited = citationsOf(version)
        .filter((each) => isOf(each, passage))
        .map(({ quote }) => quote);
      const claimed = claims.flatMap((claim) =>
        claim.supported && claim.passage === place && claim.sentence !== null ? claim.sentence : [],
      );
      const text = withoutMarks(passage.text);
      const found = [...new Set([...cited, ...claimed])].flatMap((quote) => {
        const stretch = findQuote(text, quote);
        return stretch ? { quote, stretch } : [];
      });
      const [first] = found;
      return {
        place,
        passage,
        text,
        supports: found.map(({ stretch }) => stretch),
        ...(first && { quote: first.quote }),
      };
    })
    .toSorted((a, b) => Number(b.supports.length > 0) - Number(a.supports.length > 0));
}

const citationsOf = ({ item }: CandidateVersion) => item.citations ?? [];

const isOf = (
  citation: { noteId: string; version: number; ordinal: number },
  passage: { noteId: string; version: number; ordinal: number },
): boolean =>
  citation.noteId === passage.noteId &&
  citation.version === passage.version &&
  citation.ordinal === passage.ordinal;

/** What an item cites and no passage says in these words. */
export const lostCitations = (version: CandidateVersion) =>
  citationsOf(version).filter(
    (citation) =>
      !version.passages.some(
        (passage) => isOf(citation, passage) && findQuote(passage.text, citation.quote) !== undefined,
      ),
  );

const weights: Readonly<Record<Check["verdict"], number>> = { failed: 0, warning: 1, unknown: 2, passed: 3 };

/** Checks, those that object first. */
export const sortedChecks = (checks: readonly Check[]): Check[] =>
  checks.toSorted((a, b) => weights[a.verdict] - weights[b.verdict]);
