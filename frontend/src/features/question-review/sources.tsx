import type { Cohort } from "@lyceum/shared/cohorts";
import type { CandidateVersion } from "@lyceum/shared/review";
import { Text } from "@mantine/core";
import { Stem } from "../../components/item/stem.tsx";
import { counted } from "../../lib/format.ts";
import { noteAddress } from "../../lib/note-links.ts";
import { lostCitations, type Source, sourcesOf } from "./evidence.ts";
import classes from "./review.module.css";

/** The passages that a version was made from, with the sentences that support it marked. */
export function Sources({ cohort, version }: { cohort: Cohort; version: CandidateVersion }) {
  const sources = sourcesOf(version);
  const lost = lostCitations(version);
  if (sources.length === 0) return <Text>No passage of a note is known of it.</Text>;
  return (
    <>
      <Text size="sm" c="dimmed">
        The marked sentences are what the item cites, and what the check found to support its key and
        rationales.
      </Text>
      <div className={classes.passages}>
        {sources.map((source) => (
          <PassageText key={source.place} cohort={cohort} source={source} />
        ))}
      </div>
      {lost.length > 0 && (
        <div>
          <strong>Cited, and not found in these passages:</strong>
          <ul className={classes.outcomes}>
            {lost.map(({ title, quote }) => (
              <li key={`${title} ${quote}`}>
                {title}: “{quote}”
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function PassageText({
  cohort,
  source: { place, passage, text, supports, quote },
}: {
  cohort: Cohort;
  source: Source;
}) {
  const { noteTitle, headings, page } = passage;
  return (
    <details open={supports.length > 0} id={`passage-${place}`} className={classes.passage}>
      <summary>
        <span>
          <strong>
            {place + 1}. {noteTitle}
          </strong>
          <span className={classes.path}>
            {[...headings, ...(page === null ? [] : [`page ${page}`])].join(" › ")}
            {supports.length === 0 ? ". Nothing marked" : `. ${counted(supports.length, "sentence")} marked`}
          </span>
        </span>
      </summary>
      <Stem text={text} highlights={supports} />
      <a
        href={noteAddress(cohort.examId, passage, ...(quote === undefined ? [] : [quote]))}
        target="_blank"
        rel="noreferrer"
        className={classes.noteLink}
      >
        Read it in the note (new tab)
      </a>
    </details>
  );
}
