import type { Cohort } from "@lyceum/shared/cohorts";
import { AnchorLink } from "../links.tsx";
import pills from "../pills.module.css";
import classes from "./tutor-places.module.css";

/** Where one can go around a group's tutor. Learners have one place only, so they are shown no choice. */
export function TutorPlaces({
  cohort: { id: cohortId, me },
  here,
}: {
  cohort: Pick<Cohort, "id" | "me">;
  here: "ask" | "quality";
}) {
  if (me.role === "learner") return null;
  // A conversation has an address of its own, so the router doesn't know by itself that it is a place to ask.
  const link = (place: typeof here) =>
    ({
      params: { cohortId },
      underline: "never",
      className: pills.pill ?? "",
      activeOptions: { exact: true },
      "data-status": place === here ? "active" : undefined,
      "aria-current": place === here ? "page" : undefined,
    }) as const;
  return (
    <nav aria-label="Tutor" className={classes.places}>
      <AnchorLink to="/groups/$cohortId/tutor" {...link("ask")}>
        Ask
      </AnchorLink>
      <AnchorLink to="/groups/$cohortId/tutor/quality" {...link("quality")}>
        Quality
      </AnchorLink>
    </nav>
  );
}
