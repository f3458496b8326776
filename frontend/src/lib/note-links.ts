/** What names a place in a note: a passage, or a sentence that an item cites. */
interface NotePlace {
  noteId: string;
  version: number;
  ordinal: number;
  /** Of whom the note is; `null` where it is shared by all who prepare for the exam. */
  cohortId: string | null;
}

/** Where a place in a note can be read, with the words that matter marked: the first of them come into view. */
export function noteAddress(
  examId: string,
  { noteId, version, ordinal, cohortId }: NotePlace,
  ...quotes: readonly string[]
): string {
  const path = cohortId === null ? `/exams/${examId}/notes/${noteId}` : `/groups/${cohortId}/notes/${noteId}`;
  const query = new URLSearchParams({
    version: String(version),
    part: String(ordinal),
  });
  for (const quote of quotes) query.append("quote", quote);
  return `${path}?${query}`;
}
