import type { ExamProfile } from "@lyceum/shared/exams";
import type { Readiness } from "@lyceum/shared/readiness";
import { Progress, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { BusyButton } from "../../components/busy-button.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { messageOf, progressQuery } from "../../lib/api.ts";
import { chance, chanceRange } from "../../lib/chances.ts";
import { counted } from "../../lib/format.ts";
import { useStartAttempt } from "../../lib/start-attempt.ts";
import classes from "./home.module.css";

/** Readiness in short, with one next step; all of it is on a page of its own. */
export function ReadinessSummary({
  examId,
  exam,
  extraTimePercent,
}: {
  examId: string;
  /** For titles; `undefined` while it is loaded. */
  exam: ExamProfile | undefined;
  extraTimePercent: number;
}) {
  const progress = useQuery(progressQuery(examId));
  if (!progress.data) {
    return progress.isError ? (
      <LoadProblem what="Your readiness" error={progress.error} onRetry={() => void progress.refetch()} />
    ) : (
      <Skeleton height={120} role="status" aria-label="Loading your readiness" />
    );
  }
  const { readiness } = progress.data;
  return (
    <div className={classes.readiness}>
      {readiness.state === "estimated" ? (
        <Estimate readiness={readiness} examId={examId} exam={exam} extraTimePercent={extraTimePercent} />
      ) : (
        <Missing readiness={readiness} examId={examId} />
      )}
    </div>
  );
}

function Estimate({
  readiness,
  examId,
  exam,
  extraTimePercent,
}: {
  readiness: Extract<Readiness, { state: "estimated" }>;
  examId: string;
  exam: ExamProfile | undefined;
  extraTimePercent: number;
}) {
  const start = useStartAttempt();
  const [most] = readiness.raise;
  const target = most && (most.taskId ?? most.domainId);
  const domain = exam?.domains.find(({ id }) => id === most?.domainId);
  const title = domain?.tasks.find(({ id }) => id === target)?.title ?? domain?.title;
  return (
    <>
      <div>
        <Text className={classes.figure ?? ""}>{sentenceCase(chance(readiness.probability))}</Text>
        <Text>
          {`Your chance of passing now, as an estimate. It could be anywhere ${chanceRange(readiness.low, readiness.high)}.`}
        </Text>
      </div>
      {target && title && (
        <Text>
          Most to gain: <strong>{`${target} ${title}`}</strong>
        </Text>
      )}
      {start.isError && <Notice kind="problem">{messageOf(start.error)}</Notice>}
      <div className={classes.buttons}>
        {target && (
          <BusyButton
            variant="default"
            busy={start.isPending}
            onClick={() => start.mutate({ kind: "drill", examId, scope: [target], extraTimePercent })}
          >
            Start a drill of {target}
          </BusyButton>
        )}
        <AnchorLink to="/exams/$examId/readiness" params={{ examId }} className={classes.link ?? ""}>
          See what it rests on
        </AnchorLink>
      </div>
    </>
  );
}

function Missing({
  readiness: { firstExposures, needed, missing },
  examId,
}: {
  readiness: Extract<Readiness, { state: "not_enough_evidence" }>;
  examId: string;
}) {
  const answered = `${firstExposures} of ${needed} answers to new questions`;
  return (
    <>
      <div>
        <Text fw={600}>Not enough evidence yet for an estimate</Text>
        <Text>
          {answered} in the last six weeks. The other {missing.answers} come with{" "}
          {counted(missing.mocks, "full mock")}, or with quizzes.
        </Text>
      </div>
      <Progress value={(100 * firstExposures) / needed} aria-label={answered} />
      <AnchorLink to="/exams/$examId/readiness" params={{ examId }} className={classes.link ?? ""}>
        See what is missing
      </AnchorLink>
    </>
  );
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
