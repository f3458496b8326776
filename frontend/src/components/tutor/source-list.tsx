import type { Answer, RetrievedPassage } from "@lyceum/shared/tutor";
import { noteAddress } from "../../lib/note-links.ts";
import { findQuote, withoutMarks } from "../../lib/quotes.ts";
import classes from "./answer.module.css";
import { placeOf, sourcesOf } from "./sources.ts";

/**
 * What an answer cites, with the sentences that it was cited for unless it says just them, and apart from that what was
 * found as well. A hint's sentences would tell the answer, so they come on demand.
 */
export function SourceList({
  examId,
  answer,
}: {
  examId: string;
  answer: Pick<Answer, "text" | "help" | "passages" | "citations">;
}) {
  const { cited, others } = sourcesOf(answer);
  const list = (
    <ul className={classes.sourceList}>
      {cited.map(({ passage, quotes }) => (
        <li key={passage.number}>
          <Place examId={examId} passage={passage} quotes={quotes} />
          {quotes.map(
            (quote) =>
              !findQuote(answer.text, quote) && (
                <blockquote key={quote} className={classes.quote}>
                  {withoutMarks(quote)}
                </blockquote>
              ),
          )}
        </li>
      ))}
    </ul>
  );
  return (
    <div className={classes.sources}>
      {cited.length > 0 &&
        (answer.help === "full" ? (
          <section>
            <h4 className={classes.smallHeading}>Cited</h4>
            {list}
          </section>
        ) : (
          <details>
            <summary>Where the answer stands</summary>
            {list}
          </details>
        ))}
      {others.length > 0 && (
        <details>
          <summary>
            {cited.length > 0 ? "Also found" : "Found, not cited"} ({others.length})
          </summary>
          <PassageList examId={examId} passages={others} />
        </details>
      )}
    </div>
  );
}

/** Passages of notes by their places. */
export const PassageList = ({
  examId,
  passages,
}: {
  examId: string;
  passages: readonly RetrievedPassage[];
}) => (
  <ul className={classes.sourceList}>
    {passages.map((passage) => (
      <li key={passage.number}>
        <Place examId={examId} passage={passage} quotes={[]} />
      </li>
    ))}
  </ul>
);

function Place({
  examId,
  passage,
  quotes,
}: {
  examId: string;
  passage: RetrievedPassage;
  quotes: readonly string[];
}) {
  const [title, ...headings] = placeOf(passage);
  return (
    <>
      <span className={classes.number}>{passage.number}</span>
      <a href={noteAddress(examId, passage, ...quotes)} target="_blank" rel="noreferrer">
        {title}
      </a>
      {headings.length > 0 && <span className={classes.dimmed}> › {headings.join(" › ")}</span>}
    </>
  );
}
