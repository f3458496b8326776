import { useState } from "react";
import classes from "./answer-text.module.css";

/** Stands after what nothing in the notes supports; says so, and on demand what that means. */
export function UnsupportedMark() {
  const [open, setOpen] = useState(false);
  return (
    <span className={classes.unsupported}>
      <button
        type="button"
        className={classes.unsupportedMark}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        not in the notes
      </button>
      {open && (
        <span className={classes.explanation}>
          No passage that was found says this. The model may know it from elsewhere, or have made it up: look
          it up before you rely on it.
        </span>
      )}
    </span>
  );
}
