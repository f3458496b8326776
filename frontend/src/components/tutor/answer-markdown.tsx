import type { Answer } from "@lyceum/shared/tutor";
import { Button } from "@mantine/core";
import { memo, type ReactNode, useMemo, useRef, useState } from "react";
import type { Components } from "react-markdown";
import { markQuote } from "../../lib/marks.ts";
import { SafeMarkdown, type TagProps } from "../markdown/safe-markdown.tsx";
import classes from "./answer-text.module.css";
import { CitationChip } from "./citation-chip.tsx";
import { markCitations, putAside } from "./citation-marks.ts";
import { settled } from "./settled.ts";
import { type Source, sourcesOf } from "./sources.ts";
import { UnsupportedMark } from "./unsupported-mark.tsx";

/** What an answer says, as far as it is written. Numbers of passages show and open them; what nothing supports is marked. */
export const AnswerMarkdown = memo(function AnswerMarkdown({
  examId,
  answer: { text, help, passages, citations, claims },
  isWhole,
}: {
  examId: string;
  answer: Pick<Answer, "text" | "help" | "passages" | "citations" | "claims">;
  isWhole: boolean;
}) {
  const components = useMemo(
    () => componentsWith(examId, allSources(passages, citations), help === "full"),
    [examId, passages, citations, help],
  );
  const plugins = useMemo(
    () => [
      ...claims.filter(({ support }) => support === "none").map((claim) => () => markQuote(claim.text)),
      markCitations,
    ],
    [claims],
  );
  return (
    <SafeMarkdown text={putAside(isWhole ? text : settled(text))} plugins={plugins} components={components} />
  );
});

function allSources(
  passages: Answer["passages"],
  citations: Answer["citations"],
): ReadonlyMap<string, Source> {
  const { cited, others } = sourcesOf({ passages, citations });
  const sources = [...cited, ...others.map((passage) => ({ passage, quotes: [] }))];
  return new Map(sources.map((source) => [String(source.passage.number), source]));
}

const componentsWith = (
  examId: string,
  sources: ReadonlyMap<string, Source>,
  /** Whether what is cited may be read at once: after a hint it is what the learner is to find. */
  tells: boolean,
): Components => ({
  cite: ({ node }: TagProps<"cite">) => {
    const mark = String(node?.properties.mark);
    if (mark === "?") return <UnsupportedMark />;
    const source = sources.get(mark);
    return source ? <CitationChip examId={examId} source={source} tells={tells} /> : `[${mark}]`;
  },
  pre: ({ children }: TagProps<"pre">) => <Code>{children}</Code>,
  // An answer is a part of a page that has headings of its own.
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
});

function Heading({ children }: { children?: ReactNode }) {
  return <h4 className={classes.heading}>{children}</h4>;
}

/** A block of code, which scrolls by itself, with a way to take it along. */
function Code({ children }: { children: ReactNode }) {
  const code = useRef<HTMLPreElement>(null);
  const [copied, setCopied] = useState<boolean>();
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(code.current?.textContent ?? "");
      setCopied(true);
    } catch {
      setCopied(false);
    }
  }
  return (
    <div className={classes.code}>
      <Button variant="subtle" size="compact-sm" className={classes.copy ?? ""} onClick={() => void copy()}>
        <span aria-live="polite">
          {copied === undefined ? "Copy code" : copied ? "Copied" : "Not possible here"}
        </span>
      </Button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="Code">
        <pre ref={code}>{children}</pre>
      </section>
    </div>
  );
}
