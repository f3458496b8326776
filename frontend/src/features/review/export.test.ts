import { expect, test } from "@jest/globals";
import { untouched } from "@lyceum/shared/attempts";
import type { LearnerItem } from "@lyceum/shared/questions";
import { attemptCsv, fileName, responseText } from "./export.ts";

const options = ["a", "b", "c"].map((id) => ({ id, text: `option ${id}` }));

test("responses in words", () => {
  const choice: LearnerItem = { type: "multiple_choice", stem: "?", options };
  const multiple: LearnerItem = { type: "multiple_response", stem: "?", options, select: 2 };
  const ordering: LearnerItem = { type: "ordering", stem: "?", options };
  const prompts = [
    { id: "a", text: "first" },
    { id: "b", text: "second" },
  ];
  const matching: LearnerItem = { type: "matching", stem: "?", options, prompts };
  expect(responseText(choice, null)).toBe("");
  expect(responseText(choice, { type: "multiple_choice", choice: "b" })).toBe("B. option b");
  expect(responseText(multiple, { type: "multiple_response", choices: ["c", "a"] })).toBe(
    "A. option a; C. option c",
  );
  expect(responseText(ordering, { type: "ordering", order: ["c", "a", "b"] })).toBe(
    "1) C. option c; 2) A. option a; 3) B. option b",
  );
  expect(responseText(matching, { type: "matching", pairs: { b: "a", a: "c" } })).toBe(
    "A. first -> C. option c; B. second -> A. option a",
  );
});

test("a row for each item, with what the learner wrote made harmless", () => {
  const csv = attemptCsv({
    items: [
      {
        position: 1,
        questionId: "que_1",
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
      },
    ],
  });
  const [head, row, rest] = csv.slice(1).split("\r\n");
  expect(head).toBe(
    "position,question_id,domain,task,type,difficulty,scored,response,right,key,initial_response,initial_right,confidence,flagged,seconds,note",
  );
  expect(row).toBe(
    '1,que_1,10,10.2,multiple_choice,hard,false,A. option a,true,A. option a,B. option b,false,guess,true,90,"\'=HYPERLINK(""x"")"',
  );
  expect(rest).toBe("");
});

test("files are named by exam, kind and day", () => {
  expect(fileName({ examId: "some-exam", kind: "mock", startedAt: "2026-03-01T12:05:00.000Z" })).toBe(
    "some-exam-mock-2026-03-01",
  );
});
