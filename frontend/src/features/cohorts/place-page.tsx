import type { Cohort, MemberChoices } from "@lyceum/shared/cohorts";
import { Button, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { GroupPage } from "../../components/group/group-page.tsx";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { forgetCohort, keepCohort, partFrom } from "../../lib/cohorts.ts";
import { ChoicesFields } from "./choices-fields.tsx";
import classes from "./cohorts.module.css";
import { roles } from "./roles.ts";

const route = getRouteApi("/members/groups/$cohortId/me");

/** How one appears in a group, and the way out of it. */
export function PlacePage() {
  const { cohortId } = route.useParams();
  return (
    <GroupPage cohortId={cohortId} title="My place">
      {(cohort) => (
        <div className={classes.sections}>
          <Choices cohort={cohort} />
          <Leave cohort={cohort} />
        </div>
      )}
    </GroupPage>
  );
}

function Choices({ cohort }: { cohort: Cohort }) {
  const { role, joinedAt: _, ...before } = cohort.me;
  const [choices, setChoices] = useState<MemberChoices>(before);
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      client.call("PUT /cohorts/{cohortId}/me", { params: { cohortId: cohort.id }, body: choices }),
    onSuccess: (saved) => keepCohort(queryClient, saved),
  });
  return (
    <section className={classes.section} aria-labelledby="place">
      <Title order={2} id="place">
        How you appear
      </Title>
      <Text>
        You are {roles[role].a}.
        {role !== "learner" && " The boards are for learners, so you are not on them."} Nobody in the group
        sees your e-mail address.
      </Text>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <ChoicesFields
          choices={choices}
          standing={role}
          onChange={(changed) => {
            save.reset();
            setChoices(changed);
          }}
        />
        {save.isError && <Notice kind="problem">{messageOf(save.error)}</Notice>}
        {save.isSuccess && <Notice kind="done">Saved. It is so on the boards from now on.</Notice>}
        <BusyButton type="submit" busy={save.isPending} w="fit-content">
          Save
        </BusyButton>
      </form>
    </section>
  );
}

function Leave({ cohort: { id: cohortId, name, me } }: { cohort: Cohort }) {
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: () => partFrom(cohortId, "DELETE /cohorts/{cohortId}/me"),
    onSuccess: async () => {
      await navigate({ to: "/groups" });
      forgetCohort(queryClient, cohortId);
    },
  });
  return (
    <section className={classes.section} aria-labelledby="leave">
      <Title order={2} id="leave">
        Leave
      </Title>
      {me.role === "owner" && (
        <Text>
          A group always has an owner. If you are the only one, make somebody else an owner first: on the page
          “Members”.
        </Text>
      )}
      <Button variant="default" w="fit-content" onClick={() => setAsking(true)}>
        Leave the group
      </Button>
      {asking && (
        <ConfirmDialog
          heading={`Leave ${name}?`}
          confirm="Leave"
          busy={leave.isPending}
          error={leave.error}
          onConfirm={() => leave.mutate()}
          onClose={() => {
            leave.reset();
            setAsking(false);
          }}
        >
          <Text>
            You are gone from its boards at once, and can't see the group any more. Your quizzes and results
            stay yours. To come back, you need a new invite.
          </Text>
        </ConfirmDialog>
      )}
    </section>
  );
}
