/** What a converter makes of a file: its blocks in their order, as Markdown. */
export interface Block {
  /** That it stands below, the outermost first. */
  headings: readonly string[];
  /** From 1, in a PDF: where it begins. */
  page: number | null;
  /** Prose may be cut between sentences, a list between items, and a table or code, kept whole where it fits, between lines. */
  kind: "prose" | "list" | "table" | "code";
  text: string;
}

/** The headings that stand above what follows, as headings come by. */
export function outline() {
  const open: { depth: number; title: string }[] = [];
  return {
    /** @param depth from 1, the outermost */
    heading(depth: number, title: string): void {
      while ((open.at(-1)?.depth ?? 0) >= depth) open.pop();
      if (title !== "") open.push({ depth, title: title.slice(0, longestHeading) });
    },
    path: (): readonly string[] => open.map(({ title }) => title),
  };
}

/** A heading stands in front of each part below it, and is no place for a text. */
const longestHeading = 200;
