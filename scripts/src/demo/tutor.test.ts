import { expect, test } from "@jest/globals";
import { AnswerRecord } from "@lyceum/backend/tutor/record";
import { readPacks } from "../content/library.ts";
import { plain } from "../eval/tutor/golden.ts";
import { fullPack } from "../testing/exam.ts";
import { demoLearners } from "./learners.ts";
import { demoAnswers } from "./tutor.ts";

const { exam } = await fullPack();
const pack = (await readPacks()).packs.find((one) => one.exam.id === exam.id);
const { notes = [], golden = [] } = pack ?? {};
const demo = {
  cohortId: "coh_01DEM0DEM0DEM0DEM0DEM0DEM0",
  examId: exam.id,
  learners: demoLearners("somebody"),
  notes,
  golden,
  until: Date.parse("2026-11-21T12:00:00Z"),
};
const answers = demoAnswers(demo);

test("there is something of each kind to look at, and it is what the platform stores", () => {
  for (const { record } of answers) expect(AnswerRecord.parse(record)).toEqual(record);
  const own = answers.filter(({ record }) => record.userId === "somebody");
  expect(own).toHaveLength(4);
  expect(new Set(own.map(({ record }) => record.conversationId)).size).toBe(1);
  expect(new Set(answers.map(({ record }) => record.id)).size).toBe(answers.length);
  expect(answers.filter(({ feedback }) => feedback?.thumb === "down").length).toBeGreaterThanOrEqual(2);
  const gaps = answers.filter(({ isGap }) => isGap);
  expect(new Set(gaps.map(({ record }) => record.question)).size).toBe(4);
  expect(gaps.every(({ record }) => record.state === "not_in_notes")).toBe(true);
});

test("each answer is sentences of the notes, each with its number", () => {
  for (const { record } of answers.filter(({ isGap }) => !isGap)) {
    expect(record.citations.length).toBeGreaterThan(0);
    for (const { number, quote, noteId, ordinal } of record.citations) {
      expect(record.text).toContain(`${quote} [${number}]`);
      const note = notes.find(({ id }) => id === noteId);
      expect(plain(note?.parts[ordinal]?.text ?? "")).toContain(plain(quote));
    }
  }
});

test("each call gives the same, and nothing where there are no questions with known answers", () => {
  expect(demoAnswers(demo)).toEqual(answers);
  expect(demoAnswers({ ...demo, golden: [] })).toEqual([]);
});
