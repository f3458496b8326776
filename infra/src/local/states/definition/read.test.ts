import { expect, test } from "@jest/globals";
import { Problem } from "../../problem.ts";
import { readDefinition } from "./read.ts";

const task = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: "worker" },
  End: true,
};
const end = { Type: "Succeed" };
const read = (state: object, others: object = {}, more: object = {}) =>
  readDefinition(
    JSON.stringify({ QueryLanguage: "JSONata", StartAt: "A", States: { A: state, ...others }, ...more }),
  );
const inner = (States: object) => ({ StartAt: "I", States });

test("what the engine runs is read", () => {
  const { places } = read(
    {
      Type: "Map",
      Items: "{% $states.input %}",
      ItemProcessor: inner({ I: { ...task, TimeoutSeconds: "{% $wait %}" } }),
      Next: "B",
    },
    {
      B: { Type: "Pass", Assign: { wait: "{% ($f := function($x) { $x + 1 }; $f(2)) %}" }, Next: "C" },
      C: end,
    },
  );
  expect([...places.keys()].sort()).toEqual(["A", "B", "C", "I"]);
});

const problems: [string, object, object?, object?][] = [
  ["JSONPath", { Type: "Pass", End: true }, {}, { QueryLanguage: "JSONPath" }],
  ["JSONPath in a state", { Type: "Pass", QueryLanguage: "JSONPath", End: true }],
  ["a field of JSONPath", { Type: "Pass", ResultPath: "$.a", End: true }],
  ["a type of state that isn't there", { Type: "Sleep", End: true }],
  ["another integration", { ...task, Resource: "arn:aws:states:::dynamodb:putItem" }],
  ["a function's ARN as a resource", { ...task, Resource: "arn:aws:lambda:eu-west-1:1:function:f" }],
  ["waiting for another execution", { ...task, Resource: "arn:aws:states:::states:startExecution.sync:2" }],
  ["an argument that isn't heeded", { ...task, Arguments: { FunctionName: "w", Qualifier: "1" } }],
  [
    "a distributed Map",
    {
      Type: "Map",
      ItemProcessor: { ...inner({ I: end }), ProcessorConfig: { Mode: "DISTRIBUTED" } },
      End: true,
    },
  ],
  [
    "tolerated failures",
    { Type: "Map", ItemProcessor: inner({ I: end }), ToleratedFailureCount: 1, End: true },
  ],
  ["no end", { Type: "Pass" }],
  ["two ends", { Type: "Pass", End: true, Next: "A" }],
  ["a state that isn't there", { Type: "Pass", Next: "Z" }],
  [
    "a state outside",
    { Type: "Parallel", Branches: [inner({ I: { Type: "Pass", Next: "B" } })], End: true },
    { B: end },
  ],
  ["a name twice", { Type: "Parallel", Branches: [inner({ I: end }), inner({ I: end })], End: true }],
  ["$eval", { Type: "Pass", Output: "{% $eval('1') %}", End: true }],
  ["a function that isn't there", { Type: "Pass", Output: "{% $formatDate('1') %}", End: true }],
  ["a variable that nothing assigns", { Type: "Pass", Output: "{% $n %}", End: true }],
  ["no JSONata", { Type: "Pass", Output: "{% 1 + %}", End: true }],
  ["half an expression", { Type: "Pass", Output: "{% 1", End: true }],
  [
    "a result before there is one",
    { ...task, Arguments: { FunctionName: "w", Payload: "{% $states.result %}" } },
  ],
  ["an error's output outside of Catch", { ...task, Output: "{% $states.errorOutput %}" }],
  [
    "a variable of the outside assigned inside",
    {
      Type: "Map",
      Assign: { a: 1 },
      ItemProcessor: inner({ I: { Type: "Pass", Assign: { a: 2 }, End: true } }),
      End: true,
    },
  ],
  ["States.ALL among others", { ...task, Retry: [{ ErrorEquals: ["States.ALL", "Other"] }] }],
  [
    "States.ALL before others",
    {
      ...task,
      Catch: [
        { ErrorEquals: ["States.ALL"], Next: "B" },
        { ErrorEquals: ["E"], Next: "B" },
      ],
    },
    { B: end },
  ],
  ["both ways to wait", { Type: "Wait", Seconds: 1, Timestamp: "2026-01-01T00:00:00Z", End: true }],
];

for (const [what, state, others, more] of problems) {
  test(`${what} is a problem`, () => {
    expect(() => read(state, others, more)).toThrow(Problem);
  });
}
