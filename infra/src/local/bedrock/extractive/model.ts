import {
  type Completion,
  type ConverseRequest,
  type JsonValue,
  type Said,
  textOf,
  tokensIn,
} from "../conversation.ts";
import type { Embed } from "../embedding/embed.ts";
import { conform, hasField } from "./conform.ts";
import { answerItem, judgeScope, supportClaims } from "./judging.ts";
import { extractiveModel } from "./model-name.ts";
import { quoteBest } from "./quoting.ts";
import { type Asked, readRequest } from "./request.ts";
import { answerQuestion } from "./tutor/answer-question.ts";
import { rewriteQuestion } from "./tutor/rewrite-question.ts";
import { writeItem } from "./writing/write-item.ts";

const answers: Readonly<Record<string, (asked: Asked, embed: Embed) => Promise<object>>> = {
  "write-item": writeItem,
  // It can't read instructions: a revised item is another one from the same passages.
  "revise-item": writeItem,
  "support-claims": supportClaims,
  "answer-item": answerItem,
  "judge-scope": judgeScope,
  "rewrite-question": rewriteQuestion,
};

/** Prompts that are answered by a text, or by the wish to use a tool. */
const speeches: Readonly<Record<string, (asked: Asked, request: ConverseRequest) => Promise<Said[]>>> = {
  "answer-question": answerQuestion,
};

/**
 * The built-in model. There is no language model in it: it knows the platform's prompts by their names, and answers them with
 * sentences of the passages that came along.
 */
export async function converseExtractively(request: ConverseRequest, embed: Embed): Promise<Completion> {
  const asked = readRequest(request);
  const wanted = schemaOf(request);
  const content = await contentFor(asked, request, wanted, embed);
  const said = content.map((each) => ("text" in each ? each.text : JSON.stringify(each.toolUse.input)));
  const usage = {
    inputTokens:
      tokensIn(textOf(request.system)) + tokensIn(request.messages.map(({ content: c }) => textOf(c)).join()),
    outputTokens: tokensIn(said.join("")),
  };
  const model = extractiveModel;
  const most = request.inferenceConfig.maxTokens ?? Number.POSITIVE_INFINITY;
  const [first] = content;
  if (usage.outputTokens > most && first && "text" in first) {
    const text = first.text.slice(0, most * 4);
    return {
      content: [{ text }],
      stopReason: "max_tokens",
      usage: { ...usage, outputTokens: most },
      model,
    };
  }
  const usesTool = content.some((each) => "toolUse" in each);
  return { content, stopReason: usesTool ? "tool_use" : "end_turn", usage, model };
}

async function contentFor(
  asked: Asked,
  request: ConverseRequest,
  wanted: Wanted | undefined,
  embed: Embed,
): Promise<Said[]> {
  const { prompt } = asked;
  const answer = Object.hasOwn(answers, prompt) ? answers[prompt] : undefined;
  if (answer) return inForm(await answer(asked, embed), wanted);
  const speak = Object.hasOwn(speeches, prompt) ? speeches[prompt] : undefined;
  return speak ? speak(asked, request) : [await freeAnswer(asked, wanted, embed)];
}

interface Wanted {
  schema: unknown;
  /** The tool that must be called with it; else it is the text. */
  tool: string | undefined;
}

/** The schema of structured output, or of the tool that has to be called. */
function schemaOf({ outputConfig, toolConfig }: ConverseRequest): Wanted | undefined {
  const text = outputConfig?.textFormat?.structure.jsonSchema.schema;
  if (text !== undefined) return { schema: JSON.parse(text), tool: undefined };
  const choice = toolConfig?.toolChoice;
  if (!toolConfig || !choice || "auto" in choice) return undefined;
  const specs = toolConfig.tools.flatMap((tool) => ("toolSpec" in tool ? [tool.toolSpec] : []));
  const forced = "tool" in choice ? specs.find(({ name }) => name === choice.tool.name) : specs[0];
  return forced && { schema: forced.inputSchema.json, tool: forced.name };
}

function inForm(answer: object, wanted: Wanted | undefined): Said[] {
  const flat = "item" in answer && !hasField(wanted?.schema, "item") ? flattened(answer) : answer;
  const shaped = wanted ? conform(flat, wanted.schema) : flat;
  if (!wanted?.tool) return [{ text: JSON.stringify(shaped) }];
  // What went in was made here of nothing but JSON.
  const input: JsonValue = JSON.parse(JSON.stringify(shaped));
  return [{ toolUse: { toolUseId: "tooluse_local", name: wanted.tool, input } }];
}

/** A question and a refusal in one object, where the schema has no field for the question. */
function flattened({ item, ...rest }: { item?: unknown }): object {
  return typeof item === "object" ? { ...rest, ...item } : rest;
}

/** For prompts that it doesn't know: the best sentences, as text or as the first text that the schema has. */
async function freeAnswer(asked: Asked, wanted: Wanted | undefined, embed: Embed): Promise<Said> {
  const question = questionIn(asked.input) || asked.said;
  const text = await quoteBest(question, asked.passages, embed);
  if (!wanted) return { text };
  const [said = { text }] = inForm({ answer: text, text }, wanted);
  return said;
}

/** The texts of an input of unknown form. */
function questionIn(input: unknown): string {
  if (typeof input === "string") return input;
  if (typeof input !== "object" || input === null) return "";
  return Object.values(input)
    .filter((value) => typeof value === "string")
    .join(" ");
}
