import type { Cohort } from "@lyceum/shared/cohorts";
import { Button, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { BusyButton } from "../../components/busy-button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { GroupPage } from "../../components/group/group-page.tsx";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { forgetCohort, keepCohort, partFrom } from "../../lib/cohorts.ts";
import classes from "./cohorts.module.css";
import { ReviewSettings } from "./review-settings.tsx";
import { type GroupSettings, SettingsFields } from "./settings-fields.tsx";

const route = getRouteApi("/members/groups/$cohortId/settings");

/** What owners decide for the group. */
export function SettingsPage() {
  const { cohortId } = route.useParams();
  return (
    <GroupPage cohortId={cohortId} title="Settings">
      {(cohort) =>
        cohort.me.role === "owner" ? (
          <div className={classes.sections}>
            {cohort.state === "active" && <Settings cohort={cohort} />}
            {cohort.state === "active" && <ReviewSettings cohortId={cohort.id} />}
            <Archive cohort={cohort} />
            <Delete cohort={cohort} />
          </div>
        ) : (
          <Notice kind="notice">Only the group's owners may change its settings.</Notice>
        )
      }
    </GroupPage>
  );
}

function Settings({ cohort }: { cohort: Cohort }) {
  const { id: cohortId, name, examDate, timeZone } = cohort;
  const [settings, setSettings] = useState<GroupSettings>({ name, examDate, timeZone });
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: () => client.call("PUT /cohorts/{cohortId}", { params: { cohortId }, body: settings }),
    onSuccess: (saved) => keepCohort(queryClient, saved),
  });
  return (
    <section className={classes.section} aria-labelledby="settings">
      <Title order={2} id="settings">
        Settings
      </Title>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <SettingsFields
          settings={settings}
          onChange={(changed) => {
            save.reset();
            setSettings(changed);
          }}
        />
        {save.isError && <Notice kind="problem">{messageOf(save.error)}</Notice>}
        {save.isSuccess && <Notice kind="done">Saved.</Notice>}
        <BusyButton type="submit" busy={save.isPending} w="fit-content">
          Save
        </BusyButton>
      </form>
    </section>
  );
}

function Archive({ cohort: { id: cohortId, state, name } }: { cohort: Cohort }) {
  const [asking, setAsking] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: (wanted: Cohort["state"]) =>
      client.call("PUT /cohorts/{cohortId}/state", { params: { cohortId }, body: { state: wanted } }),
    onSuccess: (saved) => {
      flushSync(() => setAsking(false));
      keepCohort(queryClient, saved);
      // The button that was pressed makes room for the other one.
      heading.current?.focus();
    },
  });
  return (
    <section className={classes.section} aria-labelledby="archive">
      <Title order={2} id="archive" ref={heading} tabIndex={-1}>
        {state === "active" ? "Archive" : "Restore"}
      </Title>
      <Text>
        {state === "active"
          ? "When the exam is over: everything stays to be read, and nobody can join. You can restore it."
          : "The group goes on where it stopped, and invites that are still open work again."}
      </Text>
      {state === "active" ? (
        <Button variant="default" w="fit-content" onClick={() => setAsking(true)}>
          Archive the group
        </Button>
      ) : (
        <>
          {change.isError && <Notice kind="problem">{messageOf(change.error)}</Notice>}
          <BusyButton busy={change.isPending} w="fit-content" onClick={() => change.mutate("active")}>
            Restore the group
          </BusyButton>
        </>
      )}
      {asking && (
        <ConfirmDialog
          heading={`Archive ${name}?`}
          confirm="Archive"
          busy={change.isPending}
          error={change.error}
          onConfirm={() => change.mutate("archived")}
          onClose={() => {
            change.reset();
            setAsking(false);
          }}
        >
          <Text>
            Members can still see everything. Nobody can join, and no role or setting can be changed until you
            restore it.
          </Text>
        </ConfirmDialog>
      )}
    </section>
  );
}

function Delete({ cohort: { id: cohortId, name } }: { cohort: Cohort }) {
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => partFrom(cohortId, "DELETE /cohorts/{cohortId}"),
    onSuccess: async () => {
      await navigate({ to: "/groups" });
      forgetCohort(queryClient, cohortId);
    },
  });
  return (
    <section className={classes.section} aria-labelledby="delete">
      <Title order={2} id="delete">
        Delete
      </Title>
      <Text>
        The group goes for good: its members list, invites, boards and log. What its members did stays theirs:
        their quizzes, results and readiness.
      </Text>
      <Button
        variant="outline"
        color="danger"
        className={classes.danger ?? ""}
        w="fit-content"
        onClick={() => setAsking(true)}
      >
        Delete the group
      </Button>
      {asking && (
        <ConfirmDialog
          heading={`Delete ${name}?`}
          confirm="Delete for good"
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => {
            const same = typed.trim() === name;
            setWrong(!same);
            if (same) remove.mutate();
          }}
          onClose={() => {
            remove.reset();
            setTyped("");
            setWrong(false);
            setAsking(false);
          }}
        >
          <Text>
            <strong>Goes:</strong> the list of members, the invites, the boards and the log, for everybody and
            at once. It can't be brought back.
          </Text>
          <Text>
            <strong>Stays:</strong> every member's own quizzes, results and readiness.
          </Text>
          <TextInput
            label={`Type the group's name to confirm: ${name}`}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            error={wrong && "This is not the group's name."}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setWrong(false);
            }}
          />
        </ConfirmDialog>
      )}
    </section>
  );
}
