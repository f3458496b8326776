import { EventStreamCodec } from "@smithy/eventstream-codec";
import type { ServiceError } from "../../cognito/errors.ts";
import type { Piece } from "../conversation.ts";

const utf8 = new TextDecoder();
const bytes = new TextEncoder();
const codec = new EventStreamCodec(
  (input) => (typeof input === "string" ? input : utf8.decode(input)),
  (text) => bytes.encode(text),
);

function frame(headers: Record<string, string>, body: unknown): Uint8Array {
  const all = { ":content-type": "application/json", ...headers };
  return codec.encode({
    headers: Object.fromEntries(
      Object.entries(all).map(([name, value]) => [name, { type: "string" as const, value }]),
    ),
    body: bytes.encode(JSON.stringify(body)),
  });
}

const event = (name: string, body: unknown) => frame({ ":event-type": name, ":message-type": "event" }, body);

/** The exceptions that may end a stream go by their names with a small first letter. */
export function exceptionFrame({ name, message }: ServiceError): Uint8Array {
  const type = name.charAt(0).toLowerCase() + name.slice(1);
  return frame({ ":exception-type": type, ":message-type": "exception" }, { message });
}

/**
 * The frames of a ConverseStream reply.
 * @param pieces of which the last is the end
 * @param started for the latency that is told, in the clock of `performance.now`
 */
export async function* framesOf(pieces: AsyncIterable<Piece>, started: number): AsyncIterable<Uint8Array> {
  let begun = false;
  let index = -1;
  let open: "text" | "tool" | undefined;
  function* begin(kind: "text" | "tool"): Iterable<Uint8Array> {
    if (open) yield event("contentBlockStop", { contentBlockIndex: index });
    open = kind;
    index += 1;
  }
  for await (const piece of pieces) {
    // Not before the model says something: until then its failure has a status code of its own.
    if (!begun) yield event("messageStart", { role: "assistant" });
    begun = true;
    if ("text" in piece) {
      if (open !== "text") yield* begin("text");
      yield event("contentBlockDelta", { contentBlockIndex: index, delta: { text: piece.text } });
    } else if ("tool" in piece) {
      yield* begin("tool");
      yield event("contentBlockStart", { contentBlockIndex: index, start: { toolUse: piece.tool } });
    } else if ("toolInput" in piece) {
      const delta = { toolUse: { input: piece.toolInput } };
      yield event("contentBlockDelta", { contentBlockIndex: index, delta });
    } else {
      if (open) yield event("contentBlockStop", { contentBlockIndex: index });
      const { stopReason, usage, model } = piece.end;
      yield event("messageStop", { stopReason });
      yield event("metadata", {
        usage: { ...usage, totalTokens: usage.inputTokens + usage.outputTokens },
        metrics: { latencyMs: Math.round(performance.now() - started) },
        trace: { promptRouter: { invokedModelId: model } },
      });
    }
  }
}
