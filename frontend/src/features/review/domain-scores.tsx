import type { Result } from "@lyceum/shared/attempts";
import type { Domain } from "@lyceum/shared/exams";
import { Text } from "@mantine/core";
import { percent } from "../../lib/format.ts";
import classes from "./review.module.css";
import { summaryOf } from "./summary.ts";

/** The score by domain: a table whose last column is a chart of it, and a sentence that says what it shows. */
export function DomainScores({
  scores,
  domains,
}: {
  scores: Result["byDomain"];
  /** For their titles; `undefined` while they are loaded. */
  domains: readonly Domain[] | undefined;
}) {
  const title = (id: string) => domains?.find((domain) => domain.id === id)?.title;
  return (
    <>
      <Text>{summaryOf(scores)}</Text>
      <table className={classes.table}>
        <thead className={classes.columns}>
          <tr>
            <th scope="col">Domain</th>
            <th scope="col">Right</th>
            <th scope="col" className={classes.bars}>
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {scores.map(({ domainId, correct, total }) => (
            <tr key={domainId}>
              <th scope="row">
                {domainId}. {title(domainId) ?? "Domain"}
              </th>
              <td className={classes.numbers}>
                {correct} of {total}
              </td>
              <td className={classes.bars}>
                <span className={classes.track}>
                  <span className={classes.bar} style={{ width: percent(correct / total, "en") }} />
                </span>
                <span className={classes.share}>{percent(correct / total)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
