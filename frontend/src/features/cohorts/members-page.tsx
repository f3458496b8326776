import type { Cohort, Member } from "@lyceum/shared/cohorts";
import { Button, Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { GroupPage } from "../../components/group/group-page.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { loadedItems, membersQuery } from "../../lib/cohorts.ts";
import { useSession } from "../../lib/session.ts";
import classes from "./cohorts.module.css";
import { RemoveDialog } from "./remove-dialog.tsx";
import { RoleDialog } from "./role-dialog.tsx";
import { roles } from "./roles.ts";

const route = getRouteApi("/members/groups/$cohortId/members");

/** Who is in the group, for those who look after it. */
export function MembersPage() {
  const { cohortId } = route.useParams();
  return (
    <GroupPage cohortId={cohortId} title="Members">
      {(cohort) => <Members cohort={cohort} />}
    </GroupPage>
  );
}

/** What is about to be done, and to whom. */
interface Act {
  kind: "role" | "remove";
  member: Member;
}

function Members({ cohort }: { cohort: Cohort }) {
  const members = useInfiniteQuery(membersQuery(cohort.id));
  const items = loadedItems(members.data);
  const me = useSession()?.userId;
  const [act, setAct] = useState<Act>();
  const [done, setDone] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);

  function finish(text: string): void {
    flushSync(() => {
      setAct(undefined);
      setDone(text);
    });
    // The button that the focus would go back to may be gone.
    heading.current?.focus();
  }

  if (!items) {
    return members.isError ? (
      <LoadProblem what="The members" error={members.error} onRetry={() => void members.refetch()} />
    ) : (
      <div role="status" aria-label="Loading the members" className={classes.section}>
        <Skeleton height={56} />
        <Skeleton height={56} />
        <Skeleton height={56} />
      </div>
    );
  }
  return (
    <section className={classes.section} aria-labelledby="members">
      <Title order={2} id="members" ref={heading} tabIndex={-1}>
        Members
      </Title>
      {done && <Notice kind="done">{done}</Notice>}
      {items.length === 1 && !members.hasNextPage && (
        <div className={classes.empty}>
          <Text>Nobody but you is here yet.</Text>
          <AnchorLink to="/groups/$cohortId/invites" params={{ cohortId: cohort.id }}>
            Make an invite link, and send it to the others
          </AnchorLink>
        </div>
      )}
      <ul className={classes.rows}>
        {items.map((member) => (
          <MemberRow
            key={member.userId}
            member={member}
            isMe={member.userId === me}
            cohort={cohort}
            onAct={(kind) => {
              setDone(undefined);
              setAct({ kind, member });
            }}
          />
        ))}
      </ul>
      <ShowMore pages={members} what="More members" />
      {cohort.me.role === "owner" && cohort.state === "active" && <HandingOver />}
      {act?.kind === "role" && (
        <RoleDialog
          cohortId={cohort.id}
          member={act.member}
          isMe={act.member.userId === me}
          onDone={finish}
          onClose={() => setAct(undefined)}
        />
      )}
      {act?.kind === "remove" && (
        <RemoveDialog
          cohortId={cohort.id}
          member={act.member}
          onDone={finish}
          onClose={() => setAct(undefined)}
        />
      )}
    </section>
  );
}

function MemberRow({
  member: { name, pseudonym, role, joinedAt },
  isMe,
  cohort: { me, state },
  onAct,
}: {
  member: Member;
  isMe: boolean;
  cohort: Cohort;
  onAct: (kind: Act["kind"]) => void;
}) {
  const called = name || pseudonym;
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <p>
          <strong>{called}</strong>
          {isMe && <span className={classes.tag}>You</span>}
        </p>
        <Text size="sm" c="dimmed">
          {name && `${pseudonym} · `}
          {roles[role].label} · joined <time dateTime={joinedAt}>{localDay(joinedAt)}</time>
        </Text>
      </div>
      <div className={classes.acts}>
        {me.role === "owner" && state === "active" && (
          <Button
            variant="default"
            size="sm"
            aria-label={`Change role of ${called}`}
            onClick={() => onAct("role")}
          >
            Change role
          </Button>
        )}
        {!isMe && (me.role === "owner" || role === "learner") && (
          <Button
            variant="subtle"
            size="sm"
            color="gray"
            className={classes.quiet ?? ""}
            aria-label={`Remove ${called}`}
            onClick={() => onAct("remove")}
          >
            Remove
          </Button>
        )}
      </div>
    </li>
  );
}

/** The day of an ISO time, where the reader is. */
const localDay = (iso: string): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(new Date(iso));

const HandingOver = () => (
  <details className={classes.disclosure}>
    <summary>Hand the group over to somebody else</summary>
    <ol>
      <li>Make the other one an owner: “Change role” beside their name. A group may have several owners.</li>
      <li>Then change your own role, or leave the group. Its last owner can do neither.</li>
    </ol>
  </details>
);
