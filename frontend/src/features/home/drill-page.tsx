import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { accountQuery, messageOf, progressQuery } from "../../lib/api.ts";
import { duration, withExtraTime } from "../../lib/durations.ts";
import { counted } from "../../lib/format.ts";
import { useStartAttempt } from "../../lib/start-attempt.ts";
import classes from "./home.module.css";
import { SourcePicker } from "./source-picker.tsx";
import { drillSize, poolOf } from "./sources.ts";
import { useSource } from "./use-source.ts";

const route = getRouteApi("/members/exams/$examId");

/** The form that starts a drill, and how long it will take. */
export function DrillPage() {
  const exam = route.useLoaderData();
  const account = useQuery(accountQuery);
  const progress = useQuery(progressQuery(exam.id));
  const from = useSource(progress.data, exam.domains);
  const start = useStartAttempt();
  const { drillSeconds } = exam.pacing;
  const extraTimePercent = account.data?.extraTimePercent;
  const { count, seconds } = drillSize(from.choice?.count, drillSeconds);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (extraTimePercent === undefined || !from.check()) return;
    start.mutate({
      kind: "drill",
      examId: exam.id,
      ...poolOf(from.source, exam.domains, from.ticked),
      extraTimePercent,
    });
  }

  return (
    <Page title="Drill" heading={`${exam.code}: drill`} reading>
      <form onSubmit={submit} className={classes.form}>
        <Text>
          A drill trains your pace. There is no feedback until the end, the clock starts at once, and it goes
          on when you leave the page.
        </Text>
        <SourcePicker {...from} />
        {extraTimePercent !== undefined ? (
          <div>
            <Text fw={600}>
              {from.choice?.count === undefined ? "Up to " : ""}
              {counted(count, "question")} in {duration(withExtraTime(seconds, extraTimePercent))}
            </Text>
            <Text size="sm" c="dimmed">
              {duration(withExtraTime(drillSeconds, extraTimePercent))} a question
              {extraTimePercent > 0 && `, with your extra time of ${extraTimePercent} per cent`}.
              {from.source === "some" && " Where there are fewer questions, the drill is shorter."}{" "}
              <AnchorLink to="/profile">Change extra time</AnchorLink>
            </Text>
          </div>
        ) : account.isError ? (
          <LoadProblem what="Your extra time" error={account.error} onRetry={() => void account.refetch()} />
        ) : (
          <Skeleton height={48} />
        )}
        {start.isError && <Notice kind="problem">{messageOf(start.error)}</Notice>}
        <BusyButton
          type="submit"
          busy={start.isPending}
          disabled={extraTimePercent === undefined}
          w="fit-content"
        >
          Start the drill
        </BusyButton>
      </form>
    </Page>
  );
}
