import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { ConverseRequest, Said } from "../../conversation.ts";
import { sumIn } from "./sums.ts";

const ownProgress =
  /\bhow (?:am i doing|ready am i|good am i)\b|\bam i (?:ready|on track)\b|\b(?:my|i|me)\b[^.?!]*\b(?:progress|readiness|weak(?:est|ness(?:es)?)?|strengths?|mistakes|on track)\b|\b(?:what|where|which\b[^.?!]*) should i (?:study|learn|review|practi[cs]e|focus|improve|work on)\b/i;

/** The use of a tool that a question plainly calls for, where it is offered and was not used yet. */
export function toolFor(question: string, { toolConfig, messages }: ConverseRequest): Said | undefined {
  const offered = (toolConfig?.tools ?? []).flatMap((tool) =>
    "toolSpec" in tool ? [tool.toolSpec.name] : [],
  );
  const isUsed = messages.some(({ content }) => content.some((block) => "toolResult" in block));
  if (isUsed) return undefined;
  const use = (name: string, input: Record<string, string>): Said => ({
    toolUse: { toolUseId: `tooluse_${randomUUID()}`, name, input },
  });
  const expression = offered.includes("calculate") ? sumIn(question) : undefined;
  if (expression) return use("calculate", { expression });
  if (offered.includes("my_progress") && ownProgress.test(question)) return use("my_progress", {});
  return undefined;
}

const Sum = z.object({ expression: z.string(), result: z.number() });
const Progress = z.object({
  exam: z.string(),
  readiness: z.union([
    z.object({ chanceOfPassingPercent: z.number(), from: z.number(), to: z.number() }),
    z.object({ notEnoughAnswers: z.literal(true), answersMissing: z.number() }),
  ]),
  answered: z.number(),
  right: z.number(),
  weakestTasks: z.array(z.object({ task: z.string(), answered: z.number(), right: z.number() })),
});

/** What tools have told, as sentences; empty where none has, or it can't be said. */
export function toldByTools({ messages }: ConverseRequest): string[] {
  return messages
    .flatMap(({ content }) => content.flatMap((block) => ("toolResult" in block ? [block.toolResult] : [])))
    .filter(({ status }) => status !== "error")
    .flatMap(({ content }) => content.flatMap((part) => sentencesOf(valueIn(part))));
}

function valueIn(part: object): unknown {
  if ("json" in part) return part.json;
  try {
    return "text" in part ? JSON.parse(String(part.text)) : undefined;
  } catch {
    return undefined;
  }
}

function sentencesOf(value: unknown): string[] {
  const sum = Sum.safeParse(value).data;
  // In signs that are no marks of Markdown.
  const signs = (expression: string) => expression.replaceAll("**", "^").replaceAll("*", "×");
  if (sum) return [`The result of ${signs(sum.expression)} is ${sum.result}.`];
  const progress = Progress.safeParse(value).data;
  if (!progress) return [];
  const { exam, readiness, answered, right, weakestTasks } = progress;
  const tasks = weakestTasks.map((each) => `${each.task} (${each.right} of ${each.answered} right)`);
  return [
    `You have answered ${answered} questions of ${exam}, ${right} of them right.`,
    "notEnoughAnswers" in readiness
      ? `There are not enough answers yet to say how ready you are: ${readiness.answersMissing} more are needed.`
      : `Your chance of passing is estimated at ${readiness.chanceOfPassingPercent} %, between ${readiness.from} and ${readiness.to} %.`,
    ...(tasks.length > 0 ? [`Your weakest tasks: ${tasks.join("; ")}.`] : []),
  ];
}
