import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type * as z from "zod";
import type { ServiceError } from "../../cognito/errors.ts";
import type { ConverseRequest, Piece, Talker } from "../conversation.ts";
import { accessDenied, modelError, modelTimeout, throttling, unavailable, validation } from "../errors.ts";
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

  return {
    async converse(request, signal) {
      const model = await modelName(signal);
      const response = await call("/chat/completions", signal, toChat(request, model));
      return fromChat(await replyAs(ChatCompletion, response), request, model);
    },

    async *stream(request, signal) {
      const model = await modelName(signal);
      const response = await call("/chat/completions", signal, {
        ...toChat(request, model),
        stream: true,
        stream_options: { include_usage: true },
      });
      yield* piecesOf(response, request, model);
    },
  };
}

/** The pieces of a stream of server-sent events. */
async function* piecesOf({ body }: Response, request: ConverseRequest, asked: string): AsyncIterable<Piece> {
  if (!body) throw modelError("The model server sent no stream.");
  let said = "";
  let calls = 0;
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
    for (const { id, function: called } of choice?.delta?.tool_calls ?? []) {
      if (called?.name) {
        yield { tool: { toolUseId: id ?? `tooluse_${calls}`, name: called.name } };
        calls += 1;
      }
      if (called?.arguments) {
        said += called.arguments;
        yield { toolInput: called.arguments };
      }
    }
  }
  if (!done && reason === undefined) throw modelError("The model server broke off its answer.");
  yield {
    end: { stopReason: stopReasonOf(reason, calls > 0), usage: usageOf(usage, request, said), model },
  };
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
