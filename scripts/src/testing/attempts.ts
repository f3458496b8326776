import type { GroupMock, RunningAttempt, SubmittedAttempt } from "@lyceum/shared/attempts";
import type { Input } from "@lyceum/shared/contract/client";
import { ulid } from "ulid";
import { fullPack } from "./exam.ts";
import type { Person } from "./people.ts";

/** Submits an attempt whose result is told at once: that of a group's mock is not while others may still sit it. */
export async function submit({ client }: Person, attemptId: string): Promise<SubmittedAttempt> {
  const attempt = await client.call("POST /attempts/{attemptId}/submit", { params: { attemptId } });
  if (attempt.state !== "submitted") throw new TypeError(`the attempt is ${attempt.state}`);
  return attempt;
}

type MockWish = Input<"POST /cohorts/{cohortId}/mocks">["body"];

/** What a mock can be scheduled with: one that opened a minute ago, for as long as it takes and an hour. */
export async function someMock(wish: Partial<MockWish> = {}): Promise<MockWish> {
  const { exam } = await fullPack();
  const opensAt = Date.now() - 60_000;
  return {
    id: `gmk_${ulid()}`,
    name: "Dress rehearsal",
    opensAt: new Date(opensAt).toISOString(),
    closesAt: new Date(opensAt + (exam.durationMinutes + 60) * 60_000).toISOString(),
    ...wish,
  };
}

export async function newMock(
  by: Person,
  cohortId: string,
  wish: Partial<MockWish> = {},
): Promise<GroupMock> {
  const body = await someMock(wish);
  return by.client.call("POST /cohorts/{cohortId}/mocks", { params: { cohortId }, body });
}

export async function beginMock(
  { client }: Person,
  cohortId: string,
  mockId: string,
  id = `att_${ulid()}`,
): Promise<RunningAttempt> {
  const attempt = await client.call("POST /cohorts/{cohortId}/mocks/{mockId}/attempts", {
    params: { cohortId, mockId },
    body: { id },
  });
  if (attempt.state !== "running") throw new TypeError(`the attempt is ${attempt.state}`);
  return attempt;
}
