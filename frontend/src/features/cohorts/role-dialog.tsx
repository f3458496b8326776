import type { Member } from "@lyceum/shared/cohorts";
import type { CohortRole } from "@lyceum/shared/contract/route";
import { Button, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { ChoiceCard } from "../../components/choice-card.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { renewCohort } from "../../lib/cohorts.ts";
import classes from "./cohorts.module.css";
import { roles } from "./roles.ts";

const choices: readonly CohortRole[] = ["learner", "instructor", "owner"];

/** Where an owner makes somebody something else. */
export function RoleDialog({
  cohortId,
  member: { userId, name, pseudonym, role: before },
  isMe,
  onDone,
  onClose,
}: {
  cohortId: string;
  member: Member;
  isMe: boolean;
  /** Told in a sentence what has been done. */
  onDone: (text: string) => void;
  onClose: () => void;
}) {
  const [role, setRole] = useState(before);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const called = name || pseudonym;
  const change = useMutation({
    mutationFn: () =>
      client.call("PUT /cohorts/{cohortId}/members/{userId}", {
        params: { cohortId, userId },
        body: { role },
      }),
    onSuccess: async () => {
      // Who becomes a learner may not see the members any more.
      if (isMe && role === "learner") await navigate({ to: "/groups/$cohortId", params: { cohortId } });
      await renewCohort(queryClient, cohortId);
      onDone(`${called} is ${roles[role].a} now.`);
    },
  });
  return (
    <Dialog
      heading={isMe ? "Change your own role?" : `The role of ${called}`}
      onClose={change.isPending ? undefined : onClose}
      actions={
        <>
          <Button variant="default" disabled={change.isPending} onClick={onClose}>
            Cancel
          </Button>
          <BusyButton busy={change.isPending} onClick={() => (role === before ? onClose() : change.mutate())}>
            Save
          </BusyButton>
        </>
      }
    >
      <fieldset className={classes.group} aria-label="Role">
        <div className={classes.stack}>
          {choices.map((choice) => (
            <ChoiceCard
              key={choice}
              name="role"
              label={roles[choice].label}
              checked={role === choice}
              onChoose={() => setRole(choice)}
            >
              {roles[choice].may}
            </ChoiceCard>
          ))}
        </div>
      </fieldset>
      {isMe && role !== before && (
        <Text mt="sm">Only another owner can make you {roles[before].a} again.</Text>
      )}
      {change.isError && (
        <div className={classes.below}>
          <Notice kind="problem">{messageOf(change.error)}</Notice>
        </div>
      )}
    </Dialog>
  );
}
