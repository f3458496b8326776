import {
  ApplyGuardrailCommand,
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type GuardrailAssessment,
  InvokeModelCommand,
  type StopReason,
  type TokenUsage,
} from "@aws-sdk/client-bedrock-runtime";

/** What is said in turns; the first and the last are the user's. A text of the user may be several blocks. */
export type Turn = { role: "user" | "assistant"; texts: readonly string[] };

/** How the answer must look. Models that can't be held to a schema are made to call a tool that has it. */
export type Form =
  | { kind: "text" }
  | { kind: "schema"; name: string; schema: Readonly<Record<string, unknown>> }
  | { kind: "tool"; name: string; schema: Readonly<Record<string, unknown>> };

export interface Exchange {
  /** Id of an inference profile. */
  model: string;
  /** Cached by the service from call to call, where it is long enough for that. */
  system: string;
  turns: readonly Turn[];
  form: Form;
  maxTokens: number;
  temperature: number;
  /** Keys and values of at most 256 of `a-zA-Z0-9\s:_@$#=/+,-.` each. */
  metadata: Readonly<Record<string, string>>;
}

/** Tokens; those of the input that came from the cache or went into it are apart. */
export interface Usage {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
}

/** `too_long`: cut off at `maxTokens`. `refused`: the model or a filter would not answer. */
export type Stop = "end" | "too_long" | "refused";

export interface Answer {
  /** JSON, where the form is a schema or a tool. */
  text: string;
  stop: Stop;
  usage: Usage;
  /** What really answered, where a router chose. */
  answeredBy: string | undefined;
}

export type AnswerPart = { text: string } | Omit<Answer, "text">;

/**
 * Why a model gave no answer. `busy`: it is asked too much, and should be asked less. `down`: it fails, or took too long.
 * `refused`: it will not answer this request, however often it is asked.
 */
export type Failing = "busy" | "down" | "refused";

export class ModelFailure extends Error {
  readonly failing: Failing;

  constructor(failing: Failing, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "ModelFailure";
    this.failing = failing;
  }
}

export type Bedrock = ReturnType<typeof bedrock>;

/**
 * Models and guardrails of Bedrock. Each call is one try: the gateway has the one policy of trying again, and the signal
 * of the time that a try may take. Every failure is a `ModelFailure`, whose message holds nothing of what was asked.
 */
export function bedrock(client = new BedrockRuntimeClient({ maxAttempts: 1 })) {
  return {
    async converse(exchange: Exchange, signal: AbortSignal): Promise<Answer> {
      const { output, stopReason, usage, trace } = await explained(signal, () =>
        client.send(new ConverseCommand(commandOf(exchange)), { abortSignal: signal }),
      );
      const texts = (output?.message?.content ?? []).map(({ text, toolUse }) =>
        toolUse ? JSON.stringify(toolUse.input) : (text ?? ""),
      );
      return {
        text: texts.join(""),
        stop: stopOf(stopReason),
        usage: usageOf(usage),
        answeredBy: trace?.promptRouter?.invokedModelId,
      };
    },

    /** Text as it comes, and at last how it ended. Ending the iteration ends the request. */
    async *converseStream(exchange: Exchange, signal: AbortSignal): AsyncGenerator<AnswerPart> {
      const { stream } = await explained(signal, () =>
        client.send(new ConverseStreamCommand(commandOf(exchange)), { abortSignal: signal }),
      );
      if (!stream) throw new ModelFailure("down", "Bedrock: no stream");
      const parts = stream[Symbol.asyncIterator]();
      let stop: Stop | undefined;
      try {
        for (;;) {
          const { done, value: part } = await explained(signal, () => unlessAborted(parts.next(), signal));
          if (done) break;
          if (part.contentBlockDelta?.delta?.text) yield { text: part.contentBlockDelta.delta.text };
          else if (part.messageStop) stop = stopOf(part.messageStop.stopReason);
          else if (part.metadata) {
            yield {
              stop: stop ?? "end",
              usage: usageOf(part.metadata.usage),
              answeredBy: part.metadata.trace?.promptRouter?.invokedModelId,
            };
            return;
          }
        }
      } finally {
        // What was broken off has nothing more to say, and may never end by itself: nobody waits for it.
        void parts.return?.().catch(() => {});
      }
      throw new ModelFailure("down", "Bedrock: the stream ended too early");
    },

    /** A request in the model's own form, and its answer. */
    async invoke(model: string, body: unknown, signal: AbortSignal): Promise<unknown> {
      const command = new InvokeModelCommand({
        modelId: model,
        body: JSON.stringify(body),
        contentType: "application/json",
        accept: "application/json",
      });
      const reply = await explained(signal, () => client.send(command, { abortSignal: signal }));
      try {
        return JSON.parse(reply.body.transformToString());
      } catch (error) {
        throw new ModelFailure("down", "Bedrock: the answer is no JSON", error);
      }
    },

    /** What each policy of a guardrail found in a text. */
    async applyGuardrail(
      guardrail: { id: string; version: string },
      text: string,
      source: "INPUT" | "OUTPUT",
      signal: AbortSignal,
    ): Promise<GuardrailAssessment[]> {
      const command = new ApplyGuardrailCommand({
        guardrailIdentifier: guardrail.id,
        guardrailVersion: guardrail.version,
        source,
        content: [{ text: { text } }],
      });
      const { action, assessments } = await explained(signal, () =>
        client.send(command, { abortSignal: signal }),
      );
      // What says nothing must not be taken for a permission.
      if (!action || !assessments) throw new ModelFailure("down", "Bedrock: a guardrail that says nothing");
      return assessments;
    },
  };
}

function commandOf(exchange: Exchange): ConverseCommandInput {
  const { model, system, turns, form, maxTokens, temperature, metadata } = exchange;
  return {
    modelId: model,
    system: [{ text: system }, { cachePoint: { type: "default" } }],
    messages: turns.map(({ role, texts }) => ({ role, content: texts.map((text) => ({ text })) })),
    inferenceConfig: { maxTokens, temperature },
    requestMetadata: { ...metadata },
    ...(form.kind === "schema" && {
      outputConfig: {
        textFormat: {
          type: "json_schema",
          structure: { jsonSchema: { name: form.name, schema: JSON.stringify(form.schema) } },
        },
      },
    }),
    ...(form.kind === "tool" && {
      toolConfig: {
        tools: [
          {
            toolSpec: {
              name: form.name,
              description: "Takes the answer.",
              // By way of JSON, because the SDK's type for documents is narrower than what a schema is.
              inputSchema: { json: JSON.parse(JSON.stringify(form.schema)) },
            },
          },
        ],
        toolChoice: { tool: { name: form.name } },
      },
    }),
  };
}

function stopOf(reason: StopReason | undefined): Stop {
  switch (reason) {
    case "max_tokens":
    case "model_context_window_exceeded":
      return "too_long";
    case "content_filtered":
    case "guardrail_intervened":
      return "refused";
    default:
      return "end";
  }
}

const usageOf = (usage: TokenUsage | undefined): Usage => ({
  input: usage?.inputTokens ?? 0,
  output: usage?.outputTokens ?? 0,
  cacheRead: usage?.cacheReadInputTokens ?? 0,
  cacheWrite: usage?.cacheWriteInputTokens ?? 0,
});

/** The SDK does not look at the signal any more once a stream has begun. */
async function unlessAborted<T>(next: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([next, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

async function explained<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (signal.aborted) throw new ModelFailure("down", "Bedrock: no answer in time", error);
    throw failureOf(error);
  }
}

/** What passes, though its status says that it is the caller's fault (Bedrock's API reference, common errors). */
const busy = new Set(["ThrottlingException", "TooManyRequestsException", "ModelNotReadyException"]);

function failureOf(error: unknown): ModelFailure {
  if (!(error instanceof Error)) return new ModelFailure("down", "Bedrock: failed", error);
  if (!(error instanceof BedrockRuntimeServiceException)) {
    // The network, or an answer that the SDK can't read.
    return new ModelFailure("down", `Bedrock: ${error.name}`, error);
  }
  // What comes in the middle of a stream has none, whatever its type says.
  const { httpStatusCode: status = 0, requestId } = error.$metadata ?? {};
  const message = `Bedrock: ${error.name}, request ${requestId}`;
  if (busy.has(error.name) || status === 429) return new ModelFailure("busy", message, error);
  const fails = error.$fault === "server" || status >= 500 || status === 408 || status === 424;
  const isOfStream = error.name === "ModelStreamErrorException";
  return new ModelFailure(fails || isOfStream ? "down" : "refused", message, error);
}
