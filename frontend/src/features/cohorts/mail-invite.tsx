import { Button, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { auditQuery } from "../../lib/cohorts.ts";
import { counted } from "../../lib/format.ts";
import { addressesIn, addressProblem, mostAddresses } from "./addresses.ts";
import classes from "./cohorts.module.css";

/** An invite's mail to one address. */
interface Letter {
  email: string;
  /** `waiting` until there is an answer. */
  state: "waiting" | "sent" | "failed";
  /** Why it failed. */
  why?: string;
}

/** Sends an invite's link to some addresses, one after another. Whoever has it already is not sent it again. */
export function MailInvite({
  cohortId,
  inviteId,
  secret,
  maxUses,
}: {
  cohortId: string;
  inviteId: string;
  secret: string;
  maxUses: number;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const [letters, setLetters] = useState<Letter[]>([]);
  const queryClient = useQueryClient();

  const mark = (letter: Letter) =>
    setLetters((all) => all.map((each) => (each.email === letter.email ? letter : each)));

  async function sendOne(email: string): Promise<void> {
    try {
      await client.call("POST /cohorts/{cohortId}/invites/{inviteId}/mail", {
        params: { cohortId, inviteId },
        body: { secret, email },
      });
      mark({ email, state: "sent" });
    } catch (error) {
      mark({ email, state: "failed", why: messageOf(error) });
    }
  }

  const send = useMutation({
    mutationFn: async (emails: readonly string[]) => {
      for (const email of emails) await sendOne(email);
    },
    onMutate: (emails) =>
      setLetters((all) => [
        ...all.filter(({ email }) => !emails.includes(email)),
        ...emails.map((email) => ({ email, state: "waiting" as const })),
      ]),
    onSettled: () => queryClient.invalidateQueries({ queryKey: auditQuery(cohortId).queryKey }),
  });

  const typed = addressesIn(text);
  const failed = letters.filter(({ state }) => state === "failed");
  return (
    <section className={classes.section} aria-labelledby="mail-invite">
      <Title order={3} id="mail-invite">
        Send it by e-mail
      </Title>
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const found = addressProblem(typed);
          setProblem(found);
          if (found) field.current?.focus();
          if (found || send.isPending) return;
          setText("");
          send.mutate(typed);
        }}
      >
        <Textarea
          ref={field}
          size="md"
          label="E-mail addresses"
          description={`Up to ${mostAddresses} at once, with commas or on lines of their own. Each gets a mail of its own with the link. Lyceum doesn't keep the addresses.`}
          rows={3}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={text}
          error={problem}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblem(undefined);
          }}
        />
        {typed.length > maxUses && (
          <Text size="sm">
            {maxUses === 1 ? "Only one person" : `Only ${maxUses} people`} can join by this link. For more,
            make another one.
          </Text>
        )}
        <BusyButton type="submit" variant="default" busy={send.isPending} w="fit-content">
          Send
        </BusyButton>
      </form>
      <Progress letters={letters} />
      {failed.length > 0 && !send.isPending && (
        <Notice
          kind="problem"
          heading={`Not sent to ${counted(failed.length, "address", "addresses")}.`}
          actions={
            <Button variant="default" size="sm" onClick={() => send.mutate(failed.map(({ email }) => email))}>
              Try again
            </Button>
          }
        >
          {reasonsOf(failed).map(([why, emails]) => (
            <Text key={why} size="sm">
              <strong>{emails.join(", ")}</strong>: {why}
            </Text>
          ))}
        </Notice>
      )}
    </section>
  );
}

/** How far the sending is, and in the end what was sent. */
function Progress({ letters }: { letters: readonly Letter[] }) {
  const sent = letters.filter(({ state }) => state === "sent").map(({ email }) => email);
  const answered = letters.filter(({ state }) => state !== "waiting").length;
  if (answered < letters.length) {
    return (
      <Notice kind="notice">
        Sending: {answered} of {letters.length} done
      </Notice>
    );
  }
  return sent.length > 0 && <Notice kind="done">Sent to {sent.join(", ")}.</Notice>;
}

/** Each reason once, with the addresses that it is about: often it is the same for all. */
function reasonsOf(failed: readonly Letter[]): [why: string, emails: string[]][] {
  const reasons = new Map<string, string[]>();
  for (const { email, why = "" } of failed) reasons.set(why, [...(reasons.get(why) ?? []), email]);
  return [...reasons];
}
