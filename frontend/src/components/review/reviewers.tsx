import type { Cohort } from "@lyceum/shared/cohorts";
import type { ReactNode } from "react";
import { GroupPage } from "../group/group-page.tsx";
import { Notice } from "../notice.tsx";

/** A page of a group's review, for its instructors and owners. Learners are told why there is nothing for them. */
export const ReviewersPage = ({
  cohortId,
  title,
  children,
}: {
  cohortId: string;
  title: string;
  children: (cohort: Cohort) => ReactNode;
}) => (
  <GroupPage cohortId={cohortId} title={title}>
    {(cohort) =>
      cohort.me.role === "learner" ? (
        <Notice kind="notice">
          The group's instructors and owners review its questions. You meet them when they are approved.
        </Notice>
      ) : (
        children(cohort)
      )
    }
  </GroupPage>
);
