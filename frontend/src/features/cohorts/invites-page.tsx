import type { Cohort, Invite } from "@lyceum/shared/cohorts";
import { Button, Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { GroupPage } from "../../components/group/group-page.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { client } from "../../lib/api.ts";
import { invitesQuery, loadedItems, renewCohort } from "../../lib/cohorts.ts";
import { dateTime } from "../../lib/format.ts";
import classes from "./cohorts.module.css";
import { NewInvite } from "./new-invite.tsx";
import { roles } from "./roles.ts";

const route = getRouteApi("/members/groups/$cohortId/invites");

/** How others get in: links that are made here, and which of them still work. */
export function InvitesPage() {
  const { cohortId } = route.useParams();
  return (
    <GroupPage cohortId={cohortId} title="Invites">
      {(cohort) => (
        <div className={classes.sections}>
          {cohort.state === "active" && <NewInvite cohort={cohort} />}
          <Invites cohort={cohort} />
        </div>
      )}
    </GroupPage>
  );
}

function Invites({ cohort }: { cohort: Cohort }) {
  const invites = useInfiniteQuery(invitesQuery(cohort.id));
  const items = loadedItems(invites.data);
  const [revoking, setRevoking] = useState<Invite>();
  const heading = useRef<HTMLHeadingElement>(null);
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: (inviteId: string) =>
      client.call("DELETE /cohorts/{cohortId}/invites/{inviteId}", {
        params: { cohortId: cohort.id, inviteId },
      }),
    onSuccess: async () => {
      await renewCohort(queryClient, cohort.id);
      flushSync(() => setRevoking(undefined));
      // The button that the focus would go back to is gone.
      heading.current?.focus();
    },
  });
  return (
    <section className={classes.section} aria-labelledby="invites">
      <Title order={2} id="invites" ref={heading} tabIndex={-1}>
        Invites so far
      </Title>
      {items ? (
        items.length === 0 ? (
          <Text c="dimmed">None yet.</Text>
        ) : (
          <ul className={classes.rows}>
            {items.map((invite) => (
              <InviteRow key={invite.id} invite={invite} onRevoke={() => setRevoking(invite)} />
            ))}
          </ul>
        )
      ) : invites.isError ? (
        <LoadProblem what="The invites" error={invites.error} onRetry={() => void invites.refetch()} />
      ) : (
        <div role="status" aria-label="Loading the invites" className={classes.section}>
          <Skeleton height={56} />
          <Skeleton height={56} />
        </div>
      )}
      <ShowMore pages={invites} what="Older invites">
        Show older
      </ShowMore>
      {revoking && (
        <ConfirmDialog
          heading="Revoke this invite?"
          confirm="Revoke"
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(revoking.id)}
          onClose={() => {
            revoke.reset();
            setRevoking(undefined);
          }}
        >
          <Text>Its link lets nobody in any more. Who has joined by it stays.</Text>
        </ConfirmDialog>
      )}
    </section>
  );
}

const states: Readonly<Record<Invite["state"], string>> = {
  open: "Open",
  expired: "Expired",
  used_up: "Used up",
  revoked: "Revoked",
};

function InviteRow({
  invite: { role, state, uses, maxUses, createdAt, expiresAt },
  onRevoke,
}: {
  invite: Invite;
  onRevoke: () => void;
}) {
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <p>
          <strong>For {roles[role].label.toLowerCase()}s</strong>
          <span className={classes.tag} data-open={state === "open" || undefined}>
            {states[state]}
          </span>
        </p>
        <Text size="sm" c="dimmed">
          {uses} of {maxUses} used · made <time dateTime={createdAt}>{dateTime(createdAt)}</time>
          {state === "open" && (
            <>
              {" "}
              · works until <time dateTime={expiresAt}>{dateTime(expiresAt)}</time>
            </>
          )}
        </Text>
      </div>
      {state === "open" && (
        <Button
          variant="default"
          size="sm"
          aria-label={`Revoke the invite of ${dateTime(createdAt)}`}
          onClick={onRevoke}
        >
          Revoke
        </Button>
      )}
    </li>
  );
}
