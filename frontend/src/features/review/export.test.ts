import { expect, test } from "@jest/globals";
import { untouched } from "@lyceum/shared/attempts";
import { attemptCsv, fileName } from "./export.ts";

const options = ["a", "b", "c"].map((id) => ({ id, text: `option ${id}` }));

test("a row for each item, with what the learner wrote made harmless", () => {
  const csv = attemptCsv({
    items: [
      {
        position: 1,
        questionId: "que_1",
        version: 1,
        taskId: "10.2",
        scored: false,
        item: { type: "multiple_choice", stem: "?", options },
        session: {
          ...untouched,
          response: { type: "multiple_choice", choice: "a" },
          initial: { type: "multiple_choice", choice: "b" },
          confidence: "guess",
          flagged: true,
          seconds: 90,
          note: '=HYPERLINK("x")',
        },
        initialCorrect: false,
        review: {
          correct: true,
          key: { type: "multiple_choice", choice: "a" },
          rationales: {},
          decidedBy: "",
          difficulty: "hard",
          references: [],
        },
        correctBefore: false,
      },
    ],
  });
  const [head, row, rest] = csv.slice(1).split("\r\n");
  expect(head).toBe(
    "position,question_id,domain,task,type,difficulty,scored,response,right,key,initial_response,initial_right,confidence,flagged,seconds,note,right_before",
  );
  expect(row).toBe(
    '1,que_1,10,10.2,multiple_choice,hard,false,A. option a,true,A. option a,B. option b,false,guess,true,90,"\'=HYPERLINK(""x"")",false',
  );
  expect(rest).toBe("");
});

test("files are named by exam, kind and day", () => {
  expect(fileName({ examId: "some-exam", kind: "mock", startedAt: "2026-03-01T12:05:00.000Z" })).toBe(
    "some-exam-mock-2026-03-01",
  );
});
