import { Checkbox, Skeleton, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { ulid } from "ulid";
import { BusyButton } from "../../components/busy-button.tsx";
import { ExtraTimeField } from "../../components/extra-time-field.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { accountQuery, attemptQuery, attemptsQuery, client, messageOf } from "../../lib/api.ts";
import { duration, withExtraTime } from "../../lib/durations.ts";
import { extraTime } from "../../lib/extra-time.ts";
import { type KnownMock, renewGroupMocks, secondsUntil } from "../../lib/group-mocks.ts";
import { useOnePerWish } from "../../lib/one-per-wish.ts";
import { useNow } from "../../lib/use-now.ts";
import classes from "./group-mocks.module.css";

/** The way into a mock that is open. */
export function Begin({ cohortId, mock }: { cohortId: string; mock: KnownMock }) {
  const account = useQuery(accountQuery);
  if (account.data) {
    return <BeginForm cohortId={cohortId} mock={mock} usualExtraTime={account.data.extraTimePercent} />;
  }
  return account.isError ? (
    <LoadProblem what="Your settings" error={account.error} onRetry={() => void account.refetch()} />
  ) : (
    <div role="status" aria-label="Loading your settings" className={classes.form}>
      <Skeleton height={70} />
      <Skeleton height={70} />
      <Skeleton height={44} />
    </div>
  );
}

function BeginForm({
  cohortId,
  mock,
  usualExtraTime,
}: {
  cohortId: string;
  mock: KnownMock;
  /** The member's setting, in per cent. */
  usualExtraTime: number;
}) {
  const [typed, setTyped] = useState(String(usualExtraTime));
  const [pledged, setPledged] = useState(false);
  const [asked, setAsked] = useState(false);
  const pledge = useRef<HTMLInputElement>(null);
  const begin = useBegin(cohortId, mock.id);
  const percent = extraTime(typed);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setAsked(true);
    if (!pledged) pledge.current?.focus();
    else if (percent !== undefined) begin.mutate(percent);
  }

  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      <Title order={3}>Before you begin</Title>
      <ExtraTimeField typed={typed} onChange={setTyped} />
      {percent !== undefined && <Time mock={mock} percent={percent} />}
      <Checkbox
        ref={pledge}
        label="I take this mock alone, without notes or other help, and in one sitting."
        checked={pledged}
        error={asked && !pledged && "Tick this to begin: only then does the score say something about you."}
        onChange={(event) => setPledged(event.currentTarget.checked)}
      />
      {begin.isError && <Notice kind="problem">{messageOf(begin.error)}</Notice>}
      <div>
        <BusyButton type="submit" busy={begin.isPending} fullWidth>
          Begin the mock
        </BusyButton>
        <Text size="sm" c="dimmed" mt="xs">
          The clock starts at once. You have one try: who discards it can't begin again.
        </Text>
      </div>
    </form>
  );
}

/** How much time there will be: less than usual where the mock closes sooner. */
function Time({ mock, percent }: { mock: KnownMock; percent: number }) {
  const left = secondsUntil(mock, "closesAt", useNow());
  const usual = withExtraTime(mock.minutes * 60, percent);
  return left < usual ? (
    // Not announced each minute: it is there to be read.
    <Text className={classes.cut ?? ""}>
      The mock closes before your {duration(usual)} are over: you will have{" "}
      <strong>{duration(Math.max(Math.floor(left / 60), 0) * 60)}</strong> if you begin now.
    </Text>
  ) : (
    <Text role="status">
      You will have <strong>{duration(usual)}</strong>.
    </Text>
  );
}

/**
 * Begins the mock and opens the attempt. The same wish, sent again, is the same attempt. Where it is not possible, as
 * because it was begun elsewhere, the page asks how things are.
 */
function useBegin(cohortId: string, mockId: string) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const ids = useOnePerWish(() => `att_${ulid()}`);
  return useMutation({
    mutationFn: (extraTimePercent: number) =>
      client.call("POST /cohorts/{cohortId}/mocks/{mockId}/attempts", {
        params: { cohortId, mockId },
        body: { id: ids.of({ extraTimePercent }), extraTimePercent },
      }),
    onSuccess: async (attempt) => {
      ids.forget();
      queryClient.setQueryData(attemptQuery(attempt.id).queryKey, attempt);
      void queryClient.invalidateQueries({ queryKey: attemptsQuery.queryKey });
      await navigate({ to: "/attempts/$attemptId", params: { attemptId: attempt.id } });
      void renewGroupMocks(queryClient, cohortId);
    },
    onError: () => renewGroupMocks(queryClient, cohortId),
  });
}
