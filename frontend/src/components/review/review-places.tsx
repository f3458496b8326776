import { AnchorLink } from "../links.tsx";
import pills from "../pills.module.css";
import classes from "./review-places.module.css";

/** Where one can go in a group's review. */
export function ReviewPlaces({ cohortId }: { cohortId: string }) {
  const link = {
    params: { cohortId },
    underline: "never",
    className: pills.pill ?? "",
    activeOptions: { exact: true, includeSearch: false },
  } as const;
  return (
    <nav aria-label="Review" className={classes.places}>
      <AnchorLink to="/groups/$cohortId/review" {...link}>
        Queue
      </AnchorLink>
      <AnchorLink to="/groups/$cohortId/review/quality" {...link}>
        Quality
      </AnchorLink>
    </nav>
  );
}
