import type { Note } from "@lyceum/shared/notes";
import { Skeleton, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { examQuery } from "../../lib/api.ts";
import { loadedItems } from "../../lib/cohorts.ts";
import { sharedNotesQuery } from "../../lib/notes.ts";
import { byDomain } from "./by-domain.ts";
import classes from "./notes.module.css";
import { noteFacts } from "./texts.ts";

/** The notes that all who prepare for an exam share, below the domains that they are about. */
export function SharedNotes({ examId, headings }: { examId: string /** Their level. */; headings: 2 | 3 }) {
  const pages = useInfiniteQuery(sharedNotesQuery(examId));
  const exam = useQuery(examQuery(examId)).data;
  const notes = loadedItems(pages.data);
  if (!notes) {
    return pages.isError ? (
      <LoadProblem what="The shared notes" error={pages.error} onRetry={() => void pages.refetch()} />
    ) : (
      <div role="status" aria-label="Loading the shared notes" className={classes.section}>
        <Skeleton height={64} />
        <Skeleton height={64} />
      </div>
    );
  }
  if (notes.length === 0 && !pages.hasNextPage) {
    return <Text className={classes.empty ?? ""}>There are none for this exam yet.</Text>;
  }
  const Heading = `h${headings}` as const;
  return (
    <>
      {byDomain(notes, exam?.domains ?? []).map(({ domain, notes: ofDomain }) => (
        <div key={domain?.id ?? ""}>
          {domain && (
            <Heading className={classes.domain}>
              {domain.id}. {domain.title}
            </Heading>
          )}
          <ul className={classes.rows}>
            {ofDomain.map((note) => (
              <SharedRow key={note.id} note={note} />
            ))}
          </ul>
        </div>
      ))}
      <ShowMore pages={pages} what="More shared notes" />
    </>
  );
}

const SharedRow = ({ note }: { note: Note }) => (
  <li className={classes.sharedRow}>
    <AnchorLink
      to="/exams/$examId/notes/$noteId"
      params={{ examId: note.examId, noteId: note.id }}
      className={classes.rowLink ?? ""}
    >
      {note.title}
    </AnchorLink>
    <Text size="sm" c="dimmed">
      {noteFacts(note)}
    </Text>
  </li>
);
