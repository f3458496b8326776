import * as z from "zod";
import {
  type Completion,
  type ConverseRequest,
  type Message,
  type Said,
  type StopReason,
  textOf,
  tokensIn,
} from "../conversation.ts";
import { modelError } from "../errors.ts";
import type { ChatCompletion } from "./wire.ts";

/** A Converse request as one for chat completions. */
export function toChat(request: ConverseRequest, model: string): Record<string, unknown> {
  const { system, messages, inferenceConfig, toolConfig, outputConfig } = request;
  const { maxTokens, temperature, topP, stopSequences } = inferenceConfig;
  const tools = toolConfig?.tools.flatMap((tool) => ("toolSpec" in tool ? [tool.toolSpec] : [])) ?? [];
  const format = outputConfig?.textFormat?.structure.jsonSchema;
  const instructions = textOf(system);
  return {
    model,
    messages: [
      ...(instructions ? [{ role: "system", content: instructions }] : []),
      ...messages.flatMap(toMessages),
    ],
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(stopSequences && stopSequences.length > 0 && { stop: stopSequences }),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema }) => ({
        type: "function",
        function: { name, description, parameters: inputSchema.json },
      })),
      tool_choice: toolChoice(toolConfig?.toolChoice),
    }),
    ...(format && {
      response_format: {
        type: "json_schema",
        json_schema: { name: format.name ?? "reply", schema: JSON.parse(format.schema), strict: true },
      },
    }),
  };
}

function toolChoice(choice: NonNullable<ConverseRequest["toolConfig"]>["toolChoice"]) {
  if (!choice || "auto" in choice) return "auto";
  return "tool" in choice ? { type: "function", function: { name: choice.tool.name } } : "required";
}

function toMessages({ role, content }: Message): object[] {
  const results = content.flatMap((block) => ("toolResult" in block ? [block.toolResult] : []));
  const calls = content.flatMap((block) => ("toolUse" in block ? [block.toolUse] : []));
  const text = textOf(content);
  return [
    ...results.map(({ toolUseId, content: parts }) => ({
      role: "tool",
      tool_call_id: toolUseId,
      content: parts
        .map((part) => ("text" in part ? part.text : JSON.stringify("json" in part ? part.json : part)))
        .join("\n"),
    })),
    ...(text !== "" || calls.length > 0
      ? [
          {
            role,
            content: text,
            ...(calls.length > 0 && {
              tool_calls: calls.map(({ toolUseId, name, input }) => ({
                id: toolUseId,
                type: "function",
                function: { name, arguments: JSON.stringify(input) },
              })),
            }),
          },
        ]
      : []),
  ];
}

/** A chat completion as a Converse reply. */
export function fromChat(
  { choices, usage, model }: z.infer<typeof ChatCompletion>,
  request: ConverseRequest,
  asked: string,
): Completion {
  const [choice] = choices;
  const calls = choice?.message.tool_calls ?? [];
  const text = choice?.message.content ?? "";
  const content: Said[] = [
    ...(text !== "" || calls.length === 0 ? [{ text }] : []),
    ...calls.map(({ id, function: { name, arguments: input } }, index) => ({
      toolUse: { toolUseId: id ?? `tooluse_${index}`, name, input: inputOf(input) },
    })),
  ];
  return {
    content,
    stopReason: stopReasonOf(choice?.finish_reason, calls.length > 0),
    usage: usageOf(usage, request, text),
    model: model ?? asked,
  };
}

function inputOf(json: string) {
  try {
    return z.json().parse(JSON.parse(json));
  } catch {
    throw modelError("The model called a tool with something that is no JSON.");
  }
}

export function stopReasonOf(reason: string | null | undefined, callsTool: boolean): StopReason {
  if (callsTool || reason === "tool_calls") return "tool_use";
  if (reason === "length") return "max_tokens";
  return reason === "content_filter" ? "content_filtered" : "end_turn";
}

/** Some servers don't count; then it is an estimate. */
export function usageOf(
  usage: { prompt_tokens: number; completion_tokens: number } | null | undefined,
  { system, messages }: ConverseRequest,
  said: string,
) {
  if (usage) return { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
  const asked = [textOf(system), ...messages.map(({ content }) => textOf(content))].join("\n");
  return { inputTokens: tokensIn(asked), outputTokens: tokensIn(said) };
}
