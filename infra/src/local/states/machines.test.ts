import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import type * as z from "zod";
import { definitionFile } from "../../constructs/workflow.ts";
import { Problem } from "../problem.ts";
import type { Template } from "../template/template.ts";
import { machinesOf, substitute } from "./machines.ts";

const arn = "arn:aws:states:eu-west-1:000000000000:stateMachine:m";
const worker = "arn:aws:lambda:eu-west-1:000000000000:function:worker";
const text = readFileSync(definitionFile("note-indexing"), "utf8");

const template = (properties: object): Template => ({
  stackName: "Test",
  region: "eu-west-1",
  accountId: "000000000000",
  resources: (type) => [
    {
      logicalId: "M",
      type,
      ref: () => arn,
      properties: <S extends z.ZodType>(schema: S) => schema.parse({ RoleArn: "role", ...properties }),
    },
  ],
  output: () => undefined,
  asset: () => undefined,
});
const given = { DefinitionString: text, DefinitionSubstitutions: { WorkerArn: worker } };

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: they are the placeholders of CloudFormation
test("what runs is the template's definition, byte for byte but for what is substituted", () => {
  const [machine] = machinesOf(template(given), new Set(["worker"]));
  expect(machine?.definition.replaceAll(worker, "${WorkerArn}")).toBe(text);
  expect(machine?.definition).not.toContain("${");
});

test("what isn't there is a problem when the platform starts", () => {
  expect(() => machinesOf(template(given), new Set(["other"]))).toThrow(/calls .*worker, which isn't there/);
  expect(() => machinesOf(template({ DefinitionString: text }), new Set(["worker"]))).toThrow(Problem);
  const express = template({ ...given, StateMachineType: "EXPRESS" });
  expect(() => machinesOf(express, new Set(["worker"]))).toThrow();
  expect(() => substitute("${A}", {})).toThrow(Problem);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: they are the placeholders of CloudFormation
