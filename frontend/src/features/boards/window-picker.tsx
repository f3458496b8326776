import type { BoardWindow } from "@lyceum/shared/cohorts";
import classes from "./boards.module.css";
import { windowNames, windows } from "./names.ts";

/** From when on a board counts. Radio buttons of the browser's own inside. */
export function WindowPicker({
  window,
  onChange,
}: {
  window: BoardWindow;
  onChange: (window: BoardWindow) => void;
}) {
  return (
    <fieldset className={classes.windows} aria-label="Time">
      {windows.map((value) => (
        <label key={value} className={classes.window} data-chosen={value === window || undefined}>
          <input type="radio" name="window" checked={value === window} onChange={() => onChange(value)} />
          {windowNames[value]}
        </label>
      ))}
    </fieldset>
  );
}
