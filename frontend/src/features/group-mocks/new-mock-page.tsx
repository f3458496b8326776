import type { Cohort } from "@lyceum/shared/cohorts";
import type { ExamProfile } from "@lyceum/shared/exams";
import { Skeleton, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { ulid } from "ulid";
import { BusyButton } from "../../components/busy-button.tsx";
import { GroupPage } from "../../components/group/group-page.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { client, examQuery, messageOf } from "../../lib/api.ts";
import { duration } from "../../lib/durations.ts";
import { renewGroupMocks } from "../../lib/group-mocks.ts";
import { useOnePerWish } from "../../lib/one-per-wish.ts";
import classes from "./group-mocks.module.css";
import { problemsOf, type Typed, usualWindow, zoneName } from "./window.ts";

const route = getRouteApi("/members/groups/$cohortId/mocks/new");

/** Where instructors schedule a mock for their group. */
export function NewMockPage() {
  const { cohortId } = route.useParams();
  return (
    <GroupPage cohortId={cohortId} title="Schedule a mock">
      {(cohort) => <NewMock cohort={cohort} />}
    </GroupPage>
  );
}

function NewMock({ cohort }: { cohort: Cohort }) {
  const exam = useQuery(examQuery(cohort.examId));
  if (cohort.me.role === "learner") {
    return <Notice kind="notice">Only the group's instructors and owners may schedule a mock.</Notice>;
  }
  if (cohort.state === "archived") {
    return <Notice kind="notice">No mock can be scheduled while the group is archived.</Notice>;
  }
  return (
    <section className={classes.narrow} aria-labelledby="new">
      <Title order={2} id="new">
        Schedule a mock
      </Title>
      {exam.data ? (
        <NewMockForm cohortId={cohort.id} exam={exam.data} />
      ) : exam.isError ? (
        <LoadProblem what="The exam" error={exam.error} onRetry={() => void exam.refetch()} />
      ) : (
        <div role="status" aria-label="Loading the exam" className={classes.section}>
          <Skeleton height={70} />
          <Skeleton height={70} />
          <Skeleton height={70} />
        </div>
      )}
    </section>
  );
}

function NewMockForm({ cohortId, exam }: { cohortId: string; exam: ExamProfile }) {
  const [typed, setTyped] = useState<Typed>(() => ({ name: "", ...usualWindow(new Date()) }));
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { busy, error, schedule } = useSchedule(cohortId);
  const check = () => problemsOf(typed, exam.durationMinutes, new Date());
  const problems = asked ? check() : {};

  function submit(event: FormEvent): void {
    event.preventDefault();
    setAsked(true);
    const [first] = Object.keys(check());
    if (first) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    else schedule(typed);
  }

  const field = (name: keyof Typed) => ({
    name,
    value: typed[name],
    error: problems[name],
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
  });

  return (
    <form ref={form} className={classes.form} onSubmit={submit} noValidate>
      <Text>
        {exam.scoredItems + exam.unscoredItems} questions in {duration(exam.durationMinutes * 60)}, as in the
        exam. Each member sits it once, at any time between opening and closing; extra time is each one's own.
      </Text>
      <TextInput
        label="Name"
        description="What members see, such as “First rehearsal”."
        maxLength={80}
        required
        withAsterisk={false}
        {...field("name")}
      />
      <div className={classes.pair}>
        <TextInput type="datetime-local" label="Opens" required withAsterisk={false} {...field("opensAt")} />
        <TextInput
          type="datetime-local"
          label="Closes"
          required
          withAsterisk={false}
          {...field("closesAt")}
        />
      </div>
      <Text size="sm" c="dimmed" className={classes.hint ?? ""}>
        In your time zone: {zoneName()}. Members see the times in theirs. When it closes, whoever is still at
        it is stopped.
      </Text>
      <Notice kind="notice">
        The questions are chosen as soon as you schedule the mock, from those that are published now. Nobody
        is told which questions they are; some may also come up in practice. Neither the questions nor the
        times can be changed afterwards; as long as nobody has begun, you can cancel it.
      </Notice>
      {error !== null && <Notice kind="problem">{messageOf(error)}</Notice>}
      <div className={classes.buttons}>
        <BusyButton type="submit" busy={busy}>
          Schedule the mock
        </BusyButton>
        <AnchorLink to="/groups/$cohortId/mocks" params={{ cohortId }} className={classes.link ?? ""}>
          Back to the mocks
        </AnchorLink>
      </div>
    </form>
  );
}

/** Schedules a mock and opens its page. The same wish, sent again, schedules none twice. */
function useSchedule(cohortId: string) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const ids = useOnePerWish(() => `gmk_${ulid()}`);
  const mutation = useMutation({
    mutationFn: ({ name, opensAt, closesAt }: Typed) => {
      const wish = {
        name: name.trim(),
        opensAt: new Date(opensAt).toISOString(),
        closesAt: new Date(closesAt).toISOString(),
      };
      const body = { id: ids.of(wish), ...wish };
      return client.call("POST /cohorts/{cohortId}/mocks", { params: { cohortId }, body });
    },
    onSuccess: async ({ id: mockId }) => {
      ids.forget();
      void renewGroupMocks(queryClient, cohortId);
      await navigate({ to: "/groups/$cohortId/mocks/$mockId", params: { cohortId, mockId } });
    },
  });
  return {
    busy: mutation.isPending,
    error: mutation.error,
    schedule: (typed: Typed) => mutation.mutate(typed),
  };
}
