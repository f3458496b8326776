import { assembleMock, type MockItem } from "@lyceum/backend/attempts/forms/rules";
import { type GroupMockRecord, groupMockStore } from "@lyceum/backend/attempts/group-mocks/store";
import type { AttemptRecord } from "@lyceum/backend/attempts/store";
import type { Table } from "@lyceum/backend/aws/table";
import { putAudit, whileActive } from "@lyceum/backend/cohorts/store";
import { Fault } from "@lyceum/shared/contract/fault";
import type { BankEntry } from "@lyceum/shared/questions";
import { mixedDice } from "../simulation/dice.ts";
import type { Bank } from "./bank.ts";

/** A mock that the demo group has sat together, with its form. */
export interface DemoMock {
  record: GroupMockRecord;
  form: readonly MockItem<BankEntry>[];
}

const day = 86_400_000;

/**
 * The demo group's mock: open for some weeks, so that many who sit a mock sit this one.
 * @param until when the history ends, in ms since 1970
 */
export function demoMock(
  cohortId: string,
  owner: string,
  { exam, published }: Bank,
  until: number,
): DemoMock {
  const { random } = mixedDice(2);
  const form = assembleMock({ exam, candidates: published, lastSeen: () => undefined, random });
  const at = (daysAgo: number) => new Date(until - daysAgo * day).toISOString();
  return {
    record: {
      id: "gmk_01DEM0DEM0DEM0DEM0DEM0DEM0",
      cohortId,
      examId: exam.id,
      name: "Half-way mock",
      opensAt: at(24),
      closesAt: at(3),
      count: form.length,
      minutes: exam.durationMinutes,
      begun: 0,
      createdAt: at(26),
      createdBy: owner,
    },
    form,
  };
}

/** Stores the mock, and who has begun it: what is there already stays as it is. */
export async function putGroupMock(
  table: Table,
  { record, form }: DemoMock,
  attempts: readonly AttemptRecord[],
): Promise<void> {
  const store = groupMockStore(table, { putAudit, whileActive });
  const places = form.map(({ question: { id: questionId, version }, scored }) => ({
    questionId,
    version,
    scored,
  }));
  const { id, name, createdAt, createdBy, closesAt } = record;
  const entry = { id, at: createdAt, action: "mock_scheduled" as const, actor: "Demo instructor" };
  await store.schedule(record, places, { ...entry, actorId: createdBy, detail: name }).catch(unlessThere);
  for (const { userId, id: attemptId, groupMock } of attempts) {
    if (groupMock?.mockId !== id) continue;
    await table.transact(store.begin({ mockId: id, userId, attemptId, closesAt })).catch(unlessThere);
  }
}

/** Of what may be there already, from an earlier run. */
export function unlessThere(error: unknown): void {
  if (!(error instanceof Fault && error.code === "conflict")) throw error;
}
