import { useState } from "react";
import classes from "./reading.module.css";
import type { Piece } from "./reading.ts";

/** With fewer headings than this, a note is looked through faster than its contents. */
const enough = 3;
/** Deeper headings than this are not listed. */
const deepest = 1;

/** The headings of a note, as far as it is loaded. Beside the text where there is room, and else folded above it. */
export function Contents({ pieces, isWhole }: { pieces: readonly Piece[]; isWhole: boolean }) {
  const [open] = useState(() => matchMedia("(min-width: 62em)").matches);
  const headings = pieces.filter((piece) => piece.kind === "heading").filter(({ depth }) => depth <= deepest);
  if (headings.length < enough) return null;
  return (
    <nav aria-label="Contents" className={classes.contents}>
      <details open={open}>
        <summary>Contents</summary>
        <ol>
          {headings.map(({ id, depth, text }) => (
            <li key={id} data-depth={depth}>
              <a href={`#${id}`}>{text}</a>
            </li>
          ))}
        </ol>
        {!isWhole && <p>More follows as you read on.</p>}
      </details>
    </nav>
  );
}
