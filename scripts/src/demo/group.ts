import { windowDays } from "@lyceum/backend/attempts/readiness/rules";
import { formItem, recordItem, sessionItem } from "@lyceum/backend/attempts/store";
import type { Table } from "@lyceum/backend/aws/table";
import {
  auditItem,
  type CohortRecord,
  cohortStore,
  type MemberRecord,
  memberItem,
  nameItem,
} from "@lyceum/backend/cohorts/store";
import type { Taken } from "./history.ts";
import type { DemoLearner } from "./learners.ts";

/** The same in every installation, so that there is never another one. */
export const demoCohortId = "coh_01DEM0DEM0DEM0DEM0DEM0DEM0";

const day = 86_400_000;
const joinedEvery = 600_000;

/**
 * Makes the demo group with its members, or what is missing of it. It was created when the weeks of its history began:
 * who is interrupted and comes again finds the same weeks.
 *
 * @param now ISO time
 * @returns when the history ends, in ms since 1970
 */
export async function putGroup(
  table: Table,
  {
    examId,
    owner,
    learners,
    now,
  }: {
    examId: string;
    /** A user id. */
    owner: string;
    learners: readonly DemoLearner[];
    now: string;
  },
): Promise<number> {
  const store = cohortStore(table);
  const found = await store.get(demoCohortId);
  const createdAt = found?.createdAt ?? new Date(Date.parse(now) - windowDays * day).toISOString();
  const until = Date.parse(createdAt) + windowDays * day;
  if (!found) {
    const record: CohortRecord = {
      id: demoCohortId,
      name: "Demo study group",
      examId,
      examDate: new Date(until + 21 * day).toISOString().slice(0, 10),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      state: "active",
      createdAt,
      createdBy: owner,
      demo: true,
      members: 1 + learners.length,
      owners: new Set([owner]),
    };
    const choices = { name: "Demo instructor", pseudonym: "Demo instructor", listed: false, shares: false };
    const member: MemberRecord = {
      ...choices,
      cohortId: demoCohortId,
      userId: owner,
      role: "owner",
      joinedAt: createdAt,
    };
    const entry = { id: owner, at: createdAt, action: "cohort_created" as const, actor: choices.name };
    await store.create(record, member, entry);
  }
  await table.putAll(
    learners.flatMap(({ userId, choices }, number) => {
      const joinedAt = new Date(Date.parse(createdAt) + (1 + number) * joinedEvery).toISOString();
      const member: MemberRecord = { ...choices, cohortId: demoCohortId, userId, role: "learner", joinedAt };
      const entry = { id: userId, at: joinedAt, action: "member_joined" as const, actor: choices.name };
      return [memberItem(member), nameItem(member), auditItem(demoCohortId, { ...entry, detail: "learner" })];
    }),
  );
  return until;
}

/** Stores attempts; their records last, because what follows from one is counted from then on. */
export async function putHistory(table: Table, history: readonly Taken[]): Promise<void> {
  await table.putAll(
    history.flatMap(({ record, places, sessions }) => [
      formItem(record, places),
      ...sessions.map((session) => sessionItem(record, session)),
    ]),
  );
  await table.putAll(history.map(({ record }) => recordItem(record)));
}
