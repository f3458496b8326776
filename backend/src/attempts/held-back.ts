import type { Wish } from "@lyceum/shared/attempts";
import { isSealed } from "./group-mocks/rules.ts";
import type { GroupMockStore } from "./group-mocks/store.ts";
import type { AttemptRecord, AttemptStore } from "./store.ts";

interface Dependencies {
  store: AttemptStore;
  groupMocks: GroupMockStore;
  /** ISO time. */
  now: () => string;
}

/** Among so many of a learner's latest attempts, those that still run are looked for. */
const recentAttempts = 40;

/**
 * The questions that a learner's new attempt must not have, because another one that runs has them. Those of a mock that
 * runs, or that others may still sit: a practice quiz that is begun meanwhile would tell their keys. And what was checked in a practice quiz that
 * runs: its key is known, and it would count as new elsewhere until the quiz ends.
 */
export const heldBack =
  ({ store, groupMocks, now }: Dependencies) =>
  async (userId: string, wish: Wish): Promise<ReadonlySet<string>> => {
    const [{ items }, entries] = await Promise.all([
      store.list(userId, { limit: recentAttempts }),
      groupMocks.latestEntries(userId),
    ]);
    const running = items.filter(
      ({ id, examId, state }) => id !== wish.id && examId === wish.examId && state === "running",
    );
    const mocks = running.filter(
      ({ kind, deadline }) =>
        kind === "mock" && deadline !== undefined && Date.parse(deadline) > Date.parse(now()),
    );
    const sealed = entries
      .filter((groupMock) => isSealed({ groupMock }, now()))
      .map(({ attemptId }) => ({ userId, id: attemptId }));
    const questions = await Promise.all([
      ...[...mocks, ...sealed].map(async (attempt) => questionsIn(await store.form(attempt))),
      ...running.filter(({ mode }) => mode === "practice").map(checkedIn),
    ]);
    return new Set(questions.flat());

    async function checkedIn(attempt: AttemptRecord): Promise<string[]> {
      const [places, sessions] = await Promise.all([store.form(attempt), store.sessions(attempt)]);
      const checked = new Set(sessions.flatMap((session) => (session.checked ? [session.position] : [])));
      return questionsIn(places.filter((_, index) => checked.has(index + 1)));
    }
  };

const questionsIn = (places: readonly { questionId: string }[]) => places.map((place) => place.questionId);
