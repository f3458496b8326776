import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type * as z from "zod";
import type { ServiceError } from "../../cognito/errors.ts";
import type { ConverseRequest, Piece, Talker } from "../conversation.ts";
import { accessDenied, modelError, modelTimeout, throttling, unavailable, validation } from "../errors.ts";
import { createCalls } from "./calls.ts";
import { fromChat, stopReasonOf, toChat, usageOf } from "./translate.ts";
import { ChatChunk, ChatCompletion, ErrorReply, ModelList } from "./wire.ts";

export interface ModelServer {
  /** Without a `/` at the end. */
  url: string;
  /** The first that the server lists where it is not given. */
  model: string | undefined;
  key: string | undefined;
}

/** Holds conversations with a model on an OpenAI-compatible server. */
export function createServerTalker(server: ModelServer): Talker {
  let name = server.model;

  async function call(path: string, signal: AbortSignal, body?: object): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(`${server.url}${path}`, {
        method: body ? "POST" : "GET",
        headers: {
          "content-type": "application/json",
          ...(server.key && { authorization: `Bearer ${server.key}` }),
        },
        ...(body && { body: JSON.stringify(body) }),
        signal,
      });
    } catch (error) {
      if (signal.aborted) throw error;
      throw unavailable(`The model server at ${server.url} can't be reached. Is it running?`);
    }
    if (!response.ok) throw refusalOf(response.status, await messageIn(response));
    return response;
  }

  async function modelName(signal: AbortSignal): Promise<string> {
    if (name) return name;
    const { data } = await replyAs(ModelList, await call("/models", signal));
    const [first] = data;
    if (!first) throw unavailable(`The server at ${server.url} has no model. Load one, or set LYCEUM_MODEL.`);
    name = first.id;
    return name;
  }

  /** Models that can't use tools are asked without, where they need not use one. */
  async function chat(request: ConverseRequest, model: string, more: object, signal: AbortSignal) {
    const ask = (each: ConverseRequest) =>
      call("/chat/completions", signal, { ...toChat(each, model), ...more });
    try {
      return await ask(request);
    } catch (error) {
      const isRefused = error instanceof Error && error.name === "ValidationException";
      if (!isRefused || !/\btools?\b/i.test(error.message) || !mayUseTools(request)) throw error;
      return ask({ ...request, toolConfig: undefined });
    }
  }

  return {
    async converse(request, signal) {
      const model = await modelName(signal);
      const response = await chat(request, model, {}, signal);
      return fromChat(await replyAs(ChatCompletion, response), request, model);
    },

    async *stream(request, signal) {
      const model = await modelName(signal);
      const more = { stream: true, stream_options: { include_usage: true } };
      yield* piecesOf(await chat(request, model, more, signal), request, model);
    },
  };
}

/** Whether tools are offered, and none was used. */
function mayUseTools({ toolConfig, messages }: ConverseRequest): boolean {
  const isUsed = messages.some(({ content }) => content.some((block) => "toolUse" in block));
  const choice = toolConfig?.toolChoice ?? { auto: {} };
  return toolConfig !== undefined && "auto" in choice && !isUsed;
}

/**
 * The pieces of a stream of server-sent events. Calls of tools come when they are whole, because the parts of several
 * may be mixed.
 */
async function* piecesOf({ body }: Response, request: ConverseRequest, asked: string): AsyncIterable<Piece> {
  if (!body) throw modelError("The model server sent no stream.");
  let said = "";
  const calls = createCalls();
  let reason: string | null | undefined;
  let usage: z.infer<typeof ChatChunk>["usage"];
  let model = asked;
  let done = false;
  for await (const line of createInterface({ input: Readable.from(body) })) {
    if (!line.startsWith("data:")) continue;
    const data = line.slice("data:".length).trim();
    done ||= data === "[DONE]";
    if (done) continue;
    const chunk = chunkOf(data);
    model = chunk.model ?? model;
    usage = chunk.usage ?? usage;
    const [choice] = chunk.choices;
    reason = choice?.finish_reason ?? reason;
    const text = choice?.delta?.content ?? "";
    if (text !== "") {
      said += text;
      yield { text };
    }
    for (const part of choice?.delta?.tool_calls ?? []) calls.add(part);
  }
  if (!done && reason === undefined) throw modelError("The model server broke off its answer.");
  for (const [index, { id, name, input }] of calls.all.entries()) {
    said += input;
    yield { tool: { toolUseId: id ?? `tooluse_${index}`, name } };
    if (input !== "") yield { toolInput: input };
  }
  const stopReason = stopReasonOf(reason, calls.all.length > 0);
  yield { end: { stopReason, usage: usageOf(usage, request, said), model } };
}

function chunkOf(data: string): z.infer<typeof ChatChunk> {
  try {
    const json: unknown = JSON.parse(data);
    const failed = ErrorReply.safeParse(json);
    if (failed.success) throw modelError(errorText(failed.data));
    return ChatChunk.parse(json);
  } catch (error) {
    if (error instanceof Error && error.name === "ModelErrorException") throw error;
    throw modelError("The model server sent something that is no chat completion.");
  }
}

async function replyAs<Schema extends z.ZodType>(
  schema: Schema,
  response: Response,
): Promise<z.infer<Schema>> {
  try {
    return schema.parse(await response.json());
  } catch {
    throw modelError(`The model server's answer to ${new URL(response.url).pathname} can't be read.`);
  }
}

const errorText = ({ error }: z.infer<typeof ErrorReply>) =>
  typeof error === "string" ? error : error.message;

async function messageIn(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return errorText(ErrorReply.parse(JSON.parse(text)));
  } catch {
    return text.slice(0, 500);
  }
}

/** That server's error as Bedrock's. */
function refusalOf(status: number, message: string): ServiceError {
  const text = `The model server answered ${status}: ${message}`;
  if (status === 401 || status === 403) return accessDenied(text);
  if (status === 408 || status === 504) return modelTimeout(text);
  if (status === 429) return throttling(text);
  if (status === 502 || status === 503) return unavailable(text);
  return status < 500 ? validation(text) : modelError(text);
}
