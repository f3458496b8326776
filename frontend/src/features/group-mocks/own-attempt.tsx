import { ClientError } from "@lyceum/shared/contract/client";
import { Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ButtonLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { attemptQuery } from "../../lib/api.ts";
import { dateTime } from "../../lib/format.ts";
import classes from "./group-mocks.module.css";

/** What has become of the caller's own attempt at a mock that is still open. */
export function OwnAttempt({ attemptId, resultsAt }: { attemptId: string; resultsAt: string }) {
  const { data: attempt, error, refetch } = useQuery(attemptQuery(attemptId));
  if (error instanceof ClientError && error.code === "not_found") {
    return (
      <div className={classes.form}>
        <Title order={3}>You have discarded it</Title>
        <Text>Your try is used up: the mock can't be begun again, and you have no result in it.</Text>
      </div>
    );
  }
  if (!attempt) {
    return error ? (
      <LoadProblem what="Your attempt" error={error} onRetry={() => void refetch()} />
    ) : (
      <div role="status" aria-label="Loading your attempt" className={classes.form}>
        <Skeleton height={32} />
        <Skeleton height={44} />
      </div>
    );
  }
  return attempt.state === "running" ? (
    <div className={classes.form}>
      <Title order={3}>You have begun it</Title>
      <Text>The clock runs, also while you are here.</Text>
      <ButtonLink to="/attempts/$attemptId" params={{ attemptId }} fullWidth>
        Resume the mock
      </ButtonLink>
    </div>
  ) : (
    <div className={classes.form}>
      <Title order={3}>You have submitted it</Title>
      <Text>
        Results on <time dateTime={resultsAt}>{dateTime(resultsAt)}</time>, here and with your attempt.
      </Text>
    </div>
  );
}
