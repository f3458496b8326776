import { Fault } from "@lyceum/shared/contract/fault";
import * as z from "zod";
import type { ToolSpec, Use } from "../../aws/bedrock.ts";
import type { Tool, ToolCall } from "../models.ts";

/** How often tools are used for one answer at most: uses that fail count. */
export const mostSteps = 3;

/** For one use, in ms. */
export const toolTime = 5_000;

/** Characters of what a tool may tell: more would be paid for with each further step. */
export const longestOutput = 8_000;

/** As a model is told of a tool. */
export const specOf = ({ name, description, input }: Tool): ToolSpec => ({
  name,
  description,
  schema: { ...z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) },
});

/**
 * Uses a tool as a model wants it. Whatever goes wrong is told, in words for the model.
 * @param signal of whatever ends the answer
 */
export async function useTool(
  tools: readonly Tool[],
  { name, input }: Pick<Use, "name" | "input">,
  signal: AbortSignal,
  time = toolTime,
): Promise<ToolCall> {
  const failed = (message: string): ToolCall => ({
    ...{ name, input },
    output: JSON.stringify({ error: message }),
    failed: true,
  });
  const tool = tools.find((each) => each.name === name);
  if (!tool) return failed(`There is no such tool. There are: ${tools.map((each) => each.name).join(", ")}.`);
  const read = readInput(tool, input);
  if ("problem" in read) return failed(`The input is not as it should be. ${read.problem}`);

  const timeout = AbortSignal.timeout(time);
  try {
    const told = JSON.stringify((await inTime(tool, read.data, AbortSignal.any([timeout, signal]))) ?? null);
    if (told.length > longestOutput) return failed("It has too much to tell. Ask for less.");
    return { name, input, output: told, failed: false };
  } catch (error) {
    if (timeout.aborted) return failed(`It took longer than ${time / 1000} seconds.`);
    // What is no fault is nobody's business but the operator's: it may hold anything.
    return failed(error instanceof Fault ? error.message : "It has failed. Answer without it.");
  }
}

/** That a tool was not used, because tools were used often enough. */
export const notUsed = ({ name, input }: Pick<Use, "name" | "input">): ToolCall => ({
  ...{ name, input },
  output: JSON.stringify({
    error: `Tools may be used ${mostSteps} times for an answer. Answer now, without.`,
  }),
  failed: true,
});

function readInput({ input }: Tool, json: string): { data: unknown } | { problem: string } {
  let value: unknown;
  try {
    // A model that has nothing to give writes nothing.
    value = JSON.parse(json.trim() || "{}");
  } catch {
    return { problem: "It is no JSON." };
  }
  const { success, data, error } = input.safeParse(value);
  return success ? { data } : { problem: z.prettifyError(error) };
}

/** What a tool has to tell, or a failure when the signal comes first: a tool may not listen to it. */
async function inTime(tool: Tool, input: unknown, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted();
  const over = Promise.withResolvers<never>();
  const end = () => over.reject(signal.reason);
  signal.addEventListener("abort", end, { once: true });
  try {
    return await Promise.race([tool.run(input, signal), over.promise]);
  } finally {
    signal.removeEventListener("abort", end);
  }
}
