import { AuditEntry, CohortRole, InviteId, MemberChoices } from "@lyceum/shared/cohorts";
import { CohortId } from "@lyceum/shared/contract/ids";
import { ExamId } from "@lyceum/shared/exams";
import * as z from "zod";
import { ifAbsent, type Key, type Table, type TransactWrite } from "../aws/table.ts";
import { sameName } from "./rules.ts";

export const CohortRecord = z.object({
  id: CohortId,
  name: z.string(),
  examId: ExamId,
  examDate: z.iso.date().nullable(),
  timeZone: z.string(),
  /** One that is being deleted is not there for anybody; what belongs to it goes bit by bit. */
  state: z.enum(["active", "archived", "deleting"]),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  /** Absent but in the cohort that a new installation is seeded with. */
  demo: z.boolean().default(false),
  members: z.number().int(),
  /** Ids of the members who are owners: never empty. */
  owners: z.set(z.string()),
});
export type CohortRecord = z.infer<typeof CohortRecord>;

export const MemberRecord = MemberChoices.extend({
  cohortId: CohortId,
  userId: z.string(),
  role: CohortRole,
  joinedAt: z.iso.datetime(),
});
export type MemberRecord = z.infer<typeof MemberRecord>;

export const InviteRecord = z.object({
  id: InviteId,
  cohortId: CohortId,
  role: z.enum(["instructor", "learner"]),
  /** SHA-256 of the secret in its link, in base64url. */
  secretHash: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  maxUses: z.number().int(),
  uses: z.number().int(),
  revokedAt: z.iso.datetime().optional(),
});
export type InviteRecord = z.infer<typeof InviteRecord>;

/** An entry of the cohort's log, with what makes it one of its kind. */
export type Audited = AuditEntry & { id: string };

/** That a cohort was deleted, with what makes the entry one of its kind. */
interface Deletion {
  id: string;
  /** ISO time. */
  at: string;
  cohortId: string;
  name: string;
  actorId: string;
}

type Role = z.infer<typeof CohortRole>;
type Page = { limit: number; cursor?: string | undefined };

export type CohortStore = ReturnType<typeof cohortStore>;

/**
 * Cohorts, their members, invites and log. Whatever changes who may do what writes its entry in the log in the same
 * transaction.
 */
export function cohortStore(table: Table) {
  return {
    get: (cohortId: string) => table.get(CohortRecord, headKey(cohortId)),

    member: (cohortId: string, userId: string) => table.get(MemberRecord, memberKey(cohortId, userId)),

    /** A member's place in a cohort, while there is the cohort: its members' items go some time after it. */
    async membership(cohortId: string, userId: string) {
      const [head, member] = await Promise.all([
        table.get(CohortRecord.pick({ state: true, examId: true, timeZone: true }), headKey(cohortId)),
        table.get(MemberRecord.pick({ role: true }), memberKey(cohortId, userId)),
      ]);
      if (!head || !member || head.state === "deleting") return undefined;
      const { examId, timeZone } = head;
      return { cohortId, userId, role: member.role, cohort: { examId, timeZone } };
    },

    members: (cohortId: string, page: Page) =>
      table.query(MemberRecord, { pk: cohort(cohortId), prefix: "MEMBER#", ...page }),

    /** Those of these people who are members, in no order. */
    membersAmong: (cohortId: string, userIds: readonly string[]) =>
      table.getMany(
        MemberRecord,
        userIds.map((userId) => memberKey(cohortId, userId)),
      ),

    /** The memberships of one person, through the index: one that has just been made may be missing. */
    memberships: (userId: string, page: Page) =>
      table.query(MemberRecord, { index: "gsi1", pk: `USER#${userId}`, prefix: "COHORT#", ...page }),

    /** Instructors and owners, in no order. */
    async reviewers(cohortId: string): Promise<MemberRecord[]> {
      const members = await table.queryAll(MemberRecord, { pk: cohort(cohortId), prefix: "MEMBER#" });
      return members.filter(({ role }) => role !== "learner");
    },

    /**
     * The cohorts of an exam that somebody is a member of now: the index finds them, and the table says whether they still
     * are.
     */
    async studying(userId: string, examId: string): Promise<string[]> {
      const found = await table.queryAll(MemberRecord.pick({ cohortId: true }), {
        index: "gsi1",
        pk: `USER#${userId}`,
        prefix: "COHORT#",
      });
      const ids = found.map(({ cohortId }) => cohortId);
      const [heads, members] = await Promise.all([
        table.getMany(CohortRecord.pick({ id: true, examId: true, state: true }), ids.map(headKey)),
        table.getMany(
          MemberRecord.pick({ cohortId: true }),
          ids.map((cohortId) => memberKey(cohortId, userId)),
        ),
      ]);
      const isMember = new Set(members.map(({ cohortId }) => cohortId));
      return heads
        .filter((head) => head.examId === examId && head.state !== "deleting" && isMember.has(head.id))
        .map(({ id }) => id);
    },

    /** Names by ids, in one read for a hundred; of a cohort that is deleted there is none. */
    async names(cohortIds: readonly string[]): Promise<Map<string, string>> {
      const found = await table.getMany(
        CohortRecord.pick({ id: true, name: true, state: true }),
        [...new Set(cohortIds)].map(headKey),
        "eventual",
      );
      return new Map(found.filter(({ state }) => state !== "deleting").map(({ id, name }) => [id, name]));
    },

    /** @throws Fault conflict where there is one with this id */
    create: (record: CohortRecord, owner: MemberRecord, entry: Audited) =>
      table.transact([
        { Put: { Item: { ...headKey(record.id), entity: "cohort", ...record }, ...ifAbsent } },
        putMember(owner),
        putName(owner),
        putAudit(record.id, entry),
      ]),

    /** @throws Fault conflict where it is archived, or is so already */
    update: (
      cohortId: string,
      { name, examDate, timeZone }: Pick<CohortRecord, "name" | "examDate" | "timeZone">,
      entry: Audited,
    ) =>
      table.transact([
        {
          Update: {
            Key: headKey(cohortId),
            UpdateExpression: "SET #name = :name, examDate = :examDate, #timeZone = :timeZone",
            ConditionExpression:
              "#state = :active AND (#name <> :name OR examDate <> :examDate OR #timeZone <> :timeZone)",
            ExpressionAttributeNames: { "#name": "name", "#state": "state", "#timeZone": "timeZone" },
            ExpressionAttributeValues: {
              ":name": name,
              ":examDate": examDate,
              ":timeZone": timeZone,
              ":active": "active",
            },
          },
        },
        putAudit(cohortId, entry),
      ]),

    /** @throws Fault conflict where it is in that state already */
    setState: (cohortId: string, state: CohortRecord["state"], entry: Audited) =>
      table.transact([
        {
          Update: {
            Key: headKey(cohortId),
            UpdateExpression: "SET #state = :state",
            ConditionExpression: "attribute_exists(pk) AND #state <> :state AND #state <> :deleting",
            ExpressionAttributeNames: { "#state": "state" },
            ExpressionAttributeValues: { ":state": state, ":deleting": "deleting" },
          },
        },
        putAudit(cohortId, entry),
      ]),

    /**
     * From then on it is not there for anybody; the stream's consumer deletes what belongs to it, and its log with it:
     * that it was deleted is told outside.
     * @param expiresAt when the rest of it may go, in seconds since 1970
     * @throws Fault conflict where it is being deleted already
     */
    markDeleting: ({ id, ...deletion }: Deletion, expiresAt: number) =>
      table.transact([
        {
          Update: {
            Key: headKey(deletion.cohortId),
            UpdateExpression: "SET #state = :deleting, expiresAt = :expiresAt",
            ConditionExpression: "attribute_exists(pk) AND #state <> :deleting",
            ExpressionAttributeNames: { "#state": "state" },
            ExpressionAttributeValues: { ":deleting": "deleting", ":expiresAt": expiresAt },
          },
        },
        {
          Put: {
            Item: {
              pk: "AUDIT",
              sk: `${deletion.at}#${id}`,
              entity: "audit",
              action: "cohort_deleted",
              ...deletion,
            },
          },
        },
      ]),

    /**
     * Deletes what belongs to a cohort that is being deleted. What its members have on boards goes when their memberships
     * are gone; what stays says that it is deleted, and expires.
     */
    async purge(cohortId: string): Promise<void> {
      await table.deleteAll({ index: "gsi1", pk: cohort(cohortId), prefix: "INVITE#" });
      // Members first: a change that was under way finds none any more, and leaves no name and no entry behind.
      for (const prefix of ["MEMBER#", "NAME#", "MAILS#", "AUDIT#", "REVIEW"])
        await table.deleteAll({ pk: cohort(cohortId), prefix });
    },

    /**
     * Takes a member in by an invite, and counts its use.
     * @throws Fault conflict where the invite lets nobody in, the cohort is archived, the person is a member already, or
     * the pseudonym is taken
     */
    join: (invite: InviteRecord, member: MemberRecord, now: string, entry: Audited) =>
      table.transact([
        {
          Update: {
            Key: inviteKey(invite.id),
            UpdateExpression: "ADD #uses :one",
            ConditionExpression: "#uses < maxUses AND attribute_not_exists(revokedAt) AND expiresAt > :now",
            ExpressionAttributeNames: { "#uses": "uses" },
            ExpressionAttributeValues: { ":one": 1, ":now": now },
          },
        },
        putMember(member),
        putName(member),
        {
          Update: {
            Key: headKey(invite.cohortId),
            UpdateExpression: "ADD members :one",
            ConditionExpression: "#state = :active",
            ExpressionAttributeNames: { "#state": "state" },
            ExpressionAttributeValues: { ":one": 1, ":active": "active" },
          },
        },
        putAudit(invite.cohortId, entry),
      ]),

    /** @throws Fault conflict where the new pseudonym is taken, or the member has another than the given one by now */
    choose(member: MemberRecord, choices: MemberChoices): Promise<void> {
      const renamed = sameName(member.pseudonym) !== sameName(choices.pseudonym);
      return table.transact([
        {
          Update: {
            Key: memberKey(member.cohortId, member.userId),
            UpdateExpression: "SET #name = :name, pseudonym = :pseudonym, listed = :listed, shares = :shares",
            ConditionExpression: "pseudonym = :before",
            ExpressionAttributeNames: { "#name": "name" },
            ExpressionAttributeValues: {
              ":name": choices.name,
              ":pseudonym": choices.pseudonym,
              ":listed": choices.listed,
              ":shares": choices.shares,
              ":before": member.pseudonym,
            },
          },
        },
        ...(renamed
          ? [{ Delete: { Key: nameKey(member) } }, putName({ ...member, pseudonym: choices.pseudonym })]
          : []),
      ]);
    },

    /** @throws Fault conflict where the role is another by now, or nobody would own the cohort */
    setRole: (member: MemberRecord, role: Role, entry: Audited) =>
      table.transact([
        {
          Update: {
            Key: memberKey(member.cohortId, member.userId),
            UpdateExpression: "SET #role = :role",
            ConditionExpression: "#role = :before",
            ExpressionAttributeNames: { "#role": "role" },
            ExpressionAttributeValues: { ":role": role, ":before": member.role },
          },
        },
        ...ownership(member, role),
        putAudit(member.cohortId, entry),
      ]),

    /** @throws Fault conflict where the role or the pseudonym is another by now, or nobody would own the cohort */
    remove: (member: MemberRecord, entry: Audited) =>
      table.transact([
        {
          Delete: {
            Key: memberKey(member.cohortId, member.userId),
            // The pseudonym as well: a name that is held by now by somebody else must not be set free.
            ConditionExpression: "#role = :role AND pseudonym = :pseudonym",
            ExpressionAttributeNames: { "#role": "role" },
            ExpressionAttributeValues: { ":role": member.role, ":pseudonym": member.pseudonym },
          },
        },
        { Delete: { Key: nameKey(member) } },
        {
          Update: {
            Key: headKey(member.cohortId),
            UpdateExpression: `ADD members :less${member.role === "owner" ? " DELETE owners :gone" : ""}`,
            ConditionExpression: member.role === "owner" ? "size(owners) > :one" : "attribute_exists(pk)",
            ExpressionAttributeValues: {
              ":less": -1,
              ...(member.role === "owner" && { ":gone": new Set([member.userId]), ":one": 1 }),
            },
          },
        },
        putAudit(member.cohortId, entry),
      ]),

    invite: (inviteId: string) => table.get(InviteRecord, inviteKey(inviteId)),

    /** @throws Fault conflict where there is one with this id, or the cohort is archived */
    createInvite: (invite: InviteRecord, entry: Audited) =>
      table.transact([
        whileActive(invite.cohortId),
        {
          Put: {
            Item: {
              ...inviteKey(invite.id),
              gsi1pk: cohort(invite.cohortId),
              gsi1sk: `INVITE#${invite.id}`,
              entity: "invite",
              ...invite,
            },
            ...ifAbsent,
          },
        },
        putAudit(invite.cohortId, entry),
      ]),

    /** Newest first, through the index. */
    invites: (cohortId: string, page: Page) =>
      table.query(InviteRecord, {
        index: "gsi1",
        pk: cohort(cohortId),
        prefix: "INVITE#",
        descending: true,
        ...page,
      }),

    /** @throws Fault conflict where it is revoked already */
    revoke: (invite: InviteRecord, now: string, entry: Audited) =>
      table.transact([
        {
          Update: {
            Key: inviteKey(invite.id),
            UpdateExpression: "SET revokedAt = :now",
            ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(revokedAt)",
            ExpressionAttributeValues: { ":now": now },
          },
        },
        putAudit(invite.cohortId, entry),
      ]),

    /** Whether an invite was sent to somebody by mail. */
    isMailed: async (inviteId: string, recipient: string): Promise<boolean> =>
      (await table.get(z.object({}), mailedKey(inviteId, recipient))) !== undefined,

    /**
     * Remembers, for as long as the invite works, that it was sent to somebody.
     * @param recipient as `traceless` makes it: the address itself is kept nowhere
     * @throws Fault conflict where that is known already
     */
    mailed: (invite: InviteRecord, recipient: string, entry: Audited) =>
      table.transact([
        {
          Put: {
            Item: {
              ...mailedKey(invite.id, recipient),
              entity: "mailed",
              expiresAt: Math.floor(Date.parse(invite.expiresAt) / 1000),
            },
            ...ifAbsent,
          },
        },
        putAudit(invite.cohortId, entry),
      ]),

    audit: (cohortId: string, page: Page) =>
      table.query(AuditEntry, { pk: cohort(cohortId), prefix: "AUDIT#", descending: true, ...page }),
  };
}

const cohort = (cohortId: string) => `COHORT#${cohortId}`;
const headKey = (cohortId: string): Key => ({ pk: cohort(cohortId), sk: "HEAD" });
const memberKey = (cohortId: string, userId: string): Key => ({
  pk: cohort(cohortId),
  sk: `MEMBER#${userId}`,
});
const nameKey = ({ cohortId, pseudonym }: MemberRecord): Key => ({
  pk: cohort(cohortId),
  sk: `NAME#${sameName(pseudonym)}`,
});
const inviteKey = (inviteId: string): Key => ({ pk: `INVITE#${inviteId}`, sk: "INVITE" });

const mailedKey = (inviteId: string, recipient: string): Key => ({
  pk: `INVITE#${inviteId}`,
  sk: `MAILED#${recipient}`,
});

const putMember = (member: MemberRecord): TransactWrite => ({
  Put: { Item: memberItem(member), ...ifAbsent },
});

const putName = (member: MemberRecord): TransactWrite => ({ Put: { Item: nameItem(member), ...ifAbsent } });

/** A member as it is stored. */
export const memberItem = (member: MemberRecord) => ({
  ...memberKey(member.cohortId, member.userId),
  gsi1pk: `USER#${member.userId}`,
  gsi1sk: `COHORT#${member.cohortId}`,
  entity: "member",
  ...member,
});

/** Holds a pseudonym, so that no two members of a cohort have the same. */
export const nameItem = (member: MemberRecord) => ({
  ...nameKey(member),
  entity: "pseudonym",
  userId: member.userId,
});

export const auditItem = (cohortId: string, { id, ...entry }: Audited) => ({
  pk: cohort(cohortId),
  sk: `AUDIT#${entry.at}#${id}`,
  entity: "audit",
  ...entry,
});

/** Changes nothing, and fails where the cohort is not active. */
export const whileActive = (cohortId: string): TransactWrite => ({
  Update: {
    Key: headKey(cohortId),
    UpdateExpression: "SET #state = :active",
    ConditionExpression: "#state = :active",
    ExpressionAttributeNames: { "#state": "state" },
    ExpressionAttributeValues: { ":active": "active" },
  },
});

/** Fails a transaction where somebody is not a member of the cohort any more. */
export const whileMember = (cohortId: string, userId: string): TransactWrite => ({
  ConditionCheck: { Key: memberKey(cohortId, userId), ConditionExpression: "attribute_exists(pk)" },
});

/** Adds an entry to a cohort's log. */
export const putAudit = (cohortId: string, entry: Audited): TransactWrite => ({
  Put: { Item: auditItem(cohortId, entry) },
});

/** Keeps the set of owners right when a member's role changes. */
function ownership(member: MemberRecord, role: Role): TransactWrite[] {
  if ((member.role === "owner") === (role === "owner")) return [];
  const lost = member.role === "owner";
  return [
    {
      Update: {
        Key: headKey(member.cohortId),
        UpdateExpression: `${lost ? "DELETE" : "ADD"} owners :user`,
        ConditionExpression: lost ? "size(owners) > :one" : "attribute_exists(pk)",
        ExpressionAttributeValues: { ":user": new Set([member.userId]), ...(lost && { ":one": 1 }) },
      },
    },
  ];
}
