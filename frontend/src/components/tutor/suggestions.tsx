import type { Cohort } from "@lyceum/shared/cohorts";
import type { Answer } from "@lyceum/shared/tutor";
import { Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { loadedItems } from "../../lib/cohorts.ts";
import { notesQuery, sharedNotesQuery } from "../../lib/notes.ts";
import classes from "./chat.module.css";
import { spread, suggested } from "./texts.ts";

/** How many of the group's own notes, and how many in all. */
const most = { own: 2, all: 3 };

/** What can be asked in a conversation where nothing is asked yet; all of it can be answered. */
export function Suggestions({
  cohort,
  about,
  within,
  onChoose,
}: {
  cohort: Cohort;
  about: Answer["about"];
  within: Answer["within"];
  onChoose: (question: string) => void;
}) {
  const own = useInfiniteQuery(notesQuery(cohort.id));
  const shared = useInfiniteQuery(sharedNotesQuery(cohort.examId));
  if (about) return <Chips questions={aboutItem} onChoose={onChoose} />;
  if (own.isPending || shared.isPending) return <Skeleton height={44} width="70%" />;
  const ownNotes = (loadedItems(own.data) ?? []).filter(({ version }) => version > 0);
  const sharedNotes = loadedItems(shared.data) ?? [];
  const ids = within?.noteIds;
  const notes = ids
    ? [...ownNotes, ...sharedNotes].filter(({ id }) => ids.includes(id)).slice(0, most.all)
    : [
        ...ownNotes.slice(0, most.own),
        ...spread(sharedNotes, most.all - Math.min(most.own, ownNotes.length)),
      ];
  // Nothing is known of notes further down a list, nor of those that could not be loaded.
  if (notes.length === 0 && (ids || own.isError || shared.isError)) return null;
  if (notes.length === 0) {
    return (
      <p className={classes.dimmed}>
        There are no notes to answer from yet.
        {cohort.me.role === "learner"
          ? " Your instructors add them on the page Notes."
          : " Add some on the page Notes."}
      </p>
    );
  }
  return <Chips questions={suggested(notes.map(({ title }) => title))} onChoose={onChoose} />;
}

const aboutItem = [
  "Explain this question.",
  "What makes the right answer right?",
  "What do the notes say about it?",
];

const Chips = ({
  questions,
  onChoose,
}: {
  questions: readonly string[];
  onChoose: (question: string) => void;
}) => (
  <ul className={classes.suggestions} aria-label="Suggestions">
    {questions.map((question) => (
      <li key={question}>
        <button type="button" className={classes.suggestion} onClick={() => onChoose(question)}>
          {question}
        </button>
      </li>
    ))}
  </ul>
);
