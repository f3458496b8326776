import type { About, Within } from "@lyceum/shared/tutor";
import { Skeleton } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { BesideFrame } from "./beside-frame.tsx";
import { NoPanelYet } from "./no-panel-yet.tsx";
import classes from "./tutor-beside.module.css";
import { WhoseTutor } from "./whose-tutor.tsx";

/** The code of the panel, which renders Markdown and is large: it comes when somebody asks. Its failure is the page's. */
const panelCode = queryOptions({
  queryKey: ["code", "tutor-panel"],
  queryFn: () => import("../tutor/tutor-panel.tsx"),
  staleTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
  throwOnError: true,
});

/**
 * The tutor beside what a question is about: next to the page where there is room, over it where there is none. Mounted
 * means open.
 */
export function TutorBeside({
  examId,
  cohortId,
  about,
  within,
  scope,
  opening,
  onClose,
}: {
  examId: string;
  /** Whose tutor; absent where the page is of no group: then it is one of the learner's groups for the exam. */
  cohortId?: string | undefined;
  about?: About;
  within?: Within;
  /** What `within` says, in words. */
  scope?: string;
  /** A question that may be asked to begin with. */
  opening?: string;
  onClose: () => void;
}) {
  const code = useQuery(panelCode).data;
  const panelOf = (id: string, onOtherGroup?: () => void) =>
    code ? (
      <code.TutorPanel
        key={id}
        cohortId={id}
        {...(about && { about })}
        {...(within && { within })}
        {...(scope !== undefined && { scope })}
        {...(opening !== undefined && { opening })}
        onOtherGroup={onOtherGroup}
        onClose={onClose}
      />
    ) : (
      <NoPanelYet onClose={onClose}>
        <div role="status" aria-label="Loading the tutor" className={classes.waiting}>
          <Skeleton height={24} width="60%" />
          <Skeleton height={120} />
        </div>
      </NoPanelYet>
    );
  return (
    <BesideFrame label="Tutor" onClose={onClose}>
      {cohortId === undefined ? (
        <WhoseTutor examId={examId} onClose={onClose}>
          {panelOf}
        </WhoseTutor>
      ) : (
        panelOf(cohortId)
      )}
    </BesideFrame>
  );
}
