import { beforeAll, expect, jest, test } from "@jest/globals";
import type { Pack } from "@lyceum/scripts/content/library";
import { submit } from "@lyceum/scripts/testing/attempts";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { keyResponse, someResponse } from "@lyceum/scripts/testing/responses";
import { type ItemSession, mostItems, type RunningAttempt, untouched } from "@lyceum/shared/attempts";
import type { Input } from "@lyceum/shared/contract/client";
import type { Progress } from "@lyceum/shared/readiness";
import { ulid } from "ulid";

// Mocks, drills, what is drawn from what a learner has done, and readiness: through the API.

jest.setTimeout(60_000);

let pack: Pack;
beforeAll(async () => {
  pack = await fullPack();
});

type Wish = Input<"POST /attempts">["body"];
type WithoutId<W> = W extends unknown ? Omit<W, "id" | "examId"> : never;

async function start(person: Person, wish: WithoutId<Wish>): Promise<RunningAttempt> {
  const body = { id: `att_${ulid()}`, examId: pack.exam.id, ...wish };
  const attempt = await person.client.call("POST /attempts", { body });
  if (attempt.state !== "running") throw new TypeError("a new attempt runs");
  return attempt;
}

const save = (
  person: Person,
  attemptId: string,
  position: number,
  session: Partial<ItemSession>,
  revision = 1,
) =>
  person.client.call("PUT /attempts/{attemptId}/items/{position}", {
    params: { attemptId, position: String(position) },
    body: { ...untouched, ...session, revision },
  });

const questionOf = (questionId: string) => {
  const question = pack.questions.find(({ id }) => id === questionId);
  if (!question) throw new TypeError(`${questionId} is not in the pack`);
  return question;
};

/** The stream's consumer works after the fact: asks until it has. */
async function progressWhen(person: Person, done: (progress: Progress) => boolean): Promise<Progress> {
  for (;;) {
    const params = { examId: pack.exam.id };
    const progress = await person.client.call("GET /exams/{examId}/progress", { params });
    if (done(progress)) return progress;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("a mock: the blueprint's counts, and a score that agrees with one worked out by hand", async () => {
  const ada = await newPerson();
  const mock = await start(ada, { kind: "mock" });
  expect(mock.items).toHaveLength(pack.exam.scoredItems + pack.exam.unscoredItems);
  const marked = /"scored"|"state":"(?!running)/.test(ada.replies.join("\n"));
  expect(marked).toBe(false);

  // Every fourth answer is something else than the key, and the last five items get none.
  const answered = mock.items.slice(0, -5);
  await Promise.all(
    answered.map((item) => {
      const question = questionOf(item.questionId);
      const response = item.position % 4 === 0 ? someResponse(item) : keyResponse(item, question.item);
      return save(ada, mock.id, item.position, { response });
    }),
  );
  const report = await submit(ada, mock.id);

  const scored = report.items.filter((item) => item.scored);
  expect(scored).toHaveLength(pack.exam.scoredItems);
  for (const { questionId } of scored) expect(questionOf(questionId).state).toBe("scored");
  for (const domain of pack.exam.domains) {
    const share = (pack.exam.scoredItems * domain.weight) / 100;
    const count = scored.filter((item) => item.taskId.startsWith(`${domain.id}.`)).length;
    expect(Math.abs(count - share)).toBeLessThan(1);
  }
  const right = scored.filter((item) => item.review.correct).length;
  const cut =
    scored.reduce((sum, item) => sum + questionOf(item.questionId).item.angoff.rating, 0) / scored.length;
  const p = right / pack.exam.scoredItems;
  const { min, max, pass } = pack.exam.scale;
  const scaled = p <= cut ? min + ((pass - min) * p) / cut : pass + ((max - pass) * (p - cut)) / (1 - cut);
  expect(report.result).toMatchObject({
    correct: right,
    total: pack.exam.scoredItems,
    scaled: { score: Math.round(scaled), pass, passed: p >= cut },
  });
  expect(right).toBeGreaterThan(40);

  const progress = await progressWhen(ada, ({ seen }) => seen > 0);
  // What was never opened has not been seen.
  expect(progress.seen).toBe(answered.length);
  const opened = report.items.slice(0, -5);
  expect(progress.mistakes).toBe(opened.filter((item) => !item.review.correct).length);
  const firstExposures = opened.filter((item) => item.scored).length;
  expect(progress.readiness).toEqual({
    state: "not_enough_evidence",
    firstExposures,
    needed: 100,
    mocks: 1,
    missing: { answers: 100 - firstExposures, mocks: 1 },
  });

  // A second mock is all new as far as the bank goes, and brings enough to tell.
  const second = await start(ada, { kind: "mock" });
  const before = new Set(answered.map((item) => item.questionId));
  expect(second.items.filter((item) => before.has(item.questionId)).length).toBeLessThanOrEqual(
    Math.max(0, 2 * mock.count - pack.questions.length),
  );
  await Promise.all(
    second.items.map((item) => save(ada, second.id, item.position, { response: someResponse(item) })),
  );
  await submit(ada, second.id);
  const { readiness } = await progressWhen(ada, (now) => now.seen > progress.seen);
  expect(readiness).toMatchObject({ state: "estimated", cut: expect.closeTo((pass - min) / (max - min)) });
});

test("while a mock runs, nothing shows its questions, least of all with their keys", async () => {
  const ada = await newPerson();
  const mock = await start(ada, { kind: "mock" });
  const ids = mock.items.map((item) => item.questionId);
  const practise = () =>
    start(ada, { kind: "quiz", mode: "practice", count: 10, questionIds: ids.slice(0, 10) });
  await expect(practise()).rejects.toMatchObject({ code: "bank_too_small" });
  const quiz = await start(ada, { kind: "quiz", mode: "practice", count: 40 });
  expect(quiz.items.some((item) => ids.includes(item.questionId))).toBe(false);
  await submit(ada, mock.id);
  expect((await practise()).items.map((item) => item.questionId).sort()).toEqual(ids.slice(0, 10).sort());
});

test("what was checked in a quiz that runs is not asked again as if it were new", async () => {
  const ada = await newPerson();
  const quiz = await start(ada, { kind: "quiz", mode: "practice", count: 2 });
  const [first, second] = quiz.items;
  if (!first || !second) throw new TypeError("two were asked for");
  await ada.client.call("POST /attempts/{attemptId}/items/{position}/check", {
    params: { attemptId: quiz.id, position: "1" },
    body: { ...untouched, response: someResponse(first) },
  });
  const again = ({ questionId }: typeof first) =>
    start(ada, { kind: "quiz", mode: "exam", count: 1, questionIds: [questionId] });
  await expect(again(first)).rejects.toMatchObject({
    code: "bank_too_small",
    message: expect.stringMatching(/1 more .* still runs/),
  });
  expect((await again(second)).items).toHaveLength(1);
  await submit(ada, quiz.id);
  expect((await again(first)).items).toHaveLength(1);
});

test("what a learner marks is kept, and comes back in the review", async () => {
  const ada = await newPerson();
  const quiz = await start(ada, { kind: "quiz", mode: "exam", count: 3 });
  const [first, second] = quiz.items;
  if (!first || !second) throw new TypeError("three items were asked for");
  const key = keyResponse(first, questionOf(first.questionId).item);
  const session: ItemSession = {
    response: key,
    initial: someResponse(first),
    confidence: "unsure",
    flagged: true,
    struck: [first.item.options.at(-1)?.id ?? "a"],
    note: 'Why not "the other"? =1+1',
    highlights: [{ from: 0, to: 12 }],
    seconds: 75,
  };
  await save(ada, quiz.id, 1, session);
  await save(ada, quiz.id, 2, { flagged: true, seconds: 4 });
  const running = await ada.client.call("GET /attempts/{attemptId}", { params: { attemptId: quiz.id } });
  expect(running.state === "running" && running.items[0]?.saved).toMatchObject(session);
  const { items } = await ada.client.call("GET /attempts");
  expect(items[0]).toMatchObject({ state: "running", answered: 1 });

  const { items: reviewed } = await submit(ada, quiz.id);
  expect(reviewed[0]?.session).toEqual(session);
  expect(reviewed[0]?.review.correct).toBe(true);
  const initialIsKey = JSON.stringify(someResponse(first)) === JSON.stringify(key);
  expect(reviewed[0]?.initialCorrect).toBe(initialIsKey);
  expect(reviewed[1]?.session).toEqual({ ...untouched, flagged: true, seconds: 4 });
  expect(reviewed[2]).toMatchObject({ session: untouched, initialCorrect: null });
});

test("drills and quizzes are drawn from mistakes, from flags, from the unseen; nothing to draw from is said", async () => {
  const ada = await newPerson();
  await expect(start(ada, { kind: "drill", only: "mistakes" })).rejects.toMatchObject({
    code: "bank_too_small",
  });
  const quiz = await start(ada, { kind: "quiz", mode: "exam", count: 12 });
  for (const item of quiz.items) {
    const key = keyResponse(item, questionOf(item.questionId).item);
    // Two mistakes, one item flagged, and one without an answer, which in a quiz says nothing.
    if (item.position === 1) {
      await save(ada, quiz.id, 1, { seconds: 5 });
      continue;
    }
    const wrong = item.position <= 3;
    const response = wrong ? otherThan(key) : key;
    await save(ada, quiz.id, item.position, { response, flagged: item.position === 12 });
  }
  const report = await submit(ada, quiz.id);
  const progress = await progressWhen(ada, ({ seen }) => seen > 0);
  expect(progress).toMatchObject({ seen: 12, mistakes: 2, flagged: 1 });

  const idAt = (position: number) => quiz.items[position - 1]?.questionId ?? "";
  const ids = ({ items }: RunningAttempt) => items.map((item) => item.questionId).sort();
  const drill = await start(ada, { kind: "drill", only: "mistakes" });
  expect(ids(drill)).toEqual([idAt(2), idAt(3)].sort());
  expect(Date.parse(drill.deadline ?? "") - Date.parse(drill.startedAt)).toBe(
    2 * pack.exam.pacing.drillSeconds * 1000,
  );
  expect(ids(await start(ada, { kind: "drill", only: "flagged" }))).toEqual([idAt(12)]);
  const seen = new Set(ids(quiz));
  const unseen = await start(ada, { kind: "drill", only: "unseen" });
  expect(unseen.items).toHaveLength(30);
  expect(unseen.items.some((item) => seen.has(item.questionId))).toBe(false);

  const again = report.items.slice(0, 4).map((item) => item.questionId);
  const practice = await start(ada, { kind: "quiz", mode: "practice", count: 4, questionIds: again });
  expect(ids(practice)).toEqual(again.toSorted());
  const byTask = await start(ada, { kind: "drill", scope: ["1.1"] });
  expect(byTask.items.every((item) => questionOf(item.questionId).taskId === "1.1")).toBe(true);
});

test("what is on trial is kept for mocks", async () => {
  const ada = await newPerson();
  const scored = pack.questions.filter((question) => question.state === "scored").length;
  const count = Math.min(mostItems, scored);
  const quiz = await start(ada, { kind: "quiz", mode: "exam", count });
  expect(quiz.items.every((item) => questionOf(item.questionId).state === "scored")).toBe(true);
});

/** A response of the same form that is not the key. */
function otherThan(key: NonNullable<ItemSession["response"]>): NonNullable<ItemSession["response"]> {
  switch (key.type) {
    case "multiple_choice":
      return { ...key, choice: key.choice === "a" ? "b" : "a" };
    case "multiple_response":
      return { ...key, choices: key.choices.slice(1) };
    case "ordering":
      return { ...key, order: key.order.toReversed() };
    case "matching":
      return { ...key, pairs: Object.fromEntries(Object.entries(key.pairs).slice(1)) };
  }
}
