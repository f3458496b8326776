import { type ReactNode, useId } from "react";
import classes from "./chart.module.css";

/** What a chart shows, as a table. The first cell of a row is its heading. */
export interface Table {
  head: readonly string[];
  rows: readonly { id: string; cells: readonly ReactNode[] }[];
}

/** A chart with what it shows in a sentence above it, and a table of its figures behind it. */
export function Chart({
  sentence,
  legend,
  table,
  wide = false,
  children,
}: {
  sentence: ReactNode;
  /** What its marks mean. */
  legend: ReactNode;
  table: Table;
  /** Whether it takes the width of the page. */
  wide?: boolean;
  children: ReactNode;
}) {
  const sentenceId = useId();
  return (
    <figure className={classes.chart} data-wide={wide || undefined}>
      <figcaption id={sentenceId} className={classes.sentence}>
        {sentence}
      </figcaption>
      {children}
      <p className={classes.legend}>{legend}</p>
      <details>
        <summary className={classes.toggle}>Show as a table</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it is narrow, the table scrolls, by keyboard too */}
        <section className={classes.scroll} aria-labelledby={sentenceId} tabIndex={0}>
          <table className={classes.table}>
            <thead>
              <tr>
                {table.head.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map(({ id, cells: [heading, ...cells] }) => (
                <tr key={id}>
                  <th scope="row">{heading}</th>
                  {cells.map((cell, place) => (
                    <td key={table.head[place + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
}
