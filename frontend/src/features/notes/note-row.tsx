import type { Cohort } from "@lyceum/shared/cohorts";
import type { Note } from "@lyceum/shared/notes";
import { Text } from "@mantine/core";
import { AnchorLink } from "../../components/links.tsx";
import { dateTime } from "../../lib/format.ts";
import { NoteActions } from "./note-actions.tsx";
import classes from "./notes.module.css";
import { noteFacts } from "./texts.ts";
import { UploadState } from "./upload-state.tsx";

/** A note in a group's list: what it is, how its latest upload is doing, and what may be done with it. */
export function NoteRow({ cohort, note, onGone }: { cohort: Cohort; note: Note; onGone: () => void }) {
  const { id: noteId, title, version, upload, changedAt } = note;
  const mayChange = cohort.me.role !== "learner" && cohort.state === "active";
  return (
    <li className={classes.row}>
      <div className={classes.rowHead}>
        <div className={classes.grow}>
          {version > 0 || mayChange ? (
            <AnchorLink
              to="/groups/$cohortId/notes/$noteId"
              params={{ cohortId: cohort.id, noteId }}
              className={classes.rowLink ?? ""}
            >
              {title}
            </AnchorLink>
          ) : (
            <strong>{title}</strong>
          )}
          <Text size="sm" c="dimmed">
            {version > 0 ? noteFacts(note) : "Not readable yet"} ·{" "}
            <time dateTime={changedAt}>{dateTime(changedAt)}</time>
          </Text>
        </div>
        {mayChange && <NoteActions cohort={cohort} note={note} onGone={onGone} />}
      </div>
      {upload && <UploadState cohort={cohort} note={note} upload={upload} onGone={onGone} />}
    </li>
  );
}
