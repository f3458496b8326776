import type { Citation } from "@lyceum/shared/notes";
import { noteAddress } from "../../lib/note-links.ts";
import classes from "./citations.module.css";

/**
 * The sentences of study notes that support an item, each with the way to where it stands. Of plain elements only, as
 * the rest of a decided item.
 * @param props.examId absent where the notes are at hand anyway: then nothing is linked
 */
export const Citations = ({
  citations,
  examId,
}: {
  citations: readonly Citation[];
  examId?: string | undefined;
}) => (
  <ul className={classes.citations}>
    {citations.map((citation) => (
      <li key={`${citation.noteId} ${citation.ordinal} ${citation.quote}`}>
        <blockquote className={classes.quote}>{citation.quote}</blockquote>
        {examId === undefined ? (
          citation.title
        ) : (
          <a href={noteAddress(examId, citation, citation.quote)} target="_blank" rel="noreferrer">
            {citation.title}
          </a>
        )}
      </li>
    ))}
  </ul>
);
