import type { Note } from "@lyceum/shared/notes";
import { Button, Skeleton } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Notice } from "../../components/notice.tsx";
import type { Shelf } from "../../lib/notes.ts";
import classes from "./notes.module.css";
import type { Place } from "./search.ts";

/**
 * The code that renders Markdown, which is large: it comes while the note is asked for. Not by `lazy`: React holds back
 * for 300 ms what it reveals. What can't be loaded is the page's failure.
 */
const textCode = queryOptions({
  queryKey: ["code", "note-text"],
  queryFn: () => import("./note-text.tsx"),
  staleTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
  throwOnError: true,
});

/** What a note says: its current version, or the one that something cites. */
export function NoteBody({
  shelf,
  note: { id: noteId, title, version: current },
  place,
  level,
}: {
  shelf: Shelf;
  note: Note;
  place: Place;
  level: 2 | 3;
}) {
  const navigate = useNavigate();
  const code = useQuery(textCode).data;
  const version = place.version ?? current;
  if (version === 0) return null;
  return (
    <>
      {version < current && (
        <Notice
          kind="notice"
          actions={
            <Button
              variant="default"
              size="sm"
              onClick={() => void navigate({ to: ".", search: {}, replace: true })}
            >
              Read the current version
            </Button>
          }
        >
          This is version {version}, as it is cited. The current one is version {current}.
        </Notice>
      )}
      {code ? (
        <code.NoteText
          key={version}
          shelf={shelf}
          noteId={noteId}
          title={title}
          version={version}
          place={place}
          level={level}
        />
      ) : (
        <div role="status" aria-label="Loading the note" className={classes.section}>
          <Skeleton height={240} />
        </div>
      )}
    </>
  );
}
