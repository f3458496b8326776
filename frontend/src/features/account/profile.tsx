import type { Account } from "@lyceum/shared/account";
import { NativeSelect, Skeleton, Text, TextInput, Title, useMantineColorScheme } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { ChoiceCard } from "../../components/choice-card.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { accountQuery, examsQuery, messageOf } from "../../lib/api.ts";
import { extraTime, mostExtraTime } from "../../lib/extra-time.ts";
import { useSaveAccount } from "../../lib/save-account.ts";
import { signOutEverywhere, signOutHere } from "../../lib/session.ts";
import classes from "./profile.module.css";

type Exams = readonly { id: string; code: string; title: string }[];

/** What the learner has told about themself, how the site looks, and the way out. */
export function Profile() {
  const account = useQuery(accountQuery);
  const exams = useQuery(examsQuery);
  const failed = account.isError ? account : exams.isError ? exams : undefined;
  return (
    <Page title="Profile" reading>
      <div className={classes.sections}>
        {failed ? (
          <LoadProblem what="Your profile" error={failed.error} onRetry={() => void failed.refetch()} />
        ) : account.data && exams.data ? (
          <Settings account={account.data} exams={exams.data.items} />
        ) : (
          <div role="status" aria-label="Loading your profile" className={classes.form}>
            <Skeleton height={70} />
            <Skeleton height={70} />
            <Skeleton height={70} />
          </div>
        )}
        <Appearance />
        <section className={classes.form} aria-labelledby="disputes">
          <Title order={2} id="disputes">
            Disputes
          </Title>
          <Text>
            What you have said against questions, and what was answered:{" "}
            <AnchorLink to="/disputes">my disputes</AnchorLink>
          </Text>
        </section>
        <SignOut />
      </div>
    </Page>
  );
}

function Settings({ account, exams }: { account: Account; exams: Exams }) {
  const [displayName, setDisplayName] = useState(account.displayName);
  const [examId, setExamId] = useState(account.examId ?? "");
  const [examDate, setExamDate] = useState(account.examDate ?? "");
  const [typedExtraTime, setTypedExtraTime] = useState(String(account.extraTimePercent));
  const extraTimePercent = extraTime(typedExtraTime);
  const save = useSaveAccount();
  return (
    <form
      className={classes.form}
      onChange={() => save.reset()}
      onSubmit={(event) => {
        event.preventDefault();
        if (extraTimePercent === undefined) return;
        save.mutate({ displayName, examId: examId || null, examDate: examDate || null, extraTimePercent });
      }}
    >
      <div>
        <Text fw={500}>E-mail address</Text>
        <Text className={classes.email ?? ""}>{account.email}</Text>
      </div>
      <TextInput
        label="Display name"
        description="What others call you. It may be a pseudonym, or empty."
        autoComplete="nickname"
        maxLength={60}
        value={displayName}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
      <NativeSelect
        label="Exam"
        description="The one you prepare for."
        value={examId}
        onChange={(event) => setExamId(event.currentTarget.value)}
        data={[
          { value: "", label: "None yet" },
          ...exams.map(({ id, code, title }) => ({ value: id, label: `${code}: ${title}` })),
        ]}
      />
      <TextInput
        type="date"
        label="Exam date"
        description="Leave it empty until you have booked."
        value={examDate}
        onChange={(event) => setExamDate(event.currentTarget.value)}
      />
      <TextInput
        label="Extra time, in per cent"
        description="If the exam grants you more time, mocks and drills here give it too."
        type="number"
        inputMode="numeric"
        min={0}
        max={mostExtraTime}
        value={typedExtraTime}
        error={extraTimePercent === undefined && `A whole number from 0 to ${mostExtraTime}.`}
        onChange={(event) => setTypedExtraTime(event.currentTarget.value)}
        classNames={{ wrapper: classes.number ?? "" }}
      />
      {save.isError && <Notice kind="problem">{messageOf(save.error)}</Notice>}
      {save.isSuccess && <Notice kind="done">Saved.</Notice>}
      <BusyButton type="submit" busy={save.isPending} w="fit-content">
        Save
      </BusyButton>
    </form>
  );
}

const schemes = [
  { value: "auto", label: "As the system", detail: "Follows your device." },
  { value: "light", label: "Light", detail: "Dark text on white." },
  { value: "dark", label: "Dark", detail: "Light text on dark." },
] as const;

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <fieldset className={classes.group}>
      <legend>
        <Title order={2}>Colours</Title>
      </legend>
      <div className={classes.choices}>
        {schemes.map(({ value, label, detail }) => (
          <ChoiceCard
            key={value}
            name="scheme"
            label={label}
            checked={colorScheme === value}
            onChoose={() => setColorScheme(value)}
          >
            {detail}
          </ChoiceCard>
        ))}
      </div>
      <Text size="sm" c="dimmed" mt="xs">
        Kept on this device. High contrast and reduced motion follow your system's settings.
      </Text>
    </fieldset>
  );
}

function SignOut() {
  const here = useMutation({ mutationFn: signOutHere });
  const everywhere = useMutation({ mutationFn: signOutEverywhere });
  return (
    <section className={classes.form} aria-labelledby="sign-out">
      <Title order={2} id="sign-out">
        Sign out
      </Title>
      <div className={classes.buttons}>
        <BusyButton variant="default" busy={here.isPending} onClick={() => here.mutate()}>
          Sign out
        </BusyButton>
        <BusyButton variant="default" busy={everywhere.isPending} onClick={() => everywhere.mutate()}>
          Sign out everywhere
        </BusyButton>
      </div>
      <Text size="sm" c="dimmed">
        Everywhere ends your sessions on all devices. A page that is open elsewhere may work for up to an
        hour.
      </Text>
      {everywhere.isError && <Notice kind="problem">{messageOf(everywhere.error)}</Notice>}
    </section>
  );
}
