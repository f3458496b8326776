import type { Note } from "@lyceum/shared/notes";
import { Checkbox, Skeleton, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ChoiceCard } from "../../components/choice-card.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { useAllPages } from "../../lib/all-pages.ts";
import { loadedItems } from "../../lib/cohorts.ts";
import { counted } from "../../lib/format.ts";
import { notesQuery, sharedNotesQuery } from "../../lib/notes.ts";
import classes from "./generation.module.css";
import type { Typed } from "./wish.ts";

/** From which notes questions are written: all that there are, or some of them. */
export function NotesField({
  cohortId,
  examId,
  typed: { some, noteIds },
  onChange,
}: {
  cohortId: string;
  examId: string;
  typed: Typed;
  onChange: (changes: Pick<Typed, "some" | "noteIds"> | Pick<Typed, "some">) => void;
}) {
  const ownPages = useInfiniteQuery(notesQuery(cohortId));
  const sharedPages = useInfiniteQuery(sharedNotesQuery(examId));
  useAllPages(ownPages);
  useAllPages(sharedPages);
  const own = loadedItems(ownPages.data)?.filter(({ version }) => version > 0);
  const shared = loadedItems(sharedPages.data);
  const failed = [ownPages, sharedPages].find(({ isError }) => isError);
  if (failed) {
    return <LoadProblem what="The notes" error={failed.error} onRetry={() => void failed.refetch()} />;
  }
  if (!own || !shared) return <Skeleton height={120} role="status" aria-label="Loading the notes" />;
  if (own.length + shared.length === 0) {
    return (
      <Notice kind="notice">
        There are no notes to write from.{" "}
        <AnchorLink to="/groups/$cohortId/notes" params={{ cohortId }}>
          Add some first.
        </AnchorLink>
      </Notice>
    );
  }
  const toggle = (id: string) =>
    onChange({ some: true, noteIds: noteIds.symmetricDifference(new Set([id])) });
  return (
    <>
      <ChoiceCard name="notes" label="All" checked={!some} onChoose={() => onChange({ some: false })}>
        {counted(own.length, "note")} of the group, {shared.length} shared
      </ChoiceCard>
      <ChoiceCard name="notes" label="Some" checked={some} onChoose={() => onChange({ some: true })}>
        {noteIds.size > 0 ? `${noteIds.size} chosen` : "Only what you choose"}
      </ChoiceCard>
      {some && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <section className={classes.notes} aria-label="Notes to choose from" tabIndex={0}>
          <Choices heading="The group's notes" notes={own} chosen={noteIds} onToggle={toggle} />
          <Choices heading="Shared notes" notes={shared} chosen={noteIds} onToggle={toggle} />
        </section>
      )}
    </>
  );
}

function Choices({
  heading,
  notes,
  chosen,
  onToggle,
}: {
  heading: string;
  notes: readonly Note[];
  chosen: ReadonlySet<string>;
  onToggle: (id: string) => void;
}) {
  if (notes.length === 0) return null;
  return (
    <div className={classes.choices}>
      <Text size="sm" fw={600}>
        {heading}
      </Text>
      {notes.map(({ id, title, taskIds }) => (
        <Checkbox
          key={id}
          size="sm"
          label={taskIds.length > 0 ? `${taskIds.join(", ")} ${title}` : title}
          checked={chosen.has(id)}
          onChange={() => onToggle(id)}
        />
      ))}
    </div>
  );
}
