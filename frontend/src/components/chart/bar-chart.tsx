import type { ReactNode } from "react";
import classes from "./bar-chart.module.css";
import { onScale } from "./scale.ts";

export interface Bar {
  id: string;
  label: ReactNode;
  /** From 0 on. */
  value: number;
  /** The figure in words. */
  text: ReactNode;
  /** Whether it is another kind of thing than the rest. */
  apart?: boolean;
}

/** Numbers as bars, a row each. The bars are for the eyes alone: what they show is in the rows' texts. */
export function BarChart({
  bars,
  most = Math.max(...bars.map(({ value }) => value)),
}: {
  bars: readonly Bar[];
  /** The value of the longest bar that there can be; that of the longest one there is, where it isn't known. */
  most?: number;
}) {
  const scale = { min: 0, max: most };
  return (
    <ul className={classes.bars}>
      {bars.map(({ id, label, value, text, apart }) => (
        <li key={id} className={classes.row} data-apart={apart || undefined}>
          <span className={classes.label}>{label}</span>
          <span className={classes.track} aria-hidden>
            <span className={classes.bar} style={{ width: onScale(value, scale) }} />
          </span>
          <span className={classes.text}>{text}</span>
        </li>
      ))}
    </ul>
  );
}
