import { memo } from "react";
import { SafeMarkdown } from "../../components/markdown/safe-markdown.tsx";
import { markQuote } from "../../lib/marks.ts";
import { spoken } from "./reading.ts";

/** A piece of a note. */
export const NoteMarkdown = memo(function NoteMarkdown({
  text,
  quotes = [],
}: {
  text: string;
  /** Pieces of Markdown whose words are marked. */
  quotes?: readonly string[];
}) {
  return <SafeMarkdown text={text} plugins={quotes.map((quote) => () => markQuote(spoken(quote)))} />;
});
