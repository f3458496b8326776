import type { CandidateSummary } from "@lyceum/shared/review";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { checkProblems } from "../../lib/review-names.ts";
import classes from "./tags.module.css";

/** What the checks found in a candidate's current version, a word or two each. */
export const CheckTags = ({
  failed,
  warned,
  version,
}: Pick<CandidateSummary, "failed" | "warned" | "version">) => (
  <>
    {failed.map((name) => (
      <span key={name} className={classes.tag} data-kind="failed">
        <IconAlertTriangle size={15} aria-hidden />
        Failed: {checkProblems[name]}
      </span>
    ))}
    {warned.map((name) => (
      <span key={name} className={classes.tag} data-kind="warning">
        <IconInfoCircle size={15} aria-hidden />
        Warning: {checkProblems[name]}
      </span>
    ))}
    {version > 0 && failed.length + warned.length === 0 && (
      <span className={classes.tag} data-kind="passed">
        <IconCircleCheck size={15} aria-hidden />
        No check objects
      </span>
    )}
  </>
);
