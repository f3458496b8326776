// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how CloudFormation writes it
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import * as z from "zod";
import { createTemplate, type Template } from "./template.ts";

const place = { stackName: "Test", region: "eu-west-1", accountId: "000000000000" };

/** What a value of a template is resolved to, beside some resources to refer to. */
function resolved(value: unknown, more: object = {}): unknown {
  return template(value, more)
    .resources("AWS::Test")
    .map((resource) => resource.properties(z.unknown()))[0];
}

function template(value: unknown, more: object = {}): Template {
  return createTemplate(
    {
      Parameters: { Size: { Default: "3" }, Unset: {} },
      Mappings: { Map: { a: { b: "mapped" } } },
      Conditions: {
        Yes: { "Fn::Equals": [{ Ref: "Size" }, "3"] },
        No: { "Fn::Not": [{ Condition: "Yes" }] },
        Both: { "Fn::And": [{ Condition: "Yes" }, { Condition: "No" }] },
        Either: { "Fn::Or": [{ Condition: "Yes" }, { Condition: "No" }] },
      },
      Resources: {
        Subject: { Type: "AWS::Test", Properties: value },
        Table: { Type: "AWS::DynamoDB::Table", Properties: {} },
        Named: {
          Type: "AWS::DynamoDB::Table",
          Properties: { TableName: { "Fn::Sub": "${AWS::StackName}-x" } },
        },
        Topic: { Type: "AWS::SNS::Topic" },
        Absent: { Type: "AWS::DynamoDB::Table", Condition: "No" },
        ...more,
      },
    },
    place,
    () => undefined,
  );
}

test("resolves what CDK writes", () => {
  const tableArn = "arn:aws:dynamodb:eu-west-1:000000000000:table/Test-Table";
  expect(
    resolved({
      ref: { Ref: "Table" },
      named: { Ref: "Named" },
      arn: { "Fn::GetAtt": ["Table", "Arn"] },
      dotted: { "Fn::GetAtt": "Table.Arn" },
      joined: { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":x:", { Ref: "AWS::Region" }]] },
      sub: { "Fn::Sub": "${AWS::AccountId}/${Table}/${Table.Arn}/${!Literal}" },
      subWith: { "Fn::Sub": ["${a}-${Size}", { a: { Ref: "Named" } }] },
      select: { "Fn::Select": [1, { "Fn::Split": ["/", { "Fn::GetAtt": ["Table", "Arn"] }] }] },
      chosen: { "Fn::If": ["Yes", "then", { Ref: "Topic" }] },
      both: { "Fn::If": ["Both", 1, 2] },
      either: { "Fn::If": ["Either", 1, 2] },
      mapped: { "Fn::FindInMap": ["Map", "a", "b"] },
      base64: { "Fn::Base64": "x" },
      gone: { Ref: "AWS::NoValue" },
      list: [{ Ref: "AWS::NoValue" }, 1, { "Fn::If": ["No", 1, { Ref: "AWS::NoValue" }] }],
      policy: { Condition: { StringEquals: { a: "b" } } },
    }),
  ).toEqual({
    ref: "Test-Table",
    named: "Test-x",
    arn: tableArn,
    dotted: tableArn,
    joined: "arn:aws:x:eu-west-1",
    sub: `000000000000/Test-Table/${tableArn}/\${Literal}`,
    subWith: "Test-x-3",
    select: "Test-Table",
    chosen: "then",
    both: 2,
    either: 1,
    mapped: "mapped",
    base64: "eA==",
    list: [1],
    policy: { Condition: { StringEquals: { a: "b" } } },
  });
});

test.each([
  [{ Ref: "Topic" }, /Subject can't be served: Topic is a AWS::SNS::Topic/],
  [{ Ref: "Nothing" }, /Subject .* no resource Nothing/],
  [{ Ref: "Absent" }, /Subject .* no resource Absent/],
  [{ Ref: "Unset" }, /Subject .* Unset has no default/],
  [{ "Fn::GetAtt": ["Table", "Colour"] }, /Subject .* no attribute Colour/],
  [{ "Fn::ImportValue": "x" }, /Subject .* Fn::ImportValue is not supported/],
  [{ "Fn::Select": [2, ["a", "b"]] }, /Subject .* no item 2/],
  [{ "Fn::Join": "no list" }, /Subject .* Fn::Join has an argument of another form/],
])("says which resource can't be resolved, and why: %j", (value, message) => {
  expect(() => resolved({ property: value })).toThrow(message);
});

test("notices a resource that is named after itself", () => {
  const more = { Loop: { Type: "AWS::DynamoDB::Table", Properties: { TableName: { Ref: "Loop" } } } };
  expect(() => resolved({ Ref: "Loop" }, more)).toThrow("Loop refers to itself");
});

test("a resource that nobody serves is no obstacle as long as nobody refers to it", () => {
  expect(template({}).resources("AWS::SNS::Topic")).toHaveLength(1);
  expect(
    template({})
      .resources("AWS::DynamoDB::Table")
      .map((resource) => resource.ref()),
  ).toEqual(["Test-Table", "Test-x"]);
});

test("leaves values without intrinsic functions as they are", () => {
  const name = fc.string().filter((key) => key !== "Ref" && key !== "__proto__" && !key.startsWith("Fn::"));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value")),
      fc.dictionary(name, tie("value"), { noNullPrototype: true }),
    ),
  }));
  fc.assert(fc.property(value, (given) => expect(resolved(given)).toEqual(given)));
});

test("joining what was split gives the text again", () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), (text, separator) => {
      expect(resolved({ "Fn::Join": [separator, { "Fn::Split": [separator, text] }] })).toBe(text);
    }),
  );
});
