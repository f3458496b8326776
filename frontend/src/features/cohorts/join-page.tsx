import type { Invite, MemberChoices } from "@lyceum/shared/cohorts";
import { ClientError } from "@lyceum/shared/contract/client";
import { Skeleton, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Navigate, useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { GroupMark } from "../../components/group/mark.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { accountQuery, client, examsQuery, messageOf } from "../../lib/api.ts";
import { invitationQuery, keepCohort } from "../../lib/cohorts.ts";
import { forgetSecret, keptSecret, secretIn } from "../../lib/invite-link.ts";
import { useSession } from "../../lib/session.ts";
import { ChoicesFields, firstChoices } from "./choices-fields.tsx";
import classes from "./cohorts.module.css";
import { roles } from "./roles.ts";

const route = getRouteApi("/join/$inviteId");

/** Where an invite's link leads. */
export function JoinPage() {
  const { inviteId } = route.useParams();
  const fragment = useLocation({ select: (location) => location.hash });
  const secret = secretIn(fragment) ?? keptSecret(inviteId);
  const session = useSession();
  if (!secret) {
    return (
      <Closed>
        This invite link is not complete: its last part is missing. Copy the whole link, or ask for a new one.
      </Closed>
    );
  }
  return session ? (
    <Invited key={inviteId} inviteId={inviteId} secret={secret} />
  ) : (
    <Visitor inviteId={inviteId} />
  );
}

/** For somebody who has no account or isn't signed in. The secret waits in this tab. */
function Visitor({ inviteId }: { inviteId: string }) {
  const search = { next: `/join/${inviteId}` };
  return (
    <Page title="You are invited" reading>
      <div className={classes.welcome}>
        <GroupMark />
        <Text size="lg">Somebody invites you to a study group that prepares for an exam together.</Text>
      </div>
      <Text mb="lg">
        Create an account or sign in, and you come back here to see which group it is. In the group others
        know you by a pseudonym of your choice; nobody sees your e-mail address.
      </Text>
      <div className={classes.buttons}>
        <ButtonLink to="/sign-up" search={search}>
          Create an account
        </ButtonLink>
        <ButtonLink to="/sign-in" search={search} variant="default">
          I have one: sign in
        </ButtonLink>
      </div>
    </Page>
  );
}

function Invited({ inviteId, secret }: { inviteId: string; secret: string }) {
  const invitation = useQuery(invitationQuery(inviteId, secret));
  const account = useQuery(accountQuery);
  const { data } = invitation;
  const joined = data?.joined;
  useEffect(() => {
    if (joined) forgetSecret(inviteId);
  }, [joined, inviteId]);

  if (data?.joined) return <Navigate to="/groups/$cohortId" params={{ cohortId: data.cohortId }} replace />;
  if (invitation.isError) {
    return isFinal(invitation.error) ? (
      <Closed>{messageOf(invitation.error)}</Closed>
    ) : (
      <Page title="Invite" reading>
        <LoadProblem what="The invite" error={invitation.error} onRetry={() => void invitation.refetch()} />
      </Page>
    );
  }
  if (!data || account.isPending) {
    return (
      <Page key="waiting" title="Invite" reading>
        <div role="status" aria-label="Loading the invite" className={classes.form}>
          <Skeleton height={70} />
          <Skeleton height={70} />
          <Skeleton height={70} />
        </div>
      </Page>
    );
  }
  return (
    <Page title={`Join ${data.cohortName}`} reading>
      <Welcome examId={data.examId} role={data.role} />
      <JoinForm
        inviteId={inviteId}
        secret={secret}
        role={data.role}
        displayName={account.data?.displayName ?? ""}
      />
    </Page>
  );
}

/** Whether asking again can't help. */
const isFinal = (error: unknown): boolean =>
  error instanceof ClientError && ["not_found", "invite_closed", "invalid_request"].includes(error.code);

function Welcome({ examId, role }: { examId: string; role: Invite["role"] }) {
  const { data } = useQuery(examsQuery);
  const exam = data?.items.find(({ id }) => id === examId);
  return (
    <div className={classes.welcome}>
      <GroupMark />
      <div>
        <p>
          You are invited to study for <strong>{exam ? `${exam.code}: ${exam.title}` : examId}</strong>, as{" "}
          {roles[role].a}.
        </p>
        {role === "instructor" && <Text size="sm">{roles.instructor.may}</Text>}
      </div>
    </div>
  );
}

function JoinForm({
  inviteId,
  secret,
  role,
  displayName,
}: {
  inviteId: string;
  secret: string;
  role: Invite["role"];
  displayName: string;
}) {
  const [me, setMe] = useState<MemberChoices>(() => firstChoices(displayName));
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const join = useMutation({
    // The server lets nobody in twice, so this may be sent again as it is.
    mutationFn: () =>
      client.call("POST /invites/{inviteId}/accept", { params: { inviteId }, body: { secret, me } }),
    onSuccess: async (group) => {
      keepCohort(queryClient, group);
      await navigate({ to: "/groups/$cohortId", params: { cohortId: group.id }, replace: true });
      forgetSecret(inviteId);
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        join.mutate();
      }}
    >
      <ChoicesFields choices={me} standing={role} onChange={setMe} />
      {join.isError && <Notice kind="problem">{messageOf(join.error)}</Notice>}
      <BusyButton type="submit" busy={join.isPending} w="fit-content">
        Join the group
      </BusyButton>
      <Text size="sm" c="dimmed">
        Nobody in the group sees your e-mail address. You can change all this later, and leave at any time.
      </Text>
    </form>
  );
}

function Closed({ children }: { children: string }) {
  const session = useSession();
  return (
    <Page title="This invite doesn't work" reading>
      <Notice
        kind="notice"
        actions={
          session ? (
            <ButtonLink to="/groups" variant="default">
              My groups
            </ButtonLink>
          ) : (
            <ButtonLink to="/sign-in" variant="default">
              Sign in
            </ButtonLink>
          )
        }
      >
        {children}
      </Notice>
    </Page>
  );
}
