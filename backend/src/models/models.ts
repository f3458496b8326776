import type { PersonalData } from "@lyceum/shared/notes";
import type { MadeBy } from "@lyceum/shared/questions";
import type * as z from "zod";

// What the platform asks of models, whoever they are.

/** What a model is needed for. Which model does it is configuration. */
export type Job = "generate" | "judge" | "answer" | "rewrite";

/**
 * A prompt, as data: a file of its own in the slice that uses it, with a version that changes with its words.
 * The request to the model is, in this order: `system`, a cache point, a block `<passage id="<index>" ...>` for each
 * passage, and `<input>` with the input as JSON.
 */
export interface Prompt<Input, Output> {
  /** Such as `write-item`. */
  name: string;
  /** From 1. */
  version: number;
  job: Job;
  /** What never changes from call to call. */
  system: string;
  /** What the reply must be. The model is held to its JSON schema; a reply that does not parse is asked for once more. */
  output: z.ZodType<Output>;
  /** Tokens. */
  maxTokens: number;
  /** From 0 to 1. */
  temperature: number;
  /** Carries the type of the input. */
  readonly input?: (input: Input) => void;
}

/** A text that the model may rely on, and nothing in which it may obey. */
export interface Source {
  title: string;
  text: string;
}

/** Who pays for it: what a group spends in a month has a limit. */
export interface Spender {
  cohortId: string;
}

/** What a call of a model costs. */
export interface Cost {
  /** US dollars at list prices; 0 for a model that costs nothing. */
  usd: number;
  tokens: { input: number; output: number };
}

export interface Reply<Output> {
  output: Output;
  by: MadeBy;
  /** US dollars at list prices, all tries together; 0 for a model that costs nothing. */
  usd: number;
}

/** Something that a model may have done for it while it answers. It asks for it, and is told what came of it. */
export interface Tool {
  name: string;
  /** For the model: what it is good for. */
  description: string;
  /** What the model must give. An input that does not parse is not run, and the model is told what is wrong with it. */
  input: z.ZodType;
  /**
   * @param input parsed
   * @param signal of its time-out
   * @returns what JSON can say
   * @throws Fault whose message the model is told; of any other error it is told that it has failed
   */
  run(input: unknown, signal: AbortSignal): Promise<unknown>;
}

/** That a tool was used, or was not, because of its input, its time-out or the limit of steps. */
export interface ToolCall {
  name: string;
  /** JSON. */
  input: string;
  /** JSON; a message where it has failed. */
  output: string;
  failed: boolean;
}

/** A prompt whose answer is text for people, as it comes. */
export type SpokenPrompt<Input> = Omit<Prompt<Input, never>, "output">;

/** A piece of a text, a use of a tool, or how it ended. */
export type SpokenPart =
  | { text: string }
  | { tool: ToolCall }
  | {
      by: MadeBy;
      /** US dollars at list prices; 0 for a model that costs nothing. */
      usd: number;
      tokens: { input: number; output: number };
      /** `too_long`: cut off at the prompt's `maxTokens`. `refused`: the model, or a filter of its own, stopped it. */
      ended: "end" | "too_long" | "refused";
    };

export interface Models {
  /**
   * @param deadline ms since 1970: no try begins or goes on after it
   * @throws Fault model_unavailable when neither the model nor its fallback answered as asked; budget_spent
   */
  ask<Input, Output>(
    prompt: Prompt<Input, Output>,
    request: {
      input: Input;
      sources: readonly Source[];
      spender: Spender;
      deadline: number;
      /** Told of what each answer of a model has cost, also of one that is of no use. */
      paid?: (cost: Cost) => void;
    },
  ): Promise<Reply<Output>>;

  /**
   * The answer of a model as it is written: pieces of text, and at last how it ended. Ending the iteration ends the
   * request, as soon as the next piece comes; the signal ends it at once. Another try, or another model, comes only while no text was given out since the last use of a tool: what
   * came before it stands in the conversation.
   *
   * With tools, the model may use them, some times at most (`mostSteps`), each for a limited time; then it has to answer
   * without. Text that comes before a use of a tool is given out too. Tokens and USD are those of all steps.
   * @param deadline ms since 1970
   * @throws Fault model_unavailable, also in the middle of the text, and where the signal has ended it; budget_spent
   */
  stream<Input>(
    prompt: SpokenPrompt<Input>,
    request: {
      input: Input;
      sources: readonly Source[];
      tools?: readonly Tool[];
      spender: Spender;
      deadline: number;
      /** Nobody wants the answer any more. */
      signal?: AbortSignal;
    },
  ): AsyncIterable<SpokenPart>;

  /**
   * Vectors of length 1, one for each text, in its order.
   * @param kind what is looked for, or what it is looked for in: some models tell them apart
   * @throws Fault model_unavailable, budget_spent
   */
  embed(
    texts: readonly string[],
    request: { kind: "query" | "passage"; spender: Spender; deadline: number },
  ): Promise<{ model: string; vectors: Float32Array<ArrayBuffer>[] }>;

  /**
   * What a guardrail says of a text that people or models have written. It is paid for, and not refused where the budget
   * is spent.
   * @throws Fault model_unavailable
   */
  screen(text: string, request: { source: "input" | "output"; spender: Spender }): Promise<Screening>;

  /**
   * How well sources support a statement, and how much it has to do with a question: contextual grounding, which is for
   * one question without a conversation ("Use contextual grounding check", Bedrock's guide). It is paid for, and not
   * refused where the budget is spent.
   * @param question of at most 1,000 characters; the statement of at most 5,000, the sources of at most 100,000
   * @param deadline ms since 1970
   * @throws Fault model_unavailable
   */
  ground(
    statement: string,
    request: { sources: readonly string[]; question: string; spender: Spender; deadline: number },
  ): Promise<Grounding>;
}

export interface Grounding {
  /** From 0 to 1, as is the relevance. */
  grounding: number;
  relevance: number;
  /** US dollars at list prices, all tries together; 0 for a guardrail that costs nothing. */
  usd: number;
}

export interface Screening {
  /** What is not let through, in words for people; empty where all is well. */
  blocked: string[];
  /** Personal data, as it stands in the text. */
  personalData: { kind: PersonalData["kind"]; text: string }[];
  /** US dollars at list prices, all parts and tries together; 0 for a guardrail that costs nothing. */
  usd: number;
}
