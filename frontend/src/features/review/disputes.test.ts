import { expect, test } from "@jest/globals";
import type { Dispute } from "@lyceum/shared/disputes";
import { correctionText, disputesOf } from "./disputes.ts";

const dispute = (rest: Partial<Dispute>): Dispute => ({
  questionId: "que_1",
  version: 1,
  examId: "exam",
  taskId: "1.1",
  attemptId: "att_1",
  position: 3,
  reason: "wrong_key",
  text: "It is not A.",
  at: "2026-03-01T12:00:00.000Z",
  ...rest,
});

test("a dispute belongs to its version in all attempts, and stays with its item when the version changes", () => {
  const all = [
    dispute({}),
    dispute({ attemptId: "att_2", position: 9, version: 2 }),
    dispute({ questionId: "que_2" }),
    dispute({ attemptId: "att_2", position: 3, version: 3 }),
  ];
  const versions = (attemptId: string, version: number) =>
    disputesOf(all, attemptId, { questionId: "que_1", version, position: 3 }).map((one) => one.version);
  expect(versions("att_1", 1)).toEqual([1]);
  expect(versions("att_9", 1)).toEqual([1]);
  expect(versions("att_1", 2)).toEqual([1, 2]);
  expect(versions("att_9", 4)).toEqual([]);
});

test("a corrected key is told with what it did to the answer", () => {
  const said = (correctBefore: boolean | undefined, correct: boolean) =>
    correctionText({
      ...(correctBefore !== undefined && { correctBefore }),
      review: {
        correct,
        key: { type: "multiple_choice", choice: "a" },
        rationales: {},
        decidedBy: "",
        difficulty: "easy",
        references: [],
      },
    });
  expect(said(undefined, true)).toBeUndefined();
  expect(said(false, true)).toMatch(/was wrong; it is right by the new one/);
  expect(said(true, true)).toMatch(/right by both keys/);
});
