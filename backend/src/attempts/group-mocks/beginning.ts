import type { Attempt } from "@lyceum/shared/attempts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { BankEntry, Question } from "@lyceum/shared/questions";
import { faceOf, isPublished } from "../../questions/rules.ts";
import { isConflict } from "../closing.ts";
import type { Random } from "../forms/rules.ts";
import { attemptOf } from "../starting.ts";
import type { AttemptStore } from "../store.ts";
import { type Loaded, newView, view } from "../views.ts";
import { assertOpen, cutDeadline } from "./rules.ts";
import type { Entry, FormPlace, GroupMockRecord, GroupMockStore } from "./store.ts";

export interface BeginningDependencies {
  store: AttemptStore;
  groupMocks: GroupMockStore;
  /** @throws Fault conflict where it is archived */
  activeCohort: (cohortId: string) => Promise<unknown>;
  medians: (examId: string) => Promise<ReadonlyMap<string, number>>;
  versions: (refs: readonly { questionId: string; version: number }[]) => Promise<readonly Question[]>;
  /** Where questions stand now, in no order. */
  states: (questionIds: readonly string[]) => Promise<readonly Pick<BankEntry, "id" | "state">[]>;
  /** @throws Fault not_found */
  examOf: (examId: string) => Promise<ExamProfile>;
  /** @throws Fault not_found */
  load: (attempt: { userId: string; id: string }) => Promise<Loaded>;
  /** ISO time. */
  now: () => string;
  random: Random;
}

interface Wish {
  id: string;
  extraTimePercent: number;
}

/** Begins attempts at a cohort's mocks: one for each member and mock, whatever becomes of it. */
export function beginning(dependencies: BeginningDependencies) {
  const { store, groupMocks, activeCohort, medians, versions, states, examOf, load, now, random } =
    dependencies;

  /** @throws Fault conflict with the reason; not_found where the mock is cancelled meanwhile */
  return async function begin(mock: GroupMockRecord, userId: string, wish: Wish): Promise<Attempt> {
    const before = await groupMocks.entry(mock.id, userId);
    if (before) return begunBefore(before, wish.id);
    const at = now();
    assertOpen(mock, at);
    await activeCohort(mock.cohortId);
    const { record, places } = await attemptAt(mock, userId, wish, at);
    try {
      await store.create(
        record,
        places.map(({ face: _, ...place }) => place),
        groupMocks.begin({ mockId: mock.id, userId, attemptId: record.id, closesAt: mock.closesAt }),
      );
      return newView(record, places, at);
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    const other = await groupMocks.entry(mock.id, userId);
    if (other) return begunBefore(other, wish.id);
    if (!(await groupMocks.get(mock.id))) throw new Fault("not_found", "This mock has just been cancelled.");
    throw new Fault("conflict", "This id names another attempt. Start again.");
  };

  /** A new attempt at the mock's form, whose time ends with the mock at the latest. */
  async function attemptAt(
    { id: mockId, cohortId, examId, closesAt }: GroupMockRecord,
    userId: string,
    wish: Wish,
    at: string,
  ) {
    const [exam, form, times] = await Promise.all([examOf(examId), formNow(mockId), medians(examId)]);
    const questions = await versions(form);
    const chosen = questions.map(({ id, version, taskId, item }, index) => ({
      question: { id, version, taskId, face: faceOf(item) },
      scored: form[index]?.scored ?? false,
    }));
    const { record, places } = attemptOf(userId, { ...wish, examId, kind: "mock" }, chosen, {
      exam,
      medians: times,
      now: at,
      random,
    });
    const groupMock = { cohortId, mockId, closesAt };
    const deadline = cutDeadline(record.deadline ?? closesAt, closesAt, mockId);
    return { record: { ...record, deadline, groupMock }, places };
  }

  /**
   * A mock's form without what was retired or sent back to review after it had been scheduled, also of what counts: a
   * result is a share of what was given, so it can be compared with those of members who began before. Nothing takes its
   * place, because all who begin from then on are given the same.
   * @throws Fault conflict where nothing that counts is left
   */
  async function formNow(mockId: string): Promise<readonly FormPlace[]> {
    const form = await groupMocks.form(mockId);
    const known = await states(form.map(({ questionId }) => questionId));
    const published = new Set(known.filter(({ state }) => isPublished(state)).map(({ id }) => id));
    const given = form.filter(({ questionId }) => published.has(questionId));
    if (form.length > 0 && !given.some(({ scored }) => scored)) {
      throw new Fault("conflict", "The questions of this mock were withdrawn. Ask for another mock.");
    }
    return given;
  }

  /**
   * The attempt that a member has begun before.
   * @throws Fault conflict where it has another id, or was discarded
   */
  async function begunBefore({ userId, attemptId }: Entry, id: string): Promise<Attempt> {
    const attempt = { userId, id: attemptId };
    if ((await store.get(attempt))?.state === "discarded") {
      throw new Fault("conflict", "You have discarded your attempt at this mock. It can be sat only once.");
    }
    if (attemptId !== id) {
      throw new Fault("conflict", "You have begun this mock already. Go on with the attempt that you have.");
    }
    return view(await load(attempt), now());
  }
}
