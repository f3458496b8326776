import type { MemberChoices } from "@lyceum/shared/cohorts";
import { NativeSelect, Skeleton, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ulid } from "ulid";
import { BusyButton } from "../../components/busy-button.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { accountQuery, client, examsQuery, messageOf } from "../../lib/api.ts";
import { keepCohort } from "../../lib/cohorts.ts";
import { useOnePerWish } from "../../lib/one-per-wish.ts";
import { ChoicesFields, firstChoices } from "./choices-fields.tsx";
import classes from "./cohorts.module.css";
import { type GroupSettings, noSettings, SettingsFields } from "./settings-fields.tsx";

/** Where a group begins. */
export function CreatePage() {
  const exams = useQuery(examsQuery);
  const account = useQuery(accountQuery);
  const failed = exams.isError ? exams : account.isError ? account : undefined;
  return (
    <Page title="Create a group" reading>
      {failed ? (
        <LoadProblem what="The form" error={failed.error} onRetry={() => void failed.refetch()} />
      ) : exams.data && account.data ? (
        <CreateForm exams={exams.data.items} account={account.data} />
      ) : (
        <div role="status" aria-label="Loading the form" className={classes.form}>
          <Skeleton height={70} />
          <Skeleton height={70} />
          <Skeleton height={70} />
        </div>
      )}
    </Page>
  );
}

function CreateForm({
  exams,
  account,
}: {
  exams: readonly { id: string; code: string; title: string }[];
  account: { displayName: string; examId: string | null; examDate: string | null };
}) {
  const first = exams.find(({ id }) => id === account.examId) ?? exams[0];
  const [examId, setExamId] = useState(first?.id ?? "");
  const [settings, setSettings] = useState<GroupSettings>(() => ({
    ...noSettings(),
    examDate: account.examDate,
  }));
  const [me, setMe] = useState<MemberChoices>(() => firstChoices(account.displayName));
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const ids = useOnePerWish(() => `coh_${ulid()}`);
  const create = useMutation({
    mutationFn: () => {
      const wish = { examId, ...settings, me };
      return client.call("POST /cohorts", { body: { id: ids.of(wish), ...wish } });
    },
    onSuccess: async (group) => {
      ids.forget();
      keepCohort(queryClient, group);
      await navigate({ to: "/groups/$cohortId", params: { cohortId: group.id } });
    },
  });

  if (!first) {
    return <Notice kind="notice">There is no exam yet. Ask whoever runs this platform to add one.</Notice>;
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <NativeSelect
        label="Exam"
        value={examId}
        onChange={(event) => setExamId(event.currentTarget.value)}
        data={exams.map(({ id, code, title }) => ({ value: id, label: `${code}: ${title}` }))}
      />
      <SettingsFields settings={settings} onChange={setSettings} />
      <Title order={2} mt="md">
        You in it
      </Title>
      <ChoicesFields choices={me} standing="owner" onChange={setMe} />
      {create.isError && <Notice kind="problem">{messageOf(create.error)}</Notice>}
      <div className={classes.buttons}>
        <BusyButton type="submit" busy={create.isPending}>
          Create the group
        </BusyButton>
        <AnchorLink to="/groups" className={classes.textLink ?? ""}>
          Back to my groups
        </AnchorLink>
      </div>
    </form>
  );
}
