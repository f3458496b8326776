import type { AttemptSummary } from "@lyceum/shared/attempts";
import { Text } from "@mantine/core";
import { BusyButton } from "../../components/busy-button.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { percent } from "../../lib/format.ts";
import classes from "./home.module.css";
import { type Exams, examCode, modeName } from "./names.ts";
import { When } from "./when.tsx";

/** How the learner's submitted quizzes went, newest first. */
export function Results({
  attempts,
  exams,
  empty,
  more,
  loadingMore,
  problem,
}: {
  attempts: readonly Extract<AttemptSummary, { state: "submitted" }>[];
  exams: Exams;
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
          {attempts.map(({ id, mode, examId, submittedAt, scope, result: { correct, total } }) => (
            <li key={id} className={classes.result}>
              <div className={classes.row}>
                <AnchorLink to="/attempts/$attemptId" params={{ attemptId: id }}>
                  {modeName[mode]} · {examCode(exams, examId)}
                </AnchorLink>
                <span className={classes.score}>
                  {correct} of {total} ({percent(total === 0 ? 0 : correct / total)})
                </span>
              </div>
              <When at={submittedAt} scope={scope} />
            </li>
          ))}
        </ul>
      )}
      {more &&
        (problem === undefined ? (
          <BusyButton variant="default" onClick={more} busy={loadingMore} w="fit-content">
            Show older
          </BusyButton>
        ) : (
          <LoadProblem what="Older quizzes" error={problem} onRetry={more} />
        ))}
    </>
  );
}
