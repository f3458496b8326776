import type { Note, Upload } from "@lyceum/shared/notes";
import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { client, noCursor } from "./api.ts";
import { loadedItems, ofCohort } from "./cohorts.ts";

// What the server says of study notes: a group's own, and those that all who prepare for an exam share.

/** Where a note stands. */
export type Shelf = { cohortId: string } | { examId: string };

const ofNotes = (cohortId: string) => [...ofCohort(cohortId), "notes"] as const;
const ofShelf = (shelf: Shelf) =>
  "cohortId" in shelf ? ofNotes(shelf.cohortId) : (["exams", shelf.examId, "notes"] as const);

/** How often notes are asked for anew while the platform works on one, in ms. */
const pause = 2_500;
/** The same while somebody else has to do something. */
const longPause = 15_000;

/** How long to wait before asking anew, in ms; `false` where nothing is going to change by itself. */
export function pauseOf(notes: readonly Note[]): number | false {
  const states = notes.map(({ upload }) => upload?.state);
  if (states.some((state) => state === "reading" || state === "indexing")) return pause;
  return states.some((state) => state === "awaiting_file" || state === "awaiting_consent") && longPause;
}

/** Whether an upload is on its way: nothing of it can be read yet, and it can be cancelled. */
export const isUnderWay = ({ state }: Upload): boolean =>
  state === "awaiting_file" || state === "reading" || state === "awaiting_consent" || state === "indexing";

/** A group's own notes, the latest changed first, page by page. */
export const notesQuery = (cohortId: string) =>
  infiniteQueryOptions({
    queryKey: [...ofNotes(cohortId), "list"],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/notes",
        { params: { cohortId }, query: { limit: 50, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
    refetchInterval: ({ state: { data } }) => pauseOf(loadedItems(data) ?? []),
  });

/** The notes that all who prepare for an exam share, page by page. */
export const sharedNotesQuery = (examId: string) =>
  infiniteQueryOptions({
    queryKey: [...ofShelf({ examId }), "list"],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /exams/{examId}/notes",
        { params: { examId }, query: { limit: 50, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

export const noteQuery = (shelf: Shelf, noteId: string) =>
  queryOptions({
    queryKey: [...ofShelf(shelf), "note", noteId],
    queryFn: ({ signal }) =>
      "cohortId" in shelf
        ? client.call("GET /cohorts/{cohortId}/notes/{noteId}", { params: { ...shelf, noteId } }, { signal })
        : client.call("GET /exams/{examId}/notes/{noteId}", { params: { ...shelf, noteId } }, { signal }),
    refetchInterval: ({ state: { data } }) => (data ? pauseOf([data]) : false),
  });

/** What a version of a note says, part by part, in pages. A version never changes. */
export const partsQuery = (shelf: Shelf, noteId: string, version: number) =>
  infiniteQueryOptions({
    queryKey: [...ofShelf(shelf), "note", noteId, "parts", version],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 100, cursor: pageParam, version };
      return "cohortId" in shelf
        ? client.call(
            "GET /cohorts/{cohortId}/notes/{noteId}/parts",
            { params: { ...shelf, noteId }, query },
            { signal },
          )
        : client.call(
            "GET /exams/{examId}/notes/{noteId}/parts",
            { params: { ...shelf, noteId }, query },
            { signal },
          );
    },
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Keeps what the server said of a group's note after a change, and asks anew for the list that it is in. */
export function keepNote(queryClient: QueryClient, cohortId: string, note: Note): Promise<void> {
  queryClient.setQueryData(noteQuery({ cohortId }, note.id).queryKey, note);
  return queryClient.invalidateQueries({ queryKey: notesQuery(cohortId).queryKey });
}

/** Asks anew for all that is known of a group's notes. */
export const renewNotes = (queryClient: QueryClient, cohortId: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ofNotes(cohortId) });

/** Forgets a note that is gone. */
export async function forgetNote(queryClient: QueryClient, cohortId: string, noteId: string): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: notesQuery(cohortId).queryKey });
  queryClient.removeQueries({ queryKey: noteQuery({ cohortId }, noteId).queryKey });
}
