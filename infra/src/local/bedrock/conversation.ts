import * as z from "zod";

// Converse and ConverseStream as they stand on the wire, as far as this server reads them.

const Json = z.json();

const TextBlock = z.object({ text: z.string() });
const ToolUseBlock = z.object({
  toolUse: z.object({ toolUseId: z.string(), name: z.string(), input: Json }),
});
const ToolResultBlock = z.object({
  toolResult: z.object({
    toolUseId: z.string(),
    content: z.array(z.union([TextBlock, z.object({ json: Json }), z.looseObject({})])),
    status: z.enum(["success", "error"]).optional(),
  }),
});
const GuardBlock = z.object({ guardContent: z.object({ text: TextBlock }) });
const CachePointBlock = z.object({ cachePoint: z.looseObject({}) });
const Block = z.union([TextBlock, ToolUseBlock, ToolResultBlock, GuardBlock, CachePointBlock]);

export const ConverseRequest = z.object({
  messages: z.array(z.object({ role: z.enum(["user", "assistant"]), content: z.array(Block).min(1) })).min(1),
  system: z.array(z.union([TextBlock, GuardBlock, CachePointBlock])).default([]),
  inferenceConfig: z
    .object({
      maxTokens: z.int().min(1).optional(),
      temperature: z.number().min(0).max(1).optional(),
      topP: z.number().min(0).max(1).optional(),
      stopSequences: z.array(z.string()).optional(),
    })
    .default({}),
  toolConfig: z
    .object({
      tools: z.array(
        z.union([
          z.object({
            toolSpec: z.object({
              name: z.string(),
              description: z.string().optional(),
              inputSchema: z.object({ json: Json }),
            }),
          }),
          CachePointBlock,
        ]),
      ),
      toolChoice: z
        .union([
          z.object({ tool: z.object({ name: z.string() }) }),
          z.object({ any: z.looseObject({}) }),
          z.object({ auto: z.looseObject({}) }),
        ])
        .optional(),
    })
    .optional(),
  outputConfig: z
    .object({
      textFormat: z
        .object({
          type: z.literal("json_schema"),
          structure: z.object({
            jsonSchema: z.object({ schema: z.string(), name: z.string().optional() }),
          }),
        })
        .optional(),
    })
    .optional(),
  requestMetadata: z.record(z.string(), z.string()).default({}),
});
export type ConverseRequest = z.infer<typeof ConverseRequest>;
export type Message = ConverseRequest["messages"][number];
export type JsonValue = z.infer<typeof Json>;

/** What a model says: text, or the input of a tool that it calls. */
export type Said = { text: string } | { toolUse: { toolUseId: string; name: string; input: JsonValue } };

export type StopReason = "end_turn" | "max_tokens" | "stop_sequence" | "tool_use" | "content_filtered";

export interface Usage {
  inputTokens: number;
  outputTokens: number;
}

export interface Completion {
  content: Said[];
  stopReason: StopReason;
  usage: Usage;
  /** Which model it was that answered. */
  model: string;
}

/** A stream of what a model says: beginnings, pieces, and at last how it ended. */
export type Piece =
  | { text: string }
  | { tool: { toolUseId: string; name: string } }
  | { toolInput: string }
  | { end: Omit<Completion, "content"> };

/** Something that holds conversations. */
export interface Talker {
  converse(request: ConverseRequest, signal: AbortSignal): Promise<Completion>;
  stream(request: ConverseRequest, signal: AbortSignal): AsyncIterable<Piece>;
}

/** The text of a message's blocks, one after the other. */
export function textOf(blocks: readonly ConverseRequest["system"][number][] | Message["content"]): string {
  return blocks
    .map((block) => {
      if ("text" in block) return block.text;
      return "guardContent" in block ? block.guardContent.text.text : "";
    })
    .filter((text) => text !== "")
    .join("\n\n");
}

/** About as many tokens as a text has: a token is four characters of English. */
export const tokensIn = (text: string): number => Math.ceil(text.length / 4);

/** A whole completion in pieces of a few words, as a stream brings it. */
export function* inPieces({ content, ...end }: Completion): Iterable<Piece> {
  for (const said of content) {
    if ("text" in said) {
      for (const text of said.text.match(/(?:\S+\s*){1,4}|\s+/g) ?? []) yield { text };
    } else {
      const { input, ...tool } = said.toolUse;
      yield { tool };
      for (const toolInput of JSON.stringify(input).match(/[\s\S]{1,40}/g) ?? []) yield { toolInput };
    }
  }
  yield { end };
}
