import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { collect } from "../gateway/body.ts";
import type { Forward } from "./aws/forward.ts";
import type { Calls } from "./calls.ts";
import { ConverseRequest, inPieces, type Piece, type Talker } from "./conversation.ts";
import type { Embed } from "./embedding/embed.ts";
import { EmbeddingRequest, embeddingReply } from "./embedding/invoke.ts";
import {
  accessDenied,
  asServiceError,
  modelError,
  notFound,
  streamError,
  throttling,
  unavailable,
  validation,
} from "./errors.ts";
import type { Call, Fault, Faults, Operation } from "./faults/faults.ts";
import { type ApplyGuardrail, ApplyGuardrailRequest } from "./guardrail/wire.ts";
import { exceptionFrame, framesOf } from "./wire/frames.ts";
import { listenBoth, type WireReply, type WireRequest } from "./wire/listen.ts";

/** In bytes; Bedrock takes 20 MB. */
const bodyLimit = 20 * 1024 * 1024;

export interface BedrockDeps {
  talker: Talker;
  embed: Embed;
  /** Where Amazon Bedrock answers calls of models. What a fault is to spoil is still made here: asking costs money. */
  forward?: Forward | undefined;
  applyGuardrail: ApplyGuardrail;
  faults: Faults;
  calls: Calls;
}

const paths: readonly [RegExp, Operation][] = [
  [/^\/model\/([^/]+)\/converse$/, "Converse"],
  [/^\/model\/([^/]+)\/converse-stream$/, "ConverseStream"],
  [/^\/model\/([^/]+)\/invoke$/, "InvokeModel"],
  [/^\/guardrail\/([^/]+)\/version\/[^/]+\/apply$/, "ApplyGuardrail"],
];

/**
 * Bedrock's runtime on this machine, on a port of its own.
 * @returns its endpoint
 */
export function startBedrock(deps: BedrockDeps): Promise<{ url: string; close(): Promise<void> }> {
  return listenBoth(async (request, reply) => {
    const started = performance.now();
    let call: Call | undefined;
    let failed: string | undefined;
    try {
      const [operation, model] = operationOf(request);
      const body = await readBody(request);
      call = { operation, model, prompt: promptOf(body.json) };
      failed = await answer(call, body, { request, reply, started }, deps);
    } catch (error) {
      const { name, message, status } = asServiceError(error);
      failed = request.gone.aborted ? "ClientGone" : name;
      if (!request.gone.aborted) sendJson(reply, status, { message }, { "x-amzn-errortype": name });
    } finally {
      if (call) deps.calls.count(call, performance.now() - started, failed);
    }
  });
}

function operationOf({ method, url, header }: WireRequest): [Operation, model: string] {
  const path = url.split("?", 1).join("");
  // A page in a browser can't leave out `Origin`, and an SDK has no reason to send it.
  if (header("origin") !== undefined) throw accessDenied("A browser may not ask models.");
  if (!header("authorization")) throw accessDenied("The request is not signed.");
  for (const [pattern, operation] of paths) {
    const [, name] = pattern.exec(path) ?? [];
    if (method === "POST" && name !== undefined) return [operation, decodeURIComponent(name)];
  }
  throw notFound(`The local Bedrock doesn't serve ${method} ${path}.`);
}

interface Body {
  bytes: Buffer;
  json: unknown;
}

async function readBody({ body }: WireRequest): Promise<Body> {
  const bytes = await collect(body, bodyLimit);
  if (!bytes) throw validation(`The request is over ${bodyLimit} bytes.`);
  try {
    return { bytes, json: JSON.parse(bytes.toString()) };
  } catch {
    throw validation("The request is no JSON.");
  }
}

const Labelled = z.object({
  requestMetadata: z.object({ prompt: z.string().default(""), cohort: z.string().optional() }),
});

const labelsOf = (body: unknown) => Labelled.safeParse(body).data?.requestMetadata;

const promptOf = (body: unknown): string => labelsOf(body)?.prompt ?? "";

interface Exchange {
  request: WireRequest;
  reply: WireReply;
  started: number;
}

/** @returns the name of the error that ended it in the middle of its reply, if one did */
async function answer(
  call: Call,
  { bytes, json }: Body,
  exchange: Exchange,
  deps: BedrockDeps,
): Promise<string | undefined> {
  const { request, reply, started } = exchange;
  const fault = deps.faults.meet(call, labelsOf(json)?.cohort);
  if (fault) await suffer(fault, request.gone);

  const isSpoilt = fault?.kind === "nonsense" || fault?.kind === "mid_stream";
  if (deps.forward && call.operation !== "ApplyGuardrail" && !isSpoilt) {
    return deps.forward(call.model, request, bytes, reply);
  }
  if (call.operation === "ConverseStream") {
    return sendStream(call, parsed(ConverseRequest, json), exchange, fault, deps);
  }
  const answered = await answerWhole(call, json, exchange, deps);
  if (fault?.kind === "nonsense") {
    sendJson(reply, 200, nonsense(answered, started));
    return "nonsense";
  }
  if (fault?.kind === "mid_stream") {
    const text = JSON.stringify(answered);
    reply.writeHead(200, { "content-type": "application/json" });
    reply.write(Buffer.from(text.slice(0, text.length / 2)));
    reply.destroy();
    return "mid_stream";
  }
  sendJson(reply, 200, answered);
  return undefined;
}

async function suffer({ kind, milliseconds }: Fault, gone: AbortSignal): Promise<void> {
  if (kind === "throttling") throw throttling("Too many requests, please wait before trying again.");
  if (kind === "unavailable") throw unavailable("The service is unable to handle the request at this time.");
  if (kind === "model_error") throw modelError("The model failed to process the request.");
  if (kind === "slow") await wait(milliseconds, undefined, { signal: gone });
  if (kind === "timeout") {
    await new Promise((_, reject) => {
      const goneNow = () => reject(new Error("the client has given up"));
      if (gone.aborted) goneNow();
      gone.addEventListener("abort", goneNow, { once: true });
    });
  }
}

async function answerWhole(
  { operation, model }: Call,
  body: unknown,
  { request, started }: Exchange,
  { talker, embed, applyGuardrail }: BedrockDeps,
): Promise<object> {
  if (operation === "InvokeModel") return embeddingReply(parsed(EmbeddingRequest, body), embed);
  if (operation === "ApplyGuardrail") return applyGuardrail(model, parsed(ApplyGuardrailRequest, body));
  const completion = await talker.converse(parsed(ConverseRequest, body), request.gone);
  const { content, stopReason, usage } = completion;
  return {
    output: { message: { role: "assistant", content } },
    stopReason,
    usage: { ...usage, totalTokens: usage.inputTokens + usage.outputTokens },
    metrics: { latencyMs: Math.round(performance.now() - started) },
    trace: { promptRouter: { invokedModelId: completion.model } },
  };
}

async function sendStream(
  call: Call,
  request: ConverseRequest,
  { request: { gone }, reply, started }: Exchange,
  fault: Fault | undefined,
  { talker }: BedrockDeps,
): Promise<string | undefined> {
  const said = fault?.kind === "nonsense" ? saidNonsense(call.model) : talker.stream(request, gone);
  const pieces = fault?.kind === "mid_stream" ? brokenOff(said) : said;
  let begun = false;
  try {
    for await (const frame of framesOf(pieces, started)) {
      // The first piece decides whether there is a stream at all: `messageStart` waits for it.
      if (!begun) {
        reply.writeHead(200, {
          "content-type": "application/vnd.amazon.eventstream",
          "x-amzn-requestid": randomUUID(),
        });
        begun = true;
      }
      if (gone.aborted) return "ClientGone";
      reply.write(frame);
    }
    reply.end();
    return fault?.kind === "nonsense" ? "nonsense" : undefined;
  } catch (error) {
    if (!begun) throw error;
    const known = asServiceError(error);
    const inStream = known.name === "ModelErrorException" ? streamError(known.message) : known;
    reply.write(exceptionFrame(inStream));
    reply.end();
    return inStream.name;
  }
}

const nonsenseText = 'Certainly! Here is what you asked for: {"stem": "Which of';

function nonsense(answered: object, started: number): object {
  if (!("output" in answered)) return { nonsense: true };
  return {
    ...answered,
    output: { message: { role: "assistant", content: [{ text: nonsenseText }] } },
    stopReason: "end_turn",
    metrics: { latencyMs: Math.round(performance.now() - started) },
  };
}

async function* saidNonsense(model: string): AsyncIterable<Piece> {
  const usage = { inputTokens: 10, outputTokens: 20 };
  yield* inPieces({ content: [{ text: nonsenseText }], stopReason: "end_turn", usage, model });
}

/** The first piece, and then an exception. */
async function* brokenOff(pieces: AsyncIterable<Piece>): AsyncIterable<Piece> {
  for await (const piece of pieces) {
    if (!("end" in piece)) yield piece;
    throw streamError("The model broke off.");
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw validation(z.prettifyError(result.error));
}

function sendJson(
  reply: WireReply,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  reply.writeHead(status, {
    "content-type": "application/json",
    "x-amzn-requestid": randomUUID(),
    ...headers,
  });
  reply.end(JSON.stringify(body));
}
