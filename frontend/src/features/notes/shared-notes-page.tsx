import { Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { Page } from "../../components/page.tsx";
import { useExamCode } from "../../lib/cohorts.ts";
import classes from "./notes.module.css";
import { SharedNotes } from "./shared-notes.tsx";

const route = getRouteApi("/members/exams/$examId/notes/");

/** The notes that all who prepare for an exam share. */
export function SharedNotesPage() {
  const { examId } = route.useParams();
  return (
    <Page title={`Study notes for ${useExamCode(examId)}`}>
      <div className={classes.section}>
        <Text c="dimmed">They come with the exam, for all who prepare for it.</Text>
        <SharedNotes examId={examId} headings={2} />
      </div>
    </Page>
  );
}
