import * as z from "zod";
import { CohortId, id } from "./contract/ids.ts";
import { page, pageQuery } from "./contract/page.ts";
import { cohortRoles, route } from "./contract/route.ts";
import { TimeZone } from "./contract/time-zone.ts";
import { ExamId, TaskId } from "./exams.ts";

export const InviteId = id("inv");

export const CohortRole = z.enum(cohortRoles);

/** What others in a cohort see of a member. Unique in the cohort, whatever its case. */
const Pseudonym = z
  .string()
  .trim()
  .min(2)
  .max(30)
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]*$/u, "may have letters, digits, spaces and . _ -");

const settings = {
  name: z.string().trim().min(1).max(80),
  examDate: z.iso.date().nullable().describe("The day of the exam that the group works towards"),
  /** A cohort's days and weeks begin there. */
  timeZone: TimeZone,
};

/** A member's own choices. */
const choices = {
  /** What instructors call the member. */
  name: z.string().trim().max(60),
  pseudonym: Pseudonym,
  /** Whether the member stands on the cohort's boards. */
  listed: z.boolean(),
  /** Whether instructors may see the member's own answers by task, beyond what they see of all together. */
  shares: z.boolean(),
};

export const MemberChoices = z.object(choices);
export type MemberChoices = z.infer<typeof MemberChoices>;

export const Cohort = z
  .object({
    ...settings,
    id: CohortId,
    examId: ExamId,
    /** An archived cohort can be read and not changed. */
    state: z.enum(["active", "archived"]),
    createdAt: z.iso.datetime(),
    /** Made with a new installation to look around in: its learners are invented. */
    demo: z.boolean(),
    members: z.number().int(),
    /** The caller's own place in it. */
    me: z.object({ ...choices, role: CohortRole, joinedAt: z.iso.datetime() }),
  })
  .meta({ id: "Cohort" });
export type Cohort = z.infer<typeof Cohort>;

const CohortSummary = Cohort.pick({
  id: true,
  name: true,
  examId: true,
  examDate: true,
  state: true,
  demo: true,
}).extend({ role: CohortRole });
export type CohortSummary = z.infer<typeof CohortSummary>;

/** A member as instructors see one. */
const Member = z.object({
  userId: z.string(),
  name: z.string(),
  pseudonym: z.string(),
  role: CohortRole,
  joinedAt: z.iso.datetime(),
});
export type Member = z.infer<typeof Member>;

/** The random part of an invite's link, made by who invites: 256 bits in base64url. Only its hash is stored. */
export const InviteSecret = z.string().regex(/^[\w-]{43}$/, "must be 32 bytes in base64url");

/** What an invite makes of who accepts it. Owners are made from members. */
const InvitedRole = z.enum(["instructor", "learner"]);

const Invite = z
  .object({
    id: InviteId,
    role: InvitedRole,
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    maxUses: z.number().int(),
    uses: z.number().int(),
    state: z.enum(["open", "expired", "used_up", "revoked"]),
  })
  .meta({ id: "Invite" });
export type Invite = z.infer<typeof Invite>;

/** What somebody is shown before accepting. */
const Invitation = z.object({
  cohortId: CohortId,
  cohortName: z.string(),
  examId: ExamId,
  role: InvitedRole,
  /** Whether the caller is a member already. */
  joined: z.boolean(),
});

/** One entry of a cohort's log. It is written in the same transaction as what it tells of. */
export const AuditEntry = z.object({
  at: z.iso.datetime(),
  action: z.enum([
    "cohort_created",
    "cohort_changed",
    "cohort_archived",
    "cohort_restored",
    "invite_created",
    "invite_mailed",
    "invite_revoked",
    "member_joined",
    "member_left",
    "member_removed",
    "role_changed",
    "mock_scheduled",
    "mock_cancelled",
    "note_uploaded",
    "note_deleted",
    "review_changed",
  ]),
  /** Names as they were at the time. */
  actor: z.string(),
  actorId: z.string().optional(),
  subject: z.string().optional(),
  subjectId: z.string().optional(),
  detail: z.string().optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const Board = z.enum(["mastery", "effort", "improvement"]);
export type Board = z.infer<typeof Board>;

/** This week, this calendar quarter, and since the beginning; in the cohort's time zone. */
export const BoardWindow = z.enum(["week", "season", "all"]);
export type BoardWindow = z.infer<typeof BoardWindow>;

/** One line of a board. Equal scores share a rank: 1, 2, 2, 4. */
const BoardRow = z.object({
  rank: z.number().int().min(1),
  pseudonym: z.string(),
  /** 0 to 9999; what it means depends on the board. */
  score: z.number().int(),
  /** Whether this is the caller. */
  me: z.boolean(),
});
export type BoardRow = z.infer<typeof BoardRow>;

export const BoardView = z
  .discriminatedUnion("state", [
    /** With fewer members than this on it, a board shows no ranks and nobody's score but one's own. */
    z.object({
      state: z.literal("too_few"),
      members: z.number().int(),
      needed: z.number().int(),
      own: z.number().int().nullable(),
    }),
    z.object({
      state: z.literal("ranked"),
      members: z.number().int(),
      top: z.array(BoardRow),
      /** The caller among the neighbours; empty where the caller is not on the board. */
      around: z.array(BoardRow),
    }),
  ])
  .meta({ id: "BoardView" });
export type BoardView = z.infer<typeof BoardView>;

const count = z.number().int().min(0);

/** First answers to the questions of a task: how many, and how many of them right. */
const TaskAnswers = z.object({ taskId: TaskId, answered: count, right: count });

/** A cohort's learners together. What is counted is what counts on the boards: first answers to new questions. */
export const CohortDashboard = z
  .object({
    learners: count,
    /** Of these, who has given an answer that counts. */
    answering: count,
    /**
     * What learners know and how ready they are is left out where fewer than so many have answered; and where it would
     * tell what fewer know, because the others share theirs.
     */
    needed: count,
    /** How many learners have which tenth of the probability of passing, the lowest first; and of how many it isn't known. */
    readiness: z.object({ tenths: z.array(count).length(10), unknown: count }).optional(),
    /** In the order of the profile. */
    tasks: z.array(TaskAnswers).optional(),
    /** The last weeks, oldest first: answers, and learners who gave any. */
    weeks: z.array(z.object({ from: z.iso.date(), answers: count, active: count })),
  })
  .meta({ id: "CohortDashboard" });
export type CohortDashboard = z.infer<typeof CohortDashboard>;

/** A learner as instructors see one. */
export const CohortLearner = z
  .object({
    userId: z.string(),
    name: z.string(),
    pseudonym: z.string(),
    joinedAt: z.iso.datetime(),
    /** The last day with an answer that counts, in the cohort's time zone. */
    lastActiveOn: z.iso.date().nullable(),
    /** Only of who shares it. */
    shared: z
      .object({
        /** The tenth of the probability of passing, from 0 to 9; `null` where it isn't known. */
        readinessTenth: z.number().int().min(0).max(9).nullable(),
        tasks: z.array(TaskAnswers),
      })
      .optional(),
  })
  .meta({ id: "CohortLearner" });
export type CohortLearner = z.infer<typeof CohortLearner>;

const boardParams = z.object({ cohortId: CohortId, board: Board, window: BoardWindow });

const cohortParams = z.object({ cohortId: CohortId });
const memberParams = z.object({ cohortId: CohortId, userId: z.string().min(1).max(100) });

export const cohorts = {
  create: route({
    method: "POST",
    path: "/cohorts",
    access: "learner",
    summary: "Create a cohort, and be its owner. The caller makes the id, so the request may be sent again",
    status: 201,
    body: z.object({ id: CohortId, examId: ExamId, ...settings, me: MemberChoices }),
    reply: Cohort,
    faults: ["not_found", "conflict"],
  }),
  list: route({
    method: "GET",
    path: "/cohorts",
    access: "learner",
    summary: "The cohorts that the caller is a member of",
    query: z.object(pageQuery),
    reply: page(CohortSummary),
    faults: [],
  }),
  get: route({
    method: "GET",
    path: "/cohorts/{cohortId}",
    access: "cohort:learner",
    summary: "A cohort",
    params: cohortParams,
    reply: Cohort,
    faults: [],
  }),
  update: route({
    method: "PUT",
    path: "/cohorts/{cohortId}",
    access: "cohort:owner",
    summary: "Change a cohort's name, exam date and time zone",
    params: cohortParams,
    body: z.object(settings),
    reply: Cohort,
    faults: ["conflict"],
  }),
  setState: route({
    method: "PUT",
    path: "/cohorts/{cohortId}/state",
    access: "cohort:owner",
    summary: "Archive a cohort, or restore it",
    params: cohortParams,
    body: z.object({ state: Cohort.shape.state }),
    reply: Cohort,
    faults: ["conflict"],
  }),
  remove: route({
    method: "DELETE",
    path: "/cohorts/{cohortId}",
    access: "cohort:owner",
    summary: "Delete a cohort with its members, invites and boards. Attempts stay with those who took them",
    status: 204,
    params: cohortParams,
    faults: [],
  }),
  choose: route({
    method: "PUT",
    path: "/cohorts/{cohortId}/me",
    access: "cohort:learner",
    summary: "Change the caller's own choices as a member",
    params: cohortParams,
    body: MemberChoices,
    reply: Cohort,
    faults: ["conflict"],
  }),
  leave: route({
    method: "DELETE",
    path: "/cohorts/{cohortId}/me",
    access: "cohort:learner",
    summary: "Leave a cohort. Its last owner can't",
    status: 204,
    params: cohortParams,
    faults: ["conflict"],
  }),
  members: route({
    method: "GET",
    path: "/cohorts/{cohortId}/members",
    access: "cohort:instructor",
    summary: "A cohort's members",
    params: cohortParams,
    query: z.object(pageQuery),
    reply: page(Member),
    faults: [],
  }),
  setRole: route({
    method: "PUT",
    path: "/cohorts/{cohortId}/members/{userId}",
    access: "cohort:owner",
    summary: "Change a member's role. There is always an owner",
    params: memberParams,
    body: z.object({ role: CohortRole }),
    reply: Member,
    faults: ["not_found", "conflict"],
  }),
  removeMember: route({
    method: "DELETE",
    path: "/cohorts/{cohortId}/members/{userId}",
    access: "cohort:instructor",
    summary: "Remove a member. Instructors remove learners, owners anyone but the last owner",
    status: 204,
    params: memberParams,
    faults: ["forbidden", "conflict"],
  }),
  invite: route({
    method: "POST",
    path: "/cohorts/{cohortId}/invites",
    access: "cohort:instructor",
    summary:
      "Invite by a link, which the caller makes of the id and the secret. Only owners invite instructors",
    status: 201,
    params: cohortParams,
    body: z.object({
      id: InviteId,
      secret: InviteSecret,
      role: InvitedRole,
      days: z.number().int().min(1).max(90),
      maxUses: z.number().int().min(1).max(1000),
    }),
    reply: Invite,
    faults: ["forbidden", "conflict"],
  }),
  invites: route({
    method: "GET",
    path: "/cohorts/{cohortId}/invites",
    access: "cohort:instructor",
    summary: "A cohort's invites, newest first",
    params: cohortParams,
    query: z.object(pageQuery),
    reply: page(Invite),
    faults: [],
  }),
  revoke: route({
    method: "DELETE",
    path: "/cohorts/{cohortId}/invites/{inviteId}",
    access: "cohort:instructor",
    summary: "Revoke an invite: its link lets nobody in any more",
    status: 204,
    params: z.object({ cohortId: CohortId, inviteId: InviteId }),
    faults: [],
  }),
  invitation: route({
    method: "POST",
    path: "/invites/{inviteId}",
    access: "learner",
    summary: "What an invite's link invites to",
    params: z.object({ inviteId: InviteId }),
    body: z.object({ secret: InviteSecret }),
    reply: Invitation,
    faults: ["not_found", "invite_closed"],
  }),
  accept: route({
    method: "POST",
    path: "/invites/{inviteId}/accept",
    access: "learner",
    summary: "Join a cohort by an invite's link",
    params: z.object({ inviteId: InviteId }),
    body: z.object({ secret: InviteSecret, me: MemberChoices }),
    reply: Cohort,
    faults: ["not_found", "invite_closed", "conflict"],
  }),
  mailInvite: route({
    method: "POST",
    path: "/cohorts/{cohortId}/invites/{inviteId}/mail",
    access: "cohort:instructor",
    summary: "Send an invite's link to an address. The address is not kept",
    status: 204,
    params: z.object({ cohortId: CohortId, inviteId: InviteId }),
    body: z.object({ secret: InviteSecret, email: z.email().max(200) }),
    faults: ["invite_closed", "too_many_requests", "unavailable"],
  }),
  dashboard: route({
    method: "GET",
    path: "/cohorts/{cohortId}/dashboard",
    access: "cohort:instructor",
    summary: "What a cohort's learners do and know, together",
    params: cohortParams,
    reply: CohortDashboard,
    faults: [],
  }),
  learners: route({
    method: "GET",
    path: "/cohorts/{cohortId}/learners",
    access: "cohort:instructor",
    summary: "A cohort's learners, who was active the longest time ago first",
    params: cohortParams,
    query: z.object(pageQuery),
    reply: page(CohortLearner),
    faults: [],
  }),
  board: route({
    method: "GET",
    path: "/cohorts/{cohortId}/boards/{board}/{window}",
    access: "cohort:learner",
    summary:
      "A board: its best, and the caller among the neighbours. Has an ETag, so asking again costs little",
    params: boardParams,
    reply: BoardView,
    faults: [],
  }),
  boardRows: route({
    method: "GET",
    path: "/cohorts/{cohortId}/boards/{board}/{window}/rows",
    access: "cohort:learner",
    summary: "A whole board, best first. Empty while it has too few members",
    params: boardParams,
    query: z.object(pageQuery),
    reply: page(BoardRow),
    faults: [],
  }),
  audit: route({
    method: "GET",
    path: "/cohorts/{cohortId}/audit",
    access: "cohort:instructor",
    summary: "Who did what in a cohort, newest first",
    params: cohortParams,
    query: z.object(pageQuery),
    reply: page(AuditEntry),
    faults: [],
  }),
};
