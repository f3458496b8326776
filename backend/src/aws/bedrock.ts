import {
  ApplyGuardrailCommand,
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
  type ContentBlock,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type GuardrailAssessment,
  type GuardrailUsage,
  InvokeModelCommand,
  type StopReason,
  type TokenUsage,
} from "@aws-sdk/client-bedrock-runtime";

/** That a model wants a tool to be used. */
export interface Use {
  id: string;
  name: string;
  /** JSON, as the model has written it: it may be none. */
  input: string;
}

/** What has come of a use, for the model. */
export interface UseResult {
  id: string;
  /** Never empty: the service refuses a failure without a word. */
  text: string;
  failed: boolean;
}

/**
 * What is said in turns; the first and the last are the user's. A text of the user may be several blocks. After a turn
 * with uses comes one with the results of all of them.
 */
export interface Turn {
  role: "user" | "assistant";
  texts: readonly string[];
  uses?: readonly Use[];
  results?: readonly UseResult[];
}

/** A tool, as a model is told of it. */
export interface ToolSpec {
  name: string;
  description: string;
  /** JSON Schema of an object. */
  schema: Readonly<Record<string, unknown>>;
}

/**
 * How the answer must look. Models that can't be held to a schema are made to call a tool that has it. The tools of a
 * text may be used or not; they have to be told with every request whose turns have uses.
 */
export type Form =
  | { kind: "text"; tools: readonly ToolSpec[] }
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

/**
 * `too_long`: cut off at `maxTokens`. `refused`: the model or a filter would not answer. `malformed`: what it wrote is no
 * text and no use of a tool.
 */
export type Stop = "end" | "too_long" | "refused" | "malformed";

export interface Answer {
  /** JSON, where the form is a schema or a tool. */
  text: string;
  stop: Stop;
  usage: Usage;
  /** What really answered, where a router chose. */
  answeredBy: string | undefined;
}

export type AnswerPart = { text: string } | { use: Use } | Omit<Answer, "text">;

/** A text for a guardrail, and what it is there for; without a qualifier, it is what is looked at. */
export interface Guarded {
  text: string;
  qualifier?: "grounding_source" | "query" | "guard_content";
}

/** Text units that policies were paid for, each of up to 1,000 characters; what is free is left out. */
export interface Units {
  content: number;
  topics: number;
  personalData: number;
  grounding: number;
}

/** What a guardrail has said. */
export interface Assessed {
  assessments: GuardrailAssessment[];
  units: Units;
  /** Id of the guardrail that was applied, where that is told. */
  appliedBy: string | undefined;
}

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

    /**
     * Text as it comes, uses of tools when they are whole, and at last how it ended. Ending the iteration ends the
     * request.
     */
    async *converseStream(exchange: Exchange, signal: AbortSignal): AsyncGenerator<AnswerPart> {
      const { stream } = await explained(signal, () =>
        client.send(new ConverseStreamCommand(commandOf(exchange)), { abortSignal: signal }),
      );
      if (!stream) throw new ModelFailure("down", "Bedrock: no stream");
      const parts = stream[Symbol.asyncIterator]();
      let stop: Stop | undefined;
      let use: Use | undefined;
      try {
        for (;;) {
          const { done, value: part } = await explained(signal, () => unlessAborted(parts.next(), signal));
          if (done) break;
          const begun = part.contentBlockStart?.start?.toolUse;
          const delta = part.contentBlockDelta?.delta;
          if (begun) use = { id: begun.toolUseId ?? "", name: begun.name ?? "", input: "" };
          else if (use && delta?.toolUse) use.input += delta.toolUse.input ?? "";
          else if (use && part.contentBlockStop) {
            yield { use };
            use = undefined;
          } else if (delta?.text) yield { text: delta.text };
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

    /** What each policy of a guardrail found; with sources and a query, also how well they support the text. */
    async applyGuardrail(
      guardrail: { id: string; version: string },
      content: readonly Guarded[],
      source: "INPUT" | "OUTPUT",
      signal: AbortSignal,
    ): Promise<Assessed> {
      const command = new ApplyGuardrailCommand({
        guardrailIdentifier: guardrail.id,
        guardrailVersion: guardrail.version,
        source,
        content: content.map(({ text, qualifier }) => ({
          text: { text, ...(qualifier && { qualifiers: [qualifier] }) },
        })),
        // Scores are wanted also where nothing is wrong with them.
        ...(content.some(({ qualifier }) => qualifier) && { outputScope: "FULL" as const }),
      });
      const { action, assessments, usage } = await explained(signal, () =>
        client.send(command, { abortSignal: signal }),
      );
      // What says nothing must not be taken for a permission.
      if (!action || !assessments) throw new ModelFailure("down", "Bedrock: a guardrail that says nothing");
      const applied = assessments.flatMap(
        ({ appliedGuardrailDetails: details }) => details?.guardrailId ?? [],
      );
      // An organization may have others applied beside the one that is asked for.
      const [first] = applied;
      const appliedBy = applied.includes(guardrail.id) ? guardrail.id : first;
      return { assessments, units: unitsOf(usage), appliedBy };
    },
  };
}

function commandOf(exchange: Exchange): ConverseCommandInput {
  const { model, system, turns, form, maxTokens, temperature, metadata } = exchange;
  return {
    modelId: model,
    system: [{ text: system }, { cachePoint: { type: "default" } }],
    messages: turns.map((turn) => ({ role: turn.role, content: blocksOf(turn) })),
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
        tools: [toolOf({ name: form.name, description: "Takes the answer.", schema: form.schema })],
        toolChoice: { tool: { name: form.name } },
      },
    }),
    ...(form.kind === "text" &&
      form.tools.length > 0 && { toolConfig: { tools: form.tools.map(toolOf), toolChoice: { auto: {} } } }),
  };
}

function blocksOf({ texts, uses = [], results = [] }: Turn): ContentBlock[] {
  return [
    ...results.map(({ id, text, failed }) => ({
      toolResult: {
        toolUseId: id,
        content: [{ text }],
        status: failed ? ("error" as const) : ("success" as const),
      },
    })),
    ...texts.map((text) => ({ text })),
    ...uses.map(({ id, name, input }) => ({ toolUse: { toolUseId: id, name, input: documentOf(input) } })),
  ];
}

const toolOf = ({ name, description, schema }: ToolSpec) => ({
  toolSpec: {
    name,
    description,
    // By way of JSON, because the SDK's type for documents is narrower than what a schema is.
    inputSchema: { json: JSON.parse(JSON.stringify(schema)) },
  },
});

/** The service takes back only an object as the input of a use, and the model may have written anything. */
function documentOf(json: string) {
  try {
    const input = JSON.parse(json);
    return typeof input === "object" && input !== null && !Array.isArray(input) ? input : {};
  } catch {
    return {};
  }
}

function stopOf(reason: StopReason | undefined): Stop {
  switch (reason) {
    case "max_tokens":
    case "model_context_window_exceeded":
      return "too_long";
    case "content_filtered":
    case "guardrail_intervened":
      return "refused";
    case "malformed_model_output":
    case "malformed_tool_use":
      return "malformed";
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

const unitsOf = (usage: GuardrailUsage | undefined): Units => ({
  content: usage?.contentPolicyUnits ?? 0,
  topics: usage?.topicPolicyUnits ?? 0,
  personalData: usage?.sensitiveInformationPolicyUnits ?? 0,
  grounding: usage?.contextualGroundingPolicyUnits ?? 0,
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
