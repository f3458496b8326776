import { exposures } from "@lyceum/backend/attempts/ended";
import type { GroupMockRecord } from "@lyceum/backend/attempts/group-mocks/store";
import { emptyLedger, type Ledger, merge } from "@lyceum/backend/attempts/ledger/rules";
import { windowDays } from "@lyceum/backend/attempts/readiness/rules";
import { scoreAttempt } from "@lyceum/backend/attempts/scoring/rules";
import { attemptOf, newAttempt } from "@lyceum/backend/attempts/starting";
import type { AttemptRecord, Place, SessionRecord } from "@lyceum/backend/attempts/store";
import { isCorrect } from "@lyceum/backend/questions/rules";
import { type Confidence, untouched, type Wish } from "@lyceum/shared/attempts";
import type { ExamProfile } from "@lyceum/shared/exams";
import { ulid } from "ulid";
import { type Dice, mixedDice } from "../simulation/dice.ts";
import { abilityAt, newLearner, usualWorld } from "../simulation/learners.ts";
import { chanceOf, mistakeOf, type Nature } from "./answers.ts";
import type { Bank } from "./bank.ts";
import type { DemoMock } from "./group-mock.ts";
import type { DemoLearner } from "./learners.ts";
import { planOf, type Sitting } from "./plans.ts";

/** A submitted attempt with all that belongs to it. */
export interface Taken {
  record: AttemptRecord;
  places: readonly Place[];
  sessions: readonly SessionRecord[];
}

const hour = 3_600_000;

/**
 * What a learner has done in the weeks before a moment: attempts as the platform itself makes and scores them, oldest
 * first. Their ids depend on the learner and the moment alone.
 *
 * @param until in ms since 1970
 * @param groupMock the first mock that a learner sits while it is open
 */
export function historyOf(
  { userId, idleDays, seeds }: DemoLearner,
  bank: Bank,
  until: number,
  groupMock: DemoMock,
): Taken[] {
  const { exam, published } = bank;
  const planDice = mixedDice(seeds.plan);
  const dice = mixedDice(seeds.answers);
  const person = newLearner(usualWorld, exam.domains.length, dice);
  const pace = dice.between(0.75, 1.35);
  const history: Taken[] = [];
  let ledger = emptyLedger;
  for (const sitting of planOf(exam.domains.length, idleDays, planDice)) {
    const start = Math.round(until - sitting.hoursAgo * hour);
    const id = `att_${ulid(start, planDice.random)}`;
    const wish = wishOf(id, sitting, bank, ledger);
    if (!wish) continue;
    const material = {
      exam,
      // Nobody's times are known to others: an answer counts as too fast within three seconds alone.
      medians: new Map(),
      now: new Date(start).toISOString(),
      random: dice.random,
    };
    const together =
      wish.kind === "mock" &&
      isOpen(groupMock.record, start) &&
      !history.some(({ record }) => record.groupMock);
    const { record, places } = together
      ? begunTogether(userId, wish, groupMock, material)
      : newAttempt(userId, wish, { ...material, published, ledger });
    const over = 1 - sitting.hoursAgo / (24 * windowDays);
    const asked = places.map(({ face: _, ...place }) => {
      const domain = exam.domains.findIndex(({ tasks }) => tasks.some(({ id }) => id === place.taskId));
      const known = ledger.seen.has(place.questionId) ? remembered : 0;
      const nature = natureOf(bank, place.questionId);
      const ability = abilityAt(usualWorld, person, domain, over) + known;
      return { place, nature, chance: chanceOf(nature, ability) };
    });
    const taken = submitted(exam, record, asked, sessionsOf(record, asked, pace, dice));
    history.push(taken);
    ledger = merge(ledger, endedOf(taken));
  }
  return history;
}

/** Whether there is time for all of a mock that begins then. */
const isOpen = ({ opensAt, closesAt, minutes }: GroupMockRecord, start: number): boolean =>
  Date.parse(opensAt) <= start && start + minutes * 60_000 <= Date.parse(closesAt);

function begunTogether(
  userId: string,
  wish: Wish,
  { record: { id: mockId, cohortId, closesAt }, form }: DemoMock,
  material: Parameters<typeof attemptOf>[3],
) {
  const { record, places } = attemptOf(userId, wish, form, material);
  return { record: { ...record, groupMock: { cohortId, mockId, closesAt }, told: true as const }, places };
}

/** An item of a form, and how likely the learner is to get it right. */
interface Asked {
  place: Place;
  nature: Nature;
  chance: number;
}

/** What having read the rationales adds to an ability, in logits. */
const remembered = 1.2;

/** `undefined` where there is nothing of the kind to practise. */
function wishOf(id: string, { what }: Sitting, bank: Bank, ledger: Ledger): Wish | undefined {
  const examId = bank.exam.id;
  if (what.kind === "mock") return { id, examId, kind: "mock", extraTimePercent: 0 };
  const mistakes = what.kind === "mistakes";
  const drill = what.kind === "quiz" && what.drill !== undefined ? bank.exam.domains[what.drill] : undefined;
  const choice = bank.published.filter(
    ({ id, state, taskId }) =>
      state === "scored" &&
      (!drill || drill.tasks.some((task) => task.id === taskId)) &&
      (!mistakes || ledger.seen.get(id)?.last === "wrong"),
  );
  if (choice.length === 0) return undefined;
  const count = Math.min(what.count, choice.length);
  const scope = drill ? [drill.id] : [];
  return { id, examId, kind: "quiz", mode: "practice", count, scope, ...(mistakes && { only: "mistakes" }) };
}

/** What the learner does with the items, one after the other. */
function sessionsOf(
  { mode, startedAt }: AttemptRecord,
  asked: readonly Asked[],
  pace: number,
  dice: Dice,
): SessionRecord[] {
  const { random, normal } = dice;
  let at = Date.parse(startedAt);
  return asked.map(({ nature, chance }, index) => {
    const right = random() < chance;
    const mistake = mistakeOf(nature, random);
    const response = right ? nature.item.key : mistake;
    const seconds = Math.round(Math.min(300, Math.max(8, 60 * pace * Math.exp(0.5 * normal()))));
    at += seconds * 1000;
    const savedAt = new Date(at).toISOString();
    return {
      ...untouched,
      response,
      initial: right && random() < changedMind ? mistake : response,
      confidence: confidenceIn(chance, dice),
      flagged: random() < (right ? 0.05 : 0.2),
      seconds,
      position: index + 1,
      revision: 1,
      savedAt,
      ...(mode === "practice" && { checked: { at: savedAt, correct: right } }),
    };
  });
}

/** The share of right responses that were others at first. */
const changedMind = 0.06;

/** Mostly as the chances are; two learners in five don't say. */
function confidenceIn(chance: number, { random, normal }: Dice): Confidence | null {
  if (random() < 0.4) return null;
  const felt = chance + 0.2 * normal();
  if (felt < 0.45) return "guess";
  return felt < 0.7 ? "unsure" : "sure";
}

function submitted(
  exam: ExamProfile,
  record: AttemptRecord,
  asked: readonly Asked[],
  sessions: readonly SessionRecord[],
): Taken {
  const items = asked.map(({ place: { taskId, scored }, nature: { item } }, index) => {
    const response = sessions[index]?.response ?? null;
    return { position: index + 1, taskId, scored, key: item.key, angoff: item.angoff.rating, response };
  });
  const positions = (some: readonly { position: number }[]) => new Set(some.map(({ position }) => position));
  return {
    record: {
      ...record,
      state: "submitted",
      closedAt: sessions.at(-1)?.savedAt ?? record.startedAt,
      timedOut: false,
      answered: positions(sessions),
      tally: scoreAttempt(exam, items),
      right: positions(items.filter(({ key, response }) => isCorrect(key, response))),
      flagged: positions(sessions.filter(({ flagged }) => flagged)),
    },
    places: asked.map(({ place }) => place),
    sessions,
  };
}

const endedOf = ({ record, places, sessions }: Taken) =>
  exposures({
    record: { ...record, state: "submitted", at: Date.parse(record.closedAt ?? record.startedAt) },
    places,
    sessions: new Map(sessions.map((session) => [session.position, session])),
  });

function natureOf({ natures }: Bank, questionId: string): Nature {
  const nature = natures.get(questionId);
  if (!nature) throw new TypeError(`${questionId} is not in the bank`);
  return nature;
}
