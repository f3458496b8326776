import type { Cohort, Invite } from "@lyceum/shared/cohorts";
import { NativeSelect, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ulid } from "ulid";
import { BusyButton } from "../../components/busy-button.tsx";
import { ChoiceCard } from "../../components/choice-card.tsx";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { renewCohort } from "../../lib/cohorts.ts";
import { counted } from "../../lib/format.ts";
import { inviteLink, makeSecret } from "../../lib/invite-link.ts";
import { useOnePerWish } from "../../lib/one-per-wish.ts";
import classes from "./cohorts.module.css";
import { CopyField } from "./copy-field.tsx";
import { MailInvite } from "./mail-invite.tsx";
import { roles } from "./roles.ts";

const lifetimes = [1, 7, 30, 90];
const mostUses = 1000;

/** Makes an invite. Its link is put together here and shown once: the server keeps a hash of its secret only. */
export function NewInvite({ cohort }: { cohort: Cohort }) {
  const [role, setRole] = useState<Invite["role"]>("learner");
  const [days, setDays] = useState("7");
  const [maxUses, setMaxUses] = useState("20");
  const queryClient = useQueryClient();
  const made = useOnePerWish(() => ({ id: `inv_${ulid()}`, secret: makeSecret() }));
  const create = useMutation({
    mutationFn: async () => {
      const wish = { role, days: Number(days), maxUses: Number(maxUses) };
      const { id, secret } = made.of(wish);
      await client.call("POST /cohorts/{cohortId}/invites", {
        params: { cohortId: cohort.id },
        body: { id, secret, ...wish },
      });
      return { ...wish, id, secret, link: inviteLink(location.origin, id, secret) };
    },
    onSuccess: () => {
      made.forget();
      void renewCohort(queryClient, cohort.id);
    },
  });
  return (
    <section className={classes.section} aria-labelledby="new-invite">
      <Title order={2} id="new-invite">
        Invite by a link
      </Title>
      <Text>Make a link, and copy it or have it sent by e-mail. The addresses are not kept.</Text>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        {cohort.me.role === "owner" && (
          <fieldset className={classes.group}>
            <legend>Who opens it becomes</legend>
            <div className={classes.choices}>
              {(["learner", "instructor"] as const).map((choice) => (
                <ChoiceCard
                  key={choice}
                  name="invited-role"
                  label={roles[choice].label}
                  checked={role === choice}
                  onChoose={() => setRole(choice)}
                >
                  {roles[choice].may}
                </ChoiceCard>
              ))}
            </div>
          </fieldset>
        )}
        <div className={classes.choices}>
          <NativeSelect
            label="It works for"
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
            data={lifetimes.map((lifetime) => ({
              value: String(lifetime),
              label: counted(lifetime, "day"),
            }))}
          />
          <TextInput
            label="How many may join by it"
            type="number"
            inputMode="numeric"
            min={1}
            max={mostUses}
            required
            withAsterisk={false}
            value={maxUses}
            onChange={(event) => setMaxUses(event.currentTarget.value)}
          />
        </div>
        {create.isError && <Notice kind="problem">{messageOf(create.error)}</Notice>}
        <BusyButton type="submit" busy={create.isPending} w="fit-content">
          Make the link
        </BusyButton>
      </form>
      {create.data && (
        <Notice kind="done" heading="Copy or send the link now: it is shown only this once.">
          <CopyField key={create.data.link} label="Invite link" text={create.data.link} />
          <Text size="sm" mt="xs">
            {create.data.maxUses === 1
              ? `One person can join by it as ${roles[create.data.role].a}`
              : `Up to ${create.data.maxUses} people can join by it as ${create.data.role}s`}
            , for {counted(create.data.days, "day")}. Send it only to those who are meant: whoever has it can
            join.
          </Text>
        </Notice>
      )}
      {create.data && (
        <MailInvite
          key={create.data.id}
          cohortId={cohort.id}
          inviteId={create.data.id}
          secret={create.data.secret}
          maxUses={create.data.maxUses}
        />
      )}
    </section>
  );
}
