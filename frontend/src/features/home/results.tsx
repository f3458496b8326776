import type { AttemptSummary } from "@lyceum/shared/attempts";
import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { attemptName } from "../../lib/attempt-names.ts";
import { dateTime, percent } from "../../lib/format.ts";
import classes from "./home.module.css";
import { When } from "./when.tsx";

type Ended = Exclude<AttemptSummary, { state: "running" }>;
type Submitted = Extract<AttemptSummary, { state: "submitted" }>;
type Sealed = Extract<AttemptSummary, { state: "sealed" }>;

/** How the learner's submitted attempts went, newest first; of one that is sealed, when that can be seen. */
export function Results({
  attempts,
  empty,
  more,
  loadingMore,
  problem,
}: {
  attempts: readonly Ended[];
  /** What to say where there is none. */
  empty: string;
  /** Loads older ones; `undefined` where there are none. */
  more: (() => void) | undefined;
  loadingMore: boolean;
  /** Why older ones could not be loaded. */
  problem: unknown;
}) {
  return (
    <>
      {attempts.length === 0 && !more && <Text className={classes.empty ?? ""}>{empty}</Text>}
      {attempts.length > 0 && (
        <ul className={classes.results}>
          {attempts.map((attempt) =>
            attempt.state === "sealed" ? (
              <SealedResult key={attempt.id} attempt={attempt} />
            ) : (
              <Result key={attempt.id} attempt={attempt} />
            ),
          )}
        </ul>
      )}
      {more &&
        (problem === undefined ? (
          <BusyButton variant="default" onClick={more} busy={loadingMore} w="fit-content">
            Show older
          </BusyButton>
        ) : (
          <LoadProblem what="Older results" error={problem} onRetry={more} />
        ))}
    </>
  );
}

function SealedResult({ attempt }: { attempt: Sealed }) {
  return (
    <li className={classes.result}>
      <Row attempt={attempt}>Submitted</Row>
      <Text size="sm">
        Results on <time dateTime={attempt.resultsAt}>{dateTime(attempt.resultsAt)}</time>
      </Text>
      <When at={attempt.submittedAt} attempt={attempt} />
    </li>
  );
}

function Result({ attempt }: { attempt: Submitted }) {
  const { correct, total, scaled } = attempt.result;
  const right = `${correct} of ${total}`;
  return (
    <li className={classes.result}>
      <Row attempt={attempt}>
        {scaled
          ? `${Math.round(scaled.score)}, ${scaled.passed ? "pass" : "fail"}`
          : `${right} (${percent(total === 0 ? 0 : correct / total)})`}
      </Row>
      {scaled && (
        <Text size="sm" c="dimmed">
          Estimate, likely {Math.round(scaled.low)} to {Math.round(scaled.high)} · {right} right
        </Text>
      )}
      <When at={attempt.submittedAt} attempt={attempt} />
    </li>
  );
}

/** What was submitted, and how it went in short. */
const Row = ({ attempt, children }: { attempt: Ended; children: ReactNode }) => (
  <div className={classes.row}>
    <AnchorLink
      to="/attempts/$attemptId"
      params={{ attemptId: attempt.id }}
      className={classes.resultLink ?? ""}
    >
      {attemptName(attempt)}
    </AnchorLink>
    <span className={classes.score}>{children}</span>
  </div>
);
