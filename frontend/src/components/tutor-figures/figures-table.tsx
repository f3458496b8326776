import type { TutorFigures } from "@lyceum/shared/tutor";
import { VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { dollars, percent } from "../../lib/format.ts";
import { likelyText, type Sums, secondsText, tokensText } from "./figures.ts";
import classes from "./figures-table.module.css";

export interface FiguresRow {
  id: string;
  heading: ReactNode;
  figures: Sums;
  /** Absent where there are none, as of sums: percentiles can't be added up. */
  times?: Pick<TutorFigures, "firstTextMs" | "ms">;
}

/** How tutors do: a row each, or a card each where it is narrow. */
export const FiguresTable = ({
  caption,
  head,
  rows,
}: {
  caption: string;
  /** What the rows are of. */
  head: string;
  rows: readonly FiguresRow[];
}) => {
  const withTimes = rows.some(({ times }) => times);
  return (
    <table className={classes.figures}>
      <caption>
        <VisuallyHidden>{caption}</VisuallyHidden>
      </caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col">Questions</th>
          <th scope="col">Not in the notes</th>
          <th scope="col">Unsupported</th>
          <th scope="col">Thumbs</th>
          {withTimes && <th scope="col">First text</th>}
          {withTimes && <th scope="col">Whole answer</th>}
          <th scope="col">Tokens</th>
          <th scope="col">Cost</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, heading, figures, times }) => (
          <tr key={id}>
            <th scope="row">{heading}</th>
            <td data-label="Questions">{figures.answers}</td>
            <td data-label="Not in the notes">{figures.states.not_in_notes ?? 0}</td>
            <td data-label="Unsupported">
              <Unsupported {...figures} />
            </td>
            <td data-label="Thumbs">
              {figures.thumbsUp} up
              <Small>{figures.thumbsDown} down</Small>
            </td>
            {withTimes && (
              <td data-label="First text">
                <Times percentiles={times?.firstTextMs} />
              </td>
            )}
            {withTimes && (
              <td data-label="Whole answer">
                <Times percentiles={times?.ms} />
              </td>
            )}
            <td data-label="Tokens">
              {tokensText(figures.inputTokens)} in
              <Small>{tokensText(figures.outputTokens)} out</Small>
            </td>
            <td data-label="Cost">{dollars(figures.usd)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Small = ({ children }: { children: ReactNode }) => <span className={classes.small}>{children}</span>;

function Unsupported({ claims, unsupported }: Sums) {
  if (claims === 0) return "–";
  return (
    <>
      {percent(unsupported / claims)}
      <Small>{likelyText(unsupported, claims)}</Small>
    </>
  );
}

/** The time that half of the answers are quicker than, and the one that 95 % are. */
function Times({ percentiles }: { percentiles: TutorFigures["ms"] | undefined }) {
  if (!percentiles) return "–";
  return (
    <>
      {secondsText(percentiles.p50)}
      <Small>{secondsText(percentiles.p95)}</Small>
    </>
  );
}

/** What the columns mean. */
export const FiguresMeanings = () => (
  <details className={classes.meanings}>
    <summary>What the columns mean</summary>
    <dl>
      <dt>Unsupported</dt>
      <dd>
        The share of statements that nothing in the notes supports, and below it where the true share likely
        is (95 %). With few statements it is wide, and says little.
      </dd>
      <dt>First text, whole answer</dt>
      <dd>
        How long learners wait for the first words and for the end: half of the answers are quicker than the
        first figure, 95 % are quicker than the second.
      </dd>
      <dt>Tokens and cost</dt>
      <dd>
        The tokens are what the models have read and written. The cost, at list prices, has the guardrails in
        it, which check questions, answers and their claims: they cost something also where no model answered.
      </dd>
      <dt>No model</dt>
      <dd>
        Answers that are sentences of the notes, because no model could be asked, and questions that were not
        put to a model, such as those that the notes don't answer.
      </dd>
    </dl>
  </details>
);
