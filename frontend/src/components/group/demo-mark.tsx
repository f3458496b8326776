import classes from "./group-page.module.css";

/** Says of a group that nobody in it is real. */
export const DemoMark = () => <span className={classes.demoMark}>Demo data</span>;
