import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { attempts, GroupMock } from "@lyceum/shared/attempts";
import type { AuditEntry, MemberChoices } from "@lyceum/shared/cohorts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { CohortRole } from "@lyceum/shared/contract/route";
import type { BankEntry } from "@lyceum/shared/questions";
import type { Membership } from "../../http/caller.ts";
import type { Handlers } from "../../http/run.ts";
import { isConflict, unlessConflict } from "../closing.ts";
import { assembleMock } from "../forms/rules.ts";
import { resultOf } from "../scoring/rules.ts";
import type { AttemptRecord } from "../store.ts";
import { type BeginningDependencies, beginning } from "./beginning.ts";
import { assertClosed, assertWindow, mockState, shownAs } from "./rules.ts";
import type { Entry, GroupMockRecord } from "./store.ts";

/** What mocks need to know of cohorts. */
export interface Cohorts {
  get: (
    cohortId: string,
  ) => Promise<{ examId: string; state: "active" | "archived" | "deleting" } | undefined>;
  /** The cohorts of an exam that somebody is a member of. */
  studying: (userId: string, examId: string) => Promise<readonly string[]>;
  /** Those of these people who are members, in no order. */
  membersAmong: (
    cohortId: string,
    userIds: readonly string[],
  ) => Promise<readonly (MemberChoices & { userId: string; role: CohortRole })[]>;
}

interface Dependencies extends Omit<BeginningDependencies, "activeCohort"> {
  cohorts: Cohorts;
  /** The questions of an exam that may be given to a learner of these cohorts. */
  published: (examId: string, cohortIds: readonly string[]) => Promise<readonly BankEntry[]>;
  /** The attempt as it stands now: submitted if its time is up. */
  current: (record: AttemptRecord) => Promise<AttemptRecord>;
}

type GroupMockHandlers = Pick<
  Handlers<typeof attempts>,
  "scheduleMock" | "mocks" | "mock" | "cancelMock" | "beginMock" | "mockResults"
>;

/** Mocks that a cohort sits together. What is begun here goes on as any attempt does. */
export function groupMockHandlers(dependencies: Dependencies): GroupMockHandlers {
  const { store, groupMocks, cohorts, published, examOf, current, now, random } = dependencies;
  const begin = beginning({ ...dependencies, activeCohort });

  return {
    async scheduleMock({ member, body: { id, name, ...window } }) {
      const { cohortId, userId } = member;
      const wanted = { cohortId, name, opensAt: iso(window.opensAt), closesAt: iso(window.closesAt) };
      const before = await groupMocks.get(id);
      if (before) return sameAsBefore(before, wanted, userId);
      const { examId } = await activeCohort(cohortId);
      const exam = await examOf(examId);
      const at = now();
      assertWindow(wanted, exam.durationMinutes, at);
      // Chosen for nobody in particular: what one member has seen, another has not.
      const candidates = await published(exam.id, [cohortId]);
      const form = assembleMock({ exam, candidates, lastSeen: () => undefined, random });
      const mock: GroupMockRecord = {
        ...wanted,
        id,
        examId,
        count: form.length,
        minutes: exam.durationMinutes,
        begun: 0,
        createdAt: at,
        createdBy: userId,
      };
      const places = form.map(({ question: { id: questionId, version }, scored }) => ({
        questionId,
        version,
        scored,
      }));
      try {
        await groupMocks.schedule(mock, places, await entry("mock_scheduled", member, mock));
        return mockView(mock, undefined);
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
      await activeCohort(cohortId);
      const other = await groupMocks.get(id);
      if (!other) throw new Fault("conflict", "The group was changed meanwhile. Try again.");
      return sameAsBefore(other, wanted, userId);
    },

    async mocks({ member, query }) {
      const { items, ...rest } = await groupMocks.list(member.cohortId, query);
      const ids = items.map(({ id }) => id);
      const own = new Map(
        (await groupMocks.entriesOf(member.userId, ids)).map((entry) => [entry.mockId, entry]),
      );
      return { ...rest, items: items.map((mock) => mockView(mock, own.get(mock.id))) };
    },

    async mock({ member, params }) {
      const mock = await mockOf(params);
      return mockView(mock, await groupMocks.entry(mock.id, member.userId));
    },

    async cancelMock({ member, params }) {
      const mock = await groupMocks.get(params.mockId);
      // One that is not there may have been cancelled by the same request sent before.
      if (mock?.cohortId !== member.cohortId) return;
      const log = await entry("mock_cancelled", member, mock);
      await groupMocks.cancel(mock, log).catch(async (error: unknown) => {
        unlessConflict(error);
        const left = await groupMocks.get(mock.id);
        if (!left) return;
        if (left.begun > 0) {
          throw new Fault("conflict", "Somebody has begun this mock, so it can't be cancelled any more.");
        }
        await activeCohort(member.cohortId);
        throw error;
      });
    },

    beginMock: async ({ member, params, body }) => begin(await mockOf(params), member.userId, body),

    async mockResults({ member, params, query }) {
      const mock = await mockOf(params);
      assertClosed(mock, now());
      const exam = await examOf(mock.examId);
      const { items: entries, ...rest } = await groupMocks.entries(mock.id, query);
      const people = await cohorts.membersAmong(
        mock.cohortId,
        entries.map(({ userId }) => userId),
      );
      const shown = new Map(
        people.flatMap((person) => {
          const as = shownAs(person, member);
          return as ? [[person.userId, as] as const] : [];
        }),
      );
      const records = await store.many(
        entries
          .filter(({ userId }) => shown.has(userId))
          .map(({ userId, attemptId }) => ({ userId, id: attemptId })),
      );
      const ended = new Map(
        (await Promise.all(records.map(current))).map((record) => [record.userId, record]),
      );
      const items = entries.flatMap(({ userId }) => {
        const as = shown.get(userId);
        const { state, tally } = ended.get(userId) ?? {};
        // One that ran to the end is over some moments later: what was sent in time may still arrive.
        return as && state === "submitted" && tally ? [{ ...as, result: resultOf(exam, "mock", tally) }] : [];
      });
      return { ...rest, items };
    },
  };

  /** @throws Fault not_found, also for another cohort's */
  async function mockOf({ cohortId, mockId }: { cohortId: string; mockId: string }) {
    const mock = await groupMocks.get(mockId);
    if (mock?.cohortId === cohortId) return mock;
    throw new Fault("not_found", "There is no such mock in this group. It may have been cancelled.");
  }

  /** @throws Fault conflict where it is archived */
  async function activeCohort(cohortId: string) {
    const cohort = await cohorts.get(cohortId);
    if (!cohort || cohort.state === "deleting") throw new Fault("not_found", "There is no such group.");
    if (cohort.state === "archived") {
      throw new Fault("conflict", "The group is archived. An owner can restore it; then try again.");
    }
    return cohort;
  }

  async function entry(
    action: AuditEntry["action"],
    { cohortId, userId }: Membership,
    mock: GroupMockRecord,
  ) {
    const [person] = await cohorts.membersAmong(cohortId, [userId]);
    if (!person) throw new Fault("not_found", "You are not a member of this group any more.");
    const { name, pseudonym } = person;
    return {
      id: randomUUID(),
      at: now(),
      action,
      actor: name || pseudonym,
      actorId: userId,
      detail: mock.name,
    };
  }

  function mockView(mock: GroupMockRecord, own: Entry | undefined): GroupMock {
    const { id, examId, name, opensAt, closesAt, count, minutes, begun } = mock;
    const time = now();
    return {
      id,
      examId,
      name,
      opensAt,
      closesAt,
      state: mockState(mock, time),
      now: time,
      count,
      minutes,
      begun,
      ...(own && { attemptId: own.attemptId }),
    };
  }

  /** The same request was sent again, or the id has been used for something else. */
  async function sameAsBefore(before: GroupMockRecord, wanted: Partial<GroupMockRecord>, userId: string) {
    const { cohortId, name, opensAt, closesAt } = before;
    if (!isDeepStrictEqual({ cohortId, name, opensAt, closesAt }, wanted)) {
      throw new Fault("conflict", "This id names another mock. Start again.");
    }
    return mockView(before, await groupMocks.entry(before.id, userId));
  }
}

const iso = (time: string): string => new Date(time).toISOString();
