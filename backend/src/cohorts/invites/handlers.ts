import { randomUUID } from "node:crypto";
import type { cohorts } from "@lyceum/shared/cohorts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Handlers } from "../../http/run.ts";
import { assertMayInvite, assertOpen, nameOf, unlessConflict } from "../rules.ts";
import type { CohortStore } from "../store.ts";
import { inviteMail, mailDay, mailsPerDay, timeIn } from "./rules.ts";
import { fits, traceless } from "./secret.ts";
import type { MailStore } from "./store.ts";

interface Dependencies {
  store: CohortStore;
  mails: MailStore;
  examTitle: (examId: string) => Promise<string | undefined>;
  /** Hands a mail on, or raises a fault that says what to do. */
  send: (mail: { to: string; subject: string; text: string }) => Promise<void>;
  /** Where the front end is, such as `https://lyceum.example`. */
  siteUrl: string;
  /** ISO time. */
  now: () => string;
}

export type InviteMailHandlers = Pick<Handlers<typeof cohorts>, "mailInvite">;

/**
 * Sends invites by mail. The address is kept nowhere: neither in the table nor in the log, and no fault names it.
 * A mail may come twice where the answer to the first request was lost at the wrong moment, and never none for a success.
 */
export function inviteMailHandlers(dependencies: Dependencies): InviteMailHandlers {
  const { store, mails, examTitle, send, siteUrl, now } = dependencies;

  return {
    async mailInvite({ member, params, body: { secret, email } }) {
      const { cohortId, userId } = member;
      const [invite, cohort, inviter] = await Promise.all([
        store.invite(params.inviteId),
        store.get(cohortId),
        store.member(cohortId, userId),
      ]);
      if (!cohort || !inviter || invite?.cohortId !== cohortId || !fits(secret, invite)) {
        throw new Fault("not_found", "There is no such invite in this group. Make a new one, and send that.");
      }
      assertMayInvite(member.role, invite.role);
      // First, so that the same request sent again is answered the same: the invite may have been used up by its mail.
      const recipient = traceless(email, secret);
      if (await store.isMailed(invite.id, recipient)) return;
      if (cohort.state !== "active") {
        throw new Fault("invite_closed", "This group is archived: nobody can join it.");
      }
      assertOpen(invite, now());

      const exam = (await examTitle(cohort.examId)) ?? cohort.examId;
      const link = `${siteUrl}/join/${invite.id}#${secret}`;
      const { role, expiresAt } = invite;
      const { timeZone } = cohort;
      const names = { inviter: nameOf(inviter), group: cohort.name, exam };
      await counted(userId, timeZone, () =>
        send({ to: email, ...inviteMail({ ...names, role, expiresAt, timeZone, link }) }),
      );
      const at = now();
      const entry = {
        at,
        id: randomUUID(),
        action: "invite_mailed" as const,
        actor: names.inviter,
        actorId: userId,
      };
      // The same request sent twice at once, and the other one was first.
      await store.mailed(invite, recipient, { ...entry, detail: role }).catch(unlessConflict);
    },
  };

  /**
   * Counts a mail before it is sent, so that those who send at once can't send more than is allowed together.
   * @throws Fault too_many_requests where the day's mails are sent
   */
  async function counted(userId: string, timeZone: string, sending: () => Promise<void>): Promise<void> {
    const { day, ends } = mailDay(now());
    if (!(await mails.count(userId, day, ends))) {
      const until = timeIn(timeZone, ends);
      throw new Fault(
        "too_many_requests",
        `You have sent your ${mailsPerDay} mails of the day. You can send more from ${until} on. Until then, copy the link and send it yourself.`,
      );
    }
    try {
      await sending();
    } catch (error) {
      await mails.uncount(userId, day);
      throw error;
    }
  }
}
