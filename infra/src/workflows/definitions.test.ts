import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "@jest/globals";
import * as z from "zod";
import { definitionFile, workflowNames } from "../constructs/workflow.ts";
import { readDefinition } from "../local/states/definition/read.ts";
import { substitute } from "../local/states/machines.ts";

const require = createRequire(import.meta.url);
const Verdict = z.object({ isValid: z.boolean(), errors: z.array(z.unknown()) });
/** The validator comes without types that can be found. It writes into what it is given. */
const validate = z.function({ input: [z.unknown()], output: Verdict }).implement(require("asl-validator"));

const machine = (name: string) => `arn:aws:states:eu-west-1:123456789012:stateMachine:${name}`;
const substitutions = {
  WorkerArn: "arn:aws:lambda:eu-west-1:123456789012:function:worker",
  QuestionReviewArn: machine("question-review"),
};

test("every definition in the directory is a workflow of the stack", () => {
  const files = readdirSync(new URL(".", import.meta.url)).filter((file) => file.endsWith(".asl.json"));
  expect(files.sort()).toEqual(workflowNames.map((name) => `${name}.asl.json`).sort());
});

test.each(workflowNames)("%s is valid, and runs in the local cloud", (name) => {
  const text = substitute(readFileSync(definitionFile(name), "utf8"), substitutions);
  const { errors } = validate(JSON.parse(text));
  expect(errors).toEqual([]);
  expect(readDefinition(text).places.size).toBeGreaterThan(0);
});

test("the validator finds what is wrong", () => {
  const { isValid } = validate({ StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } });
  expect(isValid).toBe(false);
});
