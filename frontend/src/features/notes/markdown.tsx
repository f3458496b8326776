import { memo } from "react";
import Markdown, { type Components, type ExtraProps } from "react-markdown";
import remarkGfm from "remark-gfm";
import { markQuote } from "./marks.ts";
import classes from "./reading.module.css";

/**
 * A piece of a note. Its HTML is shown as text and never obeyed; images are not fetched from elsewhere; links lead to
 * new tabs, and tell nobody where from.
 */
export const NoteMarkdown = memo(function NoteMarkdown({
  text,
  quote,
}: {
  text: string;
  /** Words that are marked. */
  quote?: string | undefined;
}) {
  return (
    <Markdown
      remarkPlugins={[remarkGfm]}
      rehypePlugins={quote === undefined ? [] : [() => markQuote(quote)]}
      components={components}
    >
      {text}
    </Markdown>
  );
});

type Props<Tag extends keyof React.JSX.IntrinsicElements> = React.JSX.IntrinsicElements[Tag] & ExtraProps;

const components: Components = {
  a: ({ href, children }: Props<"a">) =>
    href !== undefined && /^(https?|mailto):/i.test(href) ? (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    ) : (
      children
    ),
  img: ({ alt }: Props<"img">) => <em className={classes.image}>[Image{alt ? `: ${alt}` : ""}]</em>,
  // What is wider than the page scrolls by itself, also by keyboard.
  table: ({ children }: Props<"table">) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Table">
      <table>{children}</table>
    </section>
  ),
  pre: ({ children }: Props<"pre">) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Code">
      <pre>{children}</pre>
    </section>
  ),
};
