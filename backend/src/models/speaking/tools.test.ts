import { expect, test } from "@jest/globals";
import { Fault } from "@lyceum/shared/contract/fault";
import * as z from "zod";
import type { Tool } from "../models.ts";
import { longestOutput, specOf, useTool } from "./tools.ts";

const never = new AbortController().signal;
const Input = z.strictObject({ number: z.number().max(10) });

const tool = (run: Tool["run"], input: z.ZodType = Input): Tool => ({
  ...{ name: "double", description: "Doubles a number.", input },
  run,
});
const doubling = tool(async (input) => ({ result: Input.parse(input).number * 2 }));
const used = (input: string, each = doubling, time = 5_000) =>
  useTool([each], { name: "double", input }, never, time);

test("a tool is run with what the model gives, and its answer is JSON", async () => {
  expect(await used('{"number":4}')).toEqual({
    name: "double",
    input: '{"number":4}',
    output: '{"result":8}',
    failed: false,
  });
  const silent = tool(async () => undefined, z.strictObject({}));
  expect(await used("", silent)).toMatchObject({ output: "null", failed: false });
});

test.each([
  ["no JSON", "{number:4", "no JSON"],
  ["of another form", '{"number":"4"}', "number"],
  ["out of bounds", '{"number":11}', "10"],
  ["more than it takes", '{"number":4,"user":"usr_1"}', "user"],
])("an input that is %s is not run, and the model is told why", async (_, input, why) => {
  let runs = 0;
  const counting = tool(async () => {
    runs++;
  });
  expect(await used(input, counting)).toMatchObject({ failed: true, output: expect.stringContaining(why) });
  expect(runs).toBe(0);
});

test("the model is told a fault's message, and of any other error nothing but that there was one", async () => {
  const failing = (error: Error) => tool(() => Promise.reject(error));
  const fault = await used('{"number":4}', failing(new Fault("invalid_request", "Numbers only.")));
  expect(fault).toMatchObject({ failed: true, output: expect.stringContaining("Numbers only.") });
  const other = await used('{"number":4}', failing(new Error("table secret-name is down")));
  expect(other).toMatchObject({ failed: true, output: expect.not.stringContaining("secret-name") });
});

test("a tool that takes too long, tells too much or isn't there has failed", async () => {
  const silent = tool(() => new Promise(() => {}));
  const late = await used('{"number":4}', silent, 20);
  expect(late).toMatchObject({ failed: true, output: expect.stringContaining("longer") });
  const chatty = tool(async () => "x".repeat(longestOutput));
  expect(await used('{"number":4}', chatty)).toMatchObject({ failed: true });
  const unknown = await useTool([doubling], { name: "halve", input: "{}" }, never);
  expect(unknown).toMatchObject({ failed: true, output: expect.stringContaining("double") });
});

test("a model is told a tool's schema", () => {
  expect(specOf(doubling)).toMatchObject({
    name: "double",
    schema: { type: "object", properties: { number: { type: "number", maximum: 10 } } },
  });
});
