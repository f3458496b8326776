import { beforeAll, expect, test } from "@jest/globals";
import { windowDays } from "@lyceum/backend/attempts/readiness/rules";
import { AttemptRecord, SessionRecord } from "@lyceum/backend/attempts/store";
import { sameName } from "@lyceum/backend/cohorts/rules";
import { faceOf, responseProblem } from "@lyceum/backend/questions/rules";
import { MemberChoices } from "@lyceum/shared/cohorts";
import { mixedDice } from "../simulation/dice.ts";
import { fullPack } from "../testing/exam.ts";
import { naturesOf } from "./answers.ts";
import type { Bank } from "./bank.ts";
import { demoCohortId } from "./group.ts";
import { demoMock } from "./group-mock.ts";
import { historyOf, type Taken } from "./history.ts";
import { demoLearners } from "./learners.ts";

const until = Date.parse("2026-11-18T12:00:00Z");
const day = 86_400_000;

let bank: Bank;
let histories: { idleDays: number; history: Taken[] }[];

beforeAll(async () => {
  bank = await bankWith(1);
  histories = historiesIn(bank);
});

async function bankWith(seed: number): Promise<Bank> {
  const { exam, questions } = await fullPack();
  const published = questions.map(({ item, ...head }) => ({ ...head, face: faceOf(item) }));
  return { exam, published, natures: naturesOf(questions, mixedDice(seed)) };
}

const mockOf = (one: Bank) => demoMock(demoCohortId, "iris", one, until);

const historiesIn = (one: Bank) =>
  demoLearners("ada").map((learner) => ({
    ...learner,
    history: historyOf(learner, one, until, mockOf(one)),
  }));

test("there are 40 invented learners and the one with an account, each with a name of their own", () => {
  const learners = demoLearners("ada");
  expect(learners).toHaveLength(41);
  expect(learners.filter(({ userId }) => userId.startsWith("demo-"))).toHaveLength(40);
  expect(new Set(learners.map(({ userId }) => userId)).size).toBe(41);
  expect(new Set(learners.map(({ choices }) => sameName(choices.pseudonym))).size).toBe(41);
  for (const { choices } of learners) expect(MemberChoices.parse(choices)).toEqual(choices);
  expect(learners[0]).toMatchObject({ userId: "ada", idleDays: 0, choices: { listed: true, shares: true } });
  const sharing = learners.filter(({ choices }) => choices.shares).length;
  expect(sharing).toBeGreaterThan(15);
  expect(sharing).toBeLessThan(26);
  expect(learners.filter(({ choices }) => !choices.listed)).toHaveLength(5);
  expect(learners.filter(({ idleDays }) => idleDays === Number.POSITIVE_INFINITY)).toHaveLength(2);
});

test("the same moment gives the same history; another bank other answers under the same ids", async () => {
  expect(historiesIn(bank)).toEqual(histories);
  const others = historiesIn(await bankWith(2));
  const ids = (some: typeof histories) => some.map(({ history }) => history.map(({ record }) => record.id));
  // What there is to practise again may be nothing in one of them.
  expect(new Set(ids(others).flat()).intersection(new Set(ids(histories).flat())).size).toBeGreaterThan(200);
  expect(others).not.toEqual(histories);
});

test("attempts are as the platform stores them, and are over before the learner's next one", () => {
  const taken = histories.flatMap(({ history }) => history);
  expect(new Set(taken.map(({ record }) => record.id)).size).toBe(taken.length);
  for (const { record, places, sessions } of taken) {
    expect(AttemptRecord.parse(record)).toEqual(record);
    expect(places).toHaveLength(record.count);
    expect(record.answered.size).toBe(record.count);
    expect(record.right.size).toBeGreaterThanOrEqual(record.tally?.correct ?? Number.NaN);
    for (const session of sessions) {
      expect(SessionRecord.parse(session)).toEqual(session);
      const nature = bank.natures.get(places[session.position - 1]?.questionId ?? "");
      if (!nature || !session.response) throw new TypeError("a session without a question or a response");
      expect(responseProblem(nature.item, session.response)).toBeUndefined();
      expect(session.checked?.correct ?? record.right.has(session.position)).toBe(
        record.right.has(session.position),
      );
    }
  }
  for (const { history } of histories) {
    for (const [at, { record }] of history.entries()) {
      const end = Date.parse(record.closedAt ?? "");
      const next = Date.parse(history[at + 1]?.record.startedAt ?? new Date(until).toISOString());
      expect(end).toBeGreaterThan(Date.parse(record.startedAt));
      expect(end).toBeLessThanOrEqual(Math.min(next, Date.parse(record.deadline ?? "9999-01-01")));
    }
  }
});

test("the history fills the weeks, and some have stopped", () => {
  for (let week = 0; week < windowDays / 7; week++) {
    const inWeek = histories.filter(({ history }) =>
      history.some(({ record }) => {
        const ago = (until - Date.parse(record.startedAt)) / day;
        return week * 7 <= ago && ago < week * 7 + 7;
      }),
    );
    expect(inWeek.length).toBeGreaterThanOrEqual(10);
  }
  for (const { idleDays, history } of histories) {
    const last = Date.parse(history.at(-1)?.record.startedAt ?? "1970-01-01");
    expect(until - last).toBeGreaterThanOrEqual(Math.min(idleDays * day, until));
  }
});

test("some know more than others, and most questions are answered by many", () => {
  const shares = histories
    .filter(({ history }) => history.length > 0)
    .map(({ history }) => {
      const right = history.reduce((sum, { record }) => sum + record.right.size, 0);
      return right / history.reduce((sum, { record }) => sum + record.count, 0);
    })
    .sort((a, b) => a - b);
  expect(shares.at(3)).toBeLessThan(0.55);
  expect(shares.at(-4)).toBeGreaterThan(0.75);
  const learners = new Map<string, Set<number>>();
  for (const [learner, { history }] of histories.entries()) {
    for (const { questionId } of history.flatMap(({ places }) => places)) {
      learners.set(questionId, (learners.get(questionId) ?? new Set()).add(learner));
    }
  }
  expect([...learners.values()].filter(({ size }) => size >= 30).length).toBeGreaterThan(75);
});

test("many have sat the group's mock, once and within its window, all with its form", () => {
  const { record: mock, form } = mockOf(bank);
  const together = histories.map(({ history }) => history.filter(({ record }) => record.groupMock));
  expect(together.flat().length).toBeGreaterThanOrEqual(12);
  for (const own of together) expect(own.length).toBeLessThanOrEqual(1);
  for (const { record, places } of together.flat()) {
    expect(record.groupMock?.mockId).toBe(mock.id);
    expect(places.map(({ questionId }) => questionId)).toEqual(form.map(({ question }) => question.id));
    expect(Date.parse(record.startedAt)).toBeGreaterThanOrEqual(Date.parse(mock.opensAt));
    expect(Date.parse(record.closedAt ?? "")).toBeLessThanOrEqual(Date.parse(mock.closesAt));
  }
});
