import type { Wish } from "@lyceum/shared/attempts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { BankEntry, LearnerItem } from "@lyceum/shared/questions";
import {
  assembleMock,
  drillItems,
  inScope,
  optionOrder,
  type Random,
  selectItems,
  timeFor,
} from "./forms/rules.ts";
import { type Ledger, narrowed } from "./ledger/rules.ts";
import type { AttemptRecord, Place } from "./store.ts";

interface Material {
  exam: ExamProfile;
  /** The questions of the exam that may be given to learners. */
  published: readonly BankEntry[];
  /** Median times in seconds by version, as `<question id>@<version>`, where enough is known. */
  medians: ReadonlyMap<string, number>;
  /** What the learner has seen of them. */
  ledger: Ledger;
  /** ISO time. */
  now: string;
  random: Random;
}

/** A version that has been chosen for an attempt. */
interface Chosen {
  question: Pick<BankEntry, "id" | "version" | "taskId" | "face">;
  scored: boolean;
}

interface NewAttempt {
  record: AttemptRecord;
  /** With the faces of their questions. */
  places: (Place & { face: LearnerItem })[];
}

/**
 * Makes the attempt that a learner has asked for.
 * @throws Fault bank_too_small, invalid_request, not_found
 */
export const newAttempt = (userId: string, wish: Wish, material: Material): NewAttempt =>
  attemptOf(userId, wish, choose(wish, material), material);

/** Makes an attempt of what has been chosen for it. */
export function attemptOf(
  userId: string,
  wish: Wish,
  chosen: readonly Chosen[],
  { exam, medians, now, random }: Omit<Material, "published" | "ledger">,
): NewAttempt {
  const seconds = timeLimit(wish, exam, chosen.length);
  const extraTimePercent = wish.kind === "quiz" ? 0 : wish.extraTimePercent;
  return {
    record: {
      id: wish.id,
      userId,
      examId: exam.id,
      kind: wish.kind,
      mode: wish.kind === "quiz" ? wish.mode : "exam",
      scope: wish.kind === "mock" ? [] : wish.scope,
      ...(wish.kind !== "mock" && wish.only && { only: wish.only }),
      count: chosen.length,
      extraTimePercent,
      state: "running",
      startedAt: now,
      ...(seconds !== undefined && {
        deadline: new Date(Date.parse(now) + timeFor(seconds, extraTimePercent)).toISOString(),
      }),
      answered: new Set(),
      right: new Set(),
      flagged: new Set(),
      versions: {},
    },
    places: chosen.map(({ question: { id, version, taskId, face }, scored }) => {
      const medianSeconds = medians.get(`${id}@${version}`);
      return {
        questionId: id,
        version,
        taskId,
        scored,
        ...(medianSeconds !== undefined && { medianSeconds }),
        order: [...optionOrder(face.options, random)],
        face,
      };
    }),
  };
}

/** The usual time in seconds, without extra time; `undefined` where there is no limit. */
function timeLimit({ kind }: Wish, exam: ExamProfile, count: number): number | undefined {
  switch (kind) {
    case "quiz":
      return undefined;
    case "drill":
      return count * exam.pacing.drillSeconds;
    case "mock":
      return exam.durationMinutes * 60;
  }
}

function choose(wish: Wish, { exam, published, ledger, random }: Material): Chosen[] {
  const lastSeen = (questionId: string) => ledger.seen.get(questionId)?.lastAt;
  if (wish.kind === "mock") return assembleMock({ exam, candidates: published, lastSeen, random });
  if (wish.kind === "quiz" && wish.questionIds) return named(wish.questionIds, published);
  // What is on trial is kept for the unscored places of mocks.
  const within = inScope(
    exam,
    wish.scope,
    published.filter((question) => question.state === "scored"),
  );
  const candidates = wish.only ? narrowed(within, wish.only, exam, ledger) : within;
  if (candidates.length === 0)
    throw new Fault("bank_too_small", "There are no questions of these tasks yet.");
  const count = wish.kind === "drill" ? Math.min(drillItems, candidates.length) : wish.count;
  return selectItems({ exam, candidates, count, lastSeen, random }).map((question) => ({
    question,
    scored: true,
  }));
}

/**
 * Those of the questions that may be given to the learner now, in the order asked for.
 * @throws Fault bank_too_small where that is none of them
 */
function named(questionIds: readonly string[], published: readonly BankEntry[]) {
  const byId = new Map(published.map((question) => [question.id, question]));
  const found = [...new Set(questionIds)].flatMap((questionId) => byId.get(questionId) ?? []);
  if (found.length === 0) {
    throw new Fault(
      "bank_too_small",
      "None of these questions can be practised now: they are part of a mock that runs, or not in the bank any more.",
    );
  }
  return found.map((question) => ({ question, scored: true }));
}
