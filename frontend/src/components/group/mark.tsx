import classes from "./group-page.module.css";

/** A few people around a table. */
export const GroupMark = () => (
  <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden className={classes.mark}>
    <circle cx="24" cy="24" r="23" className={classes.table} />
    <circle cx="24" cy="12.5" r="4.5" />
    <circle cx="35" cy="21" r="4.5" />
    <circle cx="31" cy="34" r="4.5" />
    <circle cx="17" cy="34" r="4.5" />
    <circle cx="13" cy="21" r="4.5" />
  </svg>
);
