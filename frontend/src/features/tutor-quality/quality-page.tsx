import { getRouteApi } from "@tanstack/react-router";
import { GroupPage } from "../../components/group/group-page.tsx";
import { Notice } from "../../components/notice.tsx";
import { TutorPlaces } from "../../components/tutor-figures/tutor-places.tsx";
import { Figures } from "./figures.tsx";
import { Gaps } from "./gaps.tsx";
import { Ratings } from "./ratings.tsx";
import classes from "./tutor-quality.module.css";

const route = getRouteApi("/members/groups/$cohortId/tutor/quality");

/** How the group's tutor does: what the notes lack, what learners thought of answers, and the figures of a month. */
export function TutorQualityPage() {
  const { cohortId } = route.useParams();
  return (
    <GroupPage cohortId={cohortId} title="Quality of the tutor">
      {(cohort) =>
        cohort.me.role === "learner" ? (
          <Notice kind="notice">
            How the tutor does is for the group's instructors and owners. What you ask stays yours; what they
            see of ratings and gaps has no name on it.
          </Notice>
        ) : (
          <>
            <TutorPlaces cohort={cohort} here="quality" />
            <div className={classes.sections}>
              <Gaps cohort={cohort} />
              <Ratings cohort={cohort} />
              <Figures cohort={cohort} />
            </div>
          </>
        )
      }
    </GroupPage>
  );
}
