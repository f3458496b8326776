import { expect, test } from "@jest/globals";
import { neededExposures, tuning } from "@lyceum/backend/attempts/readiness/rules";
import { usualWorld } from "../../simulation/learners.ts";
import { type Evaluation, evaluate, middleDifference, uncalibrated, worstDifference } from "./evaluation.ts";
import { simulate } from "./simulation.ts";

/** Five domains and 65 scored items, of which 47 pass. */
const exam = {
  code: "EX-1",
  scoredItems: 65,
  scale: { min: 100, max: 1000, pass: 750 },
  domains: [31, 26, 20, 12, 11].map((weight, at) => ({
    id: `${at + 1}`,
    title: "A domain",
    weight,
    tasks: [1, 2, 3].map((task) => ({ id: `${at + 1}.${task}`, title: "A task", summary: "What it covers" })),
  })),
};

const setting = { world: usualWorld, exam, needed: 47, learners: 60, lives: 2, exams: 10, seed: 7 };

test("the same seed gives the same lives, another one others", () => {
  const lives = [...simulate(setting)];
  expect(lives).toHaveLength(120);
  expect([...simulate(setting)]).toEqual(lives);
  expect([...simulate({ ...setting, seed: 8 })]).not.toEqual(lives);
});

test("about half pass, practice is spread like the exam, and some do too little", () => {
  const lives = [...simulate({ ...setting, learners: 150 })];
  const passed = lives.flatMap((life) => life.passed);
  expect(passed.filter(Boolean).length / passed.length).toBeGreaterThan(0.4);
  expect(passed.filter(Boolean).length / passed.length).toBeLessThan(0.6);
  const thin = lives.filter((life) => life.exposures.length < neededExposures).length / lives.length;
  expect(thin).toBeGreaterThan(0.05);
  expect(thin).toBeLessThan(0.2);
  for (const { mocks, exposures } of lives) {
    expect(mocks).toBeGreaterThan(0);
    expect(exposures.length).toBeGreaterThanOrEqual(65 * mocks);
  }
});

test("who knows more passes more often, and who learns gets better", () => {
  const lives = [
    ...simulate({ ...setting, learners: 100, world: { ...usualWorld, gainMean: 2, gainSd: 0 } }),
  ];
  const rate = (some: typeof lives) => {
    const passed = some.flatMap((life) => life.passed);
    return passed.filter(Boolean).length / passed.length;
  };
  expect(rate(lives.filter(({ share }) => share > 0.8))).toBeGreaterThan(0.9);
  expect(rate(lives.filter(({ share }) => share < 0.6))).toBeLessThan(0.1);
  const answers = lives
    .flatMap(({ exposures }) => exposures)
    .toSorted((a, b) => a.firstAt.localeCompare(b.firstAt));
  const right = (some: typeof answers) => some.filter(({ correct }) => correct).length / some.length;
  const third = Math.floor(answers.length / 3);
  expect(right(answers.slice(-third))).toBeGreaterThan(right(answers.slice(0, third)) + 0.1);
});

test("the estimate beats its baselines and is calibrated, with 300 learners", () => {
  const { scores, tenths, covered, estimated, refused, failures } = evaluate({
    exam,
    learners: 300,
    lives: 3,
    seed: 1,
  });
  expect(failures).toEqual([]);
  expect(scores.estimate).toBeLessThan(0.8 * scores.lastMockRecord);
  // With so few learners only wide ranges can be held to five points.
  const [first, last] = [tenths.at(0), tenths.at(-1)];
  for (const difference of [first?.difference, middleDifference(tenths), last?.difference]) {
    expect(Math.abs(difference ?? Number.NaN)).toBeLessThan(0.05);
  }
  expect(covered).toBeGreaterThan(0.93);
  expect(estimated + refused).toBe(900);
  expect(refused).toBeGreaterThan(60);
}, 120_000);

test("an estimate that takes no account of learning fails where much is learnt", () => {
  const { failures, tenths } = evaluate({
    exam,
    learners: 200,
    lives: 2,
    seed: 1,
    world: { ...usualWorld, gainMean: 1 },
    settings: { ...tuning, learning: Number.POSITIVE_INFINITY },
  });
  expect(failures).toContainEqual(expect.stringMatching(/^estimates from 0\.\d are off by -\d/));
  expect(middleDifference(tenths)).toBeLessThan(-0.1);
}, 120_000);

test("a tenth with few learners or within five points is no failure", () => {
  const tenth = (learners: number, difference: number): Evaluation["tenths"][number] => ({
    from: 0.3,
    cases: 100,
    learners,
    estimate: 0.35,
    observed: 0.35 - difference,
    difference,
  });
  expect(uncalibrated([tenth(49, 0.2), tenth(50, 0.049), tenth(50, -0.049)])).toEqual([]);
  expect(uncalibrated([tenth(50, -0.051)])).toEqual(["estimates from 0.3 are off by -5.1 points"]);
  expect(worstDifference([tenth(49, 0.2), tenth(50, 0.03), tenth(60, -0.04)])).toBe(-0.04);
  expect(worstDifference([tenth(49, 0.2)])).toBeUndefined();
});
