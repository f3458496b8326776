import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { AuditEntry, Cohort, cohorts, Invite, Member, MemberChoices } from "@lyceum/shared/cohorts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Membership } from "../http/caller.ts";
import type { Handlers } from "../http/run.ts";
import type { BoardHandlers } from "./boards/handlers.ts";
import type { DashboardHandlers } from "./dashboards/handlers.ts";
import type { InviteMailHandlers } from "./invites/handlers.ts";
import { fits, hashed } from "./invites/secret.ts";
import {
  assertMayInvite,
  assertMayRemove,
  assertOpen,
  inviteState,
  isConflict,
  nameOf,
  unlessConflict,
} from "./rules.ts";
import type { Audited, CohortRecord, CohortStore, InviteRecord, MemberRecord } from "./store.ts";

interface Dependencies {
  store: CohortStore;
  examExists: (examId: string) => Promise<boolean>;
  /** ISO time. */
  now: () => string;
}

/** Of whom, and where. */
type Place = Pick<Membership, "cohortId" | "userId">;

const day = 86_400_000;
/** How long it is still known that a cohort was deleted. */
const keptDays = 30;

/** All of the slice's but what shows what members have done. */
type GroupHandlers = Omit<
  Handlers<typeof cohorts>,
  keyof BoardHandlers | keyof DashboardHandlers | keyof InviteMailHandlers
>;

export function handlers({ store, examExists, now }: Dependencies): GroupHandlers {
  const entry = (audited: Omit<AuditEntry, "at">): Audited => ({ ...audited, at: now(), id: randomUUID() });
  const acting = async (place: Place) => actorOf(await memberOf(place));

  return {
    async create({ caller, body: { me, ...settings } }) {
      if (!(await examExists(settings.examId))) throw new Fault("not_found", "There is no such exam.");
      const { userId } = caller;
      const at = now();
      const record: CohortRecord = {
        ...settings,
        state: "active",
        createdAt: at,
        createdBy: userId,
        demo: false,
        members: 1,
        owners: new Set([userId]),
      };
      const owner: MemberRecord = { ...me, cohortId: record.id, userId, role: "owner", joinedAt: at };
      try {
        await store.create(record, owner, entry({ action: "cohort_created", ...actorOf(owner) }));
        return cohortView(record, owner);
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
      // The same request again, because its answer did not arrive; or an id that names another cohort.
      const before = await store.get(record.id);
      const asked = ({ name, examId, createdBy }: CohortRecord) => ({ name, examId, createdBy });
      if (before && isDeepStrictEqual(asked(before), asked(record))) {
        return current({ cohortId: record.id, userId });
      }
      throw new Fault("conflict", "This id names another group. Start again.");
    },

    async list({ caller, query }) {
      const { items, ...rest } = await store.memberships(caller.userId, query);
      const found = await Promise.all(
        items.map(async ({ cohortId, role }) => {
          const cohort = await store.get(cohortId);
          if (!cohort || cohort.state === "deleting") return [];
          const { id, name, examId, examDate, state, demo } = cohort;
          return [{ id, name, examId, examDate, state, demo, role }];
        }),
      );
      return { ...rest, items: found.flat() };
    },

    get: ({ member }) => current(member),

    async update({ member, body }) {
      const log = entry({ action: "cohort_changed", ...(await acting(member)) });
      await store.update(member.cohortId, body, log).catch(async (error: unknown) => {
        unlessConflict(error);
        // Settings that it has already are what was asked for.
        await assertActive(member.cohortId);
      });
      return current(member);
    },

    async setState({ member, body: { state } }) {
      const action = state === "archived" ? "cohort_archived" : "cohort_restored";
      // A state that it has already is what was asked for.
      await store
        .setState(member.cohortId, state, entry({ action, ...(await acting(member)) }))
        .catch(unlessConflict);
      return current(member);
    },

    async remove({ member }) {
      const { name } = await cohortOf(member.cohortId);
      const at = now();
      const log = { id: randomUUID(), at, cohortId: member.cohortId, name, actorId: member.userId };
      await store
        .markDeleting(log, Math.floor(Date.parse(at) / 1000) + keptDays * 86_400)
        .catch(unlessConflict);
    },

    async choose({ member, body }) {
      const before = await memberOf(member);
      if (isDeepStrictEqual(choicesOf(before), body)) return current(member);
      await store.choose(before, body).catch(async (error: unknown) => {
        unlessConflict(error);
        const now = choicesOf(await memberOf(member));
        // The same request sent twice, and the other one was first.
        if (isDeepStrictEqual(now, body)) return;
        if (now.pseudonym !== before.pseudonym) {
          throw new Fault("conflict", "Your choices were changed somewhere else. Load them again.");
        }
        throw pseudonymTaken();
      });
      return current(member);
    },

    async leave({ member }) {
      await changing(member, async (leaving) => {
        if (leaving) await store.remove(leaving, entry({ action: "member_left", ...actorOf(leaving) }));
      });
    },

    async members({ params, query }) {
      const { items, ...rest } = await store.members(params.cohortId, query);
      return { ...rest, items: items.map(memberView) };
    },

    async setRole({ member, params, body: { role } }) {
      await assertActive(params.cohortId);
      const actor = await acting(member);
      return changing(params, async (subject) => {
        if (!subject) throw new Fault("not_found", "There is no such member.");
        if (subject.role !== role) {
          const detail = `${subject.role} -> ${role}`;
          const log = entry({ action: "role_changed", ...actor, ...subjectOf(subject), detail });
          await store.setRole(subject, role, log);
        }
        return memberView({ ...subject, role });
      });
    },

    async removeMember({ member, params }) {
      const actor = await acting(member);
      await changing(params, async (subject) => {
        // Who is not there has been removed.
        if (!subject) return;
        assertMayRemove(member.role, subject.role);
        await store.remove(subject, entry({ action: "member_removed", ...actor, ...subjectOf(subject) }));
      });
    },

    async invite({ member, body: { id, secret, role, days, maxUses } }) {
      assertMayInvite(member.role, role);
      const at = now();
      const invite: InviteRecord = {
        id,
        cohortId: member.cohortId,
        role,
        secretHash: hashed(secret),
        createdAt: at,
        expiresAt: new Date(Date.parse(at) + days * day).toISOString(),
        maxUses,
        uses: 0,
      };
      const log = { action: "invite_created" as const, ...(await acting(member)), detail: role };
      try {
        await store.createInvite(invite, entry(log));
        return inviteView(invite, at);
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
      await assertActive(member.cohortId);
      const before = await store.invite(id);
      const asked = (one: InviteRecord) => [one.cohortId, one.role, one.secretHash, one.maxUses];
      if (before && isDeepStrictEqual(asked(before), asked(invite))) return inviteView(before, at);
      throw new Fault("conflict", "This id names another invite. Start again.");
    },

    async invites({ params, query }) {
      const { items, ...rest } = await store.invites(params.cohortId, query);
      return { ...rest, items: items.map((invite) => inviteView(invite, now())) };
    },

    async revoke({ member, params }) {
      const invite = await store.invite(params.inviteId);
      if (invite?.cohortId !== member.cohortId) throw new Fault("not_found", "There is no such invite.");
      const log = { action: "invite_revoked" as const, ...(await acting(member)), detail: invite.role };
      await store.revoke(invite, now(), entry(log)).catch(unlessConflict);
    },

    async invitation({ caller, params, body }) {
      const { invite, cohort } = await invited(params.inviteId, body.secret);
      const joined = (await store.member(cohort.id, caller.userId)) !== undefined;
      if (!joined) assertOpen(invite, now());
      return {
        cohortId: cohort.id,
        cohortName: cohort.name,
        examId: cohort.examId,
        role: invite.role,
        joined,
      };
    },

    async accept({ caller, params, body }) {
      const { invite, cohort } = await invited(params.inviteId, body.secret);
      const already = await store.member(cohort.id, caller.userId);
      if (already) return cohortView(cohort, already);
      assertOpen(invite, now());
      const at = now();
      const { userId } = caller;
      const joining = { ...body.me, cohortId: cohort.id, userId, role: invite.role, joinedAt: at };
      const log = entry({ action: "member_joined", ...actorOf(joining), detail: invite.role });
      try {
        await store.join(invite, joining, at, log);
      } catch (error) {
        if (!isConflict(error)) throw error;
        await explainJoin(invite.id, joining);
      }
      return current(joining);
    },

    async audit({ params, query }) {
      const { items, ...rest } = await store.audit(params.cohortId, query);
      return { ...rest, items };
    },
  };

  async function cohortOf(cohortId: string): Promise<CohortRecord & { state: Cohort["state"] }> {
    const cohort = await store.get(cohortId);
    if (!cohort || cohort.state === "deleting") throw new Fault("not_found", noCohort);
    return { ...cohort, state: cohort.state };
  }

  /** @throws Fault conflict where it is archived */
  async function assertActive(cohortId: string): Promise<void> {
    const { state } = await cohortOf(cohortId);
    if (state === "archived") {
      throw new Fault("conflict", "The group is archived. An owner can restore it; then try again.");
    }
  }

  async function memberOf({ cohortId, userId }: Place): Promise<MemberRecord> {
    const member = await store.member(cohortId, userId);
    if (!member) throw new Fault("not_found", noCohort);
    return member;
  }

  /**
   * Does what depends on how a member is; again with how the member is by then, where that has changed meanwhile.
   *
   * @param act gets nobody where there is no such member, and raises a conflict where the member is not as given or the
   * cohort would have no owner
   * @throws Fault conflict for the cohort without an owner
   */
  async function changing<T>(
    { cohortId, userId }: Place,
    act: (member: MemberRecord | undefined) => Promise<T>,
  ): Promise<T> {
    const member = await store.member(cohortId, userId);
    try {
      return await act(member);
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    const [after, { owners }] = await Promise.all([store.member(cohortId, userId), cohortOf(cohortId)]);
    // A member who is as before may have been something else in between.
    if (isDeepStrictEqual(after, member) && owners.size === 1 && owners.has(userId)) {
      throw new Fault("conflict", "A group always has an owner. Make somebody else an owner first.");
    }
    return changing({ cohortId, userId }, act);
  }

  async function current(place: Place): Promise<Cohort> {
    const [cohort, member] = await Promise.all([cohortOf(place.cohortId), memberOf(place)]);
    return cohortView(cohort, member);
  }

  /** @throws Fault not_found for a link that was never made, without saying what is wrong with it */
  async function invited(inviteId: string, secret: string) {
    const invite = await store.invite(inviteId);
    if (!invite || !fits(secret, invite)) {
      throw new Fault(
        "not_found",
        "This invite's link is not complete, or it was never made. Ask for a new one.",
      );
    }
    const cohort = await cohortOf(invite.cohortId);
    if (cohort.state === "archived")
      throw new Fault("invite_closed", "This group is archived: nobody can join it.");
    return { invite, cohort };
  }

  /** Says why somebody could not join; says nothing where somebody just has, by the same request sent twice. */
  async function explainJoin(inviteId: string, { cohortId, userId }: MemberRecord): Promise<void> {
    if (await store.member(cohortId, userId)) return;
    const invite = await store.invite(inviteId);
    if (invite) assertOpen(invite, now());
    if ((await cohortOf(cohortId)).state === "archived") {
      throw new Fault("invite_closed", "This group is archived: nobody can join it.");
    }
    throw pseudonymTaken();
  }
}

const noCohort = "There is no such group, or you are not a member of it.";

const actorOf = (member: MemberRecord) => ({ actor: nameOf(member), actorId: member.userId });

const subjectOf = (member: MemberRecord) => ({ subject: nameOf(member), subjectId: member.userId });

const choicesOf = ({ name, pseudonym, listed, shares }: MemberChoices) => ({
  name,
  pseudonym,
  listed,
  shares,
});

const cohortView = (
  { id, name, examId, examDate, timeZone, state, createdAt, demo, members }: CohortRecord,
  { role, joinedAt, ...member }: MemberRecord,
): Cohort => ({
  id,
  name,
  examId,
  examDate,
  timeZone,
  state: state === "archived" ? "archived" : "active",
  createdAt,
  demo,
  members,
  me: { ...choicesOf(member), role, joinedAt },
});

const memberView = ({ userId, name, pseudonym, role, joinedAt }: MemberRecord): Member => ({
  userId,
  name,
  pseudonym,
  role,
  joinedAt,
});

const inviteView = (invite: InviteRecord, now: string): Invite => {
  const { id, role, createdAt, expiresAt, maxUses, uses } = invite;
  return { id, role, createdAt, expiresAt, maxUses, uses, state: inviteState(invite, now) };
};

const pseudonymTaken = () => new Fault("conflict", "This pseudonym is taken in the group. Choose another.");
