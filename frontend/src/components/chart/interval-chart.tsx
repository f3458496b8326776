import type { ReactNode } from "react";
import classes from "./chart.module.css";
import { onScale, type Scale } from "./scale.ts";

export interface IntervalRow {
  id: string;
  label: ReactNode;
  /** A figure and the interval in which it likely lies, on the scale; `undefined` where there is nothing to draw. */
  drawn: { value: number; low: number; high: number } | undefined;
  /** The figure in words. */
  text: ReactNode;
}

/**
 * Figures with their intervals as dots with whiskers, a row each, on one scale. The drawing is for the eyes alone: what
 * it shows is in the rows' texts, and in the table of the chart that it belongs to.
 */
export function IntervalChart({
  rows,
  scale,
  ticks,
  mark,
  format,
}: {
  rows: readonly IntervalRow[];
  scale: Scale;
  /** Values to be named below the rows, from the least on. */
  ticks: readonly number[];
  /** A value to compare with: a dashed line through all rows, with a label above them. */
  mark?: { at: number; label: string } | undefined;
  format: (value: number) => string;
}) {
  return (
    <div className={classes.rows}>
      {mark && <Labels of="marks" scale={scale} labels={[{ at: mark.at, text: mark.label }]} />}
      <ul className={classes.list}>
        {rows.map(({ id, label, drawn, text }) => (
          <li key={id} className={classes.row}>
            <div className={classes.label}>{label}</div>
            <svg className={classes.track} aria-hidden focusable="false">
              <line x1="0%" x2="100%" y1="50%" y2="50%" className={classes.axis} />
              {mark && (
                <line
                  x1={onScale(mark.at, scale)}
                  x2={onScale(mark.at, scale)}
                  y1="0%"
                  y2="100%"
                  className={classes.mark}
                />
              )}
              {drawn && <Whisker {...drawn} scale={scale} />}
            </svg>
            <div className={classes.text}>{text}</div>
          </li>
        ))}
      </ul>
      <Labels of="ticks" scale={scale} labels={ticks.map((at) => ({ at, text: format(at) }))} />
    </div>
  );
}

function Whisker({ value, low, high, scale }: { value: number; low: number; high: number; scale: Scale }) {
  const [from, to] = [onScale(low, scale), onScale(high, scale)];
  return (
    <>
      <line x1={from} x2={to} y1="50%" y2="50%" className={classes.whisker} />
      <line x1={from} x2={from} y1="30%" y2="70%" className={classes.cap} />
      <line x1={to} x2={to} y1="30%" y2="70%" className={classes.cap} />
      <circle cx={onScale(value, scale)} cy="50%" r="6" className={classes.dot} />
    </>
  );
}

function Labels({
  of,
  scale,
  labels,
}: {
  of: "marks" | "ticks";
  scale: Scale;
  labels: readonly { at: number; text: string }[];
}) {
  return (
    <div className={classes.labels} data-of={of} aria-hidden>
      {labels.map(({ at, text }, place) => {
        const left = onScale(at, scale);
        const between = of === "ticks" && place > 0 && place < labels.length - 1;
        return (
          // What is not between two others is moved by its share of its own width, so that it does not leave the chart.
          <span key={at} style={{ left, translate: between ? "-50%" : `-${left}` }}>
            {text}
          </span>
        );
      })}
    </div>
  );
}
