import type { GroupMockResult } from "@lyceum/shared/attempts";
import { VisuallyHidden } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { percent } from "../../lib/format.ts";
import { type Means, shareIn } from "./results.ts";
import classes from "./results-table.module.css";

export interface Domain {
  id: string;
  title: string;
}

/** Results in their order, a row for each member, with a shade for how much was right in each domain. */
export function ResultsTable({
  results,
  means,
  domains,
}: {
  results: readonly GroupMockResult[];
  means: Means;
  domains: readonly Domain[];
}) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it is narrow, the table scrolls, by keyboard too */}
      <section className={classes.scroll} aria-label="Results, best first" tabIndex={0}>
        <table className={classes.results}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2} className={classes.who}>
                Who
              </th>
              <th scope="col" rowSpan={2}>
                Score
              </th>
              <th scope="col" rowSpan={2}>
                Result
              </th>
              <th scope="colgroup" colSpan={domains.length}>
                Right in domain
              </th>
            </tr>
            <tr>
              {domains.map(({ id, title }) => (
                <th key={id} scope="col" className={classes.share}>
                  {id}
                  <VisuallyHidden>. {title}</VisuallyHidden>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {results.map((result) => (
              <Row key={result.pseudonym} result={result} domains={domains} />
            ))}
          </tbody>
          {results.length > 1 && (
            <tfoot>
              <tr>
                <th scope="row" className={classes.who}>
                  Mean of these {results.length}
                </th>
                <td>{Math.round(means.score)}</td>
                <td>
                  {means.passed} of {results.length}
                </td>
                {domains.map(({ id }) => (
                  <Share key={id} share={means.byDomain.get(id)} />
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </section>
      <p className={classes.legend}>
        The stronger its colour, the more was right. Domains:{" "}
        {domains.map(({ id, title }) => `${id}. ${title}`).join("; ")}.
      </p>
    </>
  );
}

function Row({
  result: { pseudonym, name, me, result },
  domains,
}: {
  result: GroupMockResult;
  domains: readonly Domain[];
}) {
  const { scaled } = result;
  return (
    <tr data-me={me || undefined} aria-current={me || undefined}>
      <th scope="row" className={classes.who}>
        {pseudonym} {me && <span className={classes.you}>You</span>}
        {name && <span className={classes.below}>{name}</span>}
      </th>
      <td>
        {scaled && (
          <>
            <strong>{Math.round(scaled.score)}</strong>
            <span className={classes.below}>
              {Math.round(scaled.low)} to {Math.round(scaled.high)}
            </span>
          </>
        )}
      </td>
      <td>{scaled && <Outcome passed={scaled.passed} />}</td>
      {domains.map(({ id }) => (
        <Share key={id} share={shareIn(result, id)} />
      ))}
    </tr>
  );
}

function Outcome({ passed }: { passed: boolean }) {
  const Icon = passed ? IconCircleCheck : IconCircleX;
  return (
    <span className={classes.outcome} data-verdict={passed ? "right" : "wrong"}>
      <Icon size={18} aria-hidden />
      <span>{passed ? "Passed" : "Not passed"}</span>
    </span>
  );
}

/** A share as text on a shade of its own; a dash where there is none. */
const Share = ({ share }: { share: number | undefined }) => (
  <td
    className={classes.share}
    style={{ background: `color-mix(in srgb, var(--accent-text) ${(share ?? 0) * 40}%, transparent)` }}
  >
    {share === undefined ? (
      <>
        <span aria-hidden>–</span>
        <VisuallyHidden>no questions</VisuallyHidden>
      </>
    ) : (
      percent(share)
    )}
  </td>
);
