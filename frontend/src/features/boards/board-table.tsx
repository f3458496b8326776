import type { Board, BoardRow } from "@lyceum/shared/cohorts";
import { VisuallyHidden } from "@mantine/core";
import { Fragment } from "react";
import classes from "./boards.module.css";
import { sharedRanks } from "./lines.ts";
import { boardNames } from "./names.ts";
import { decimalsFor, scoreText, wholeNumber } from "./scores.ts";
import { useMovingRows } from "./use-moving-rows.ts";

/** Rows of a board. Between two runs of rows there are others, who are not shown. */
export function BoardTable({
  board,
  caption,
  runs,
}: {
  board: Board;
  caption: string;
  runs: readonly (readonly BoardRow[])[];
}) {
  const body = useMovingRows();
  const rows = runs.flat();
  const shared = sharedRanks(rows);
  const decimals = decimalsFor(
    board,
    rows.map((row) => row.score),
  );
  return (
    <table className={classes.board}>
      <caption>
        <VisuallyHidden>{caption}</VisuallyHidden>
      </caption>
      <thead>
        <tr>
          <th scope="col" className={classes.rank}>
            Rank
          </th>
          <th scope="col">Who</th>
          <th scope="col" className={classes.score}>
            {boardNames[board].score}
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {runs.map((run, place) => (
          <Fragment key={run[0]?.pseudonym}>
            {place > 0 && (
              <tr className={classes.gap}>
                <td colSpan={3}>
                  <span aria-hidden>· · ·</span>
                  <VisuallyHidden>Others between</VisuallyHidden>
                </td>
              </tr>
            )}
            {run.map(({ rank, pseudonym, score, me }) => (
              <tr
                key={pseudonym}
                data-row={pseudonym}
                data-me={me || undefined}
                aria-current={me || undefined}
              >
                <td className={classes.rank}>
                  <span className={classes.place} data-first={rank <= 3 || undefined}>
                    {shared.has(rank) && (
                      <>
                        <span aria-hidden>=</span>
                        <VisuallyHidden>tied </VisuallyHidden>
                      </>
                    )}
                    {wholeNumber(rank)}
                  </span>
                </td>
                <th scope="row">
                  {pseudonym}
                  {me && <span className={classes.you}>You</span>}
                </th>
                <td className={classes.score}>{scoreText(board, score, decimals)}</td>
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
