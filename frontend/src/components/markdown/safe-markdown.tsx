import Markdown, { type Components, type ExtraProps, type Options } from "react-markdown";
import remarkGfm from "remark-gfm";
import classes from "./safe-markdown.module.css";

export type TagProps<Tag extends keyof React.JSX.IntrinsicElements> = React.JSX.IntrinsicElements[Tag] &
  ExtraProps;

/**
 * Markdown that somebody else has written. Its HTML is shown as text and never obeyed; images are not fetched from
 * elsewhere; links lead to new tabs, and tell nobody where from.
 */
export const SafeMarkdown = ({
  text,
  plugins = [],
  components: own = {},
}: {
  text: string;
  /** What changes the tree of HTML that comes of it. */
  plugins?: NonNullable<Options["rehypePlugins"]>;
  /** How some elements are shown otherwise. */
  components?: Components;
}) => (
  <div className={classes.text}>
    <Markdown remarkPlugins={[remarkGfm]} rehypePlugins={plugins} components={{ ...components, ...own }}>
      {text}
    </Markdown>
  </div>
);

const components: Components = {
  a: ({ href, children }: TagProps<"a">) =>
    href !== undefined && /^(https?|mailto):/i.test(href) ? (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    ) : (
      children
    ),
  img: ({ alt }: TagProps<"img">) => <em className={classes.image}>[Image{alt ? `: ${alt}` : ""}]</em>,
  // What is wider than the page scrolls by itself, also by keyboard.
  table: ({ children }: TagProps<"table">) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Table">
      <table>{children}</table>
    </section>
  ),
  pre: ({ children }: TagProps<"pre">) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Code">
      <pre>{children}</pre>
    </section>
  ),
};
