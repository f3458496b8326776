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

export interface Reply<Output> {
  output: Output;
  by: MadeBy;
  /** US dollars at list prices, all tries together; 0 for a model that costs nothing. */
  usd: number;
}

/** A prompt whose answer is text for people, as it comes. */
export type SpokenPrompt<Input> = Omit<Prompt<Input, never>, "output">;

/** A piece of a text, or how it ended. */
export type SpokenPart =
  | { text: string }
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
    request: { input: Input; sources: readonly Source[]; spender: Spender; deadline: number },
  ): Promise<Reply<Output>>;

  /**
   * The answer of a model as it is written: pieces of text, and at last how it ended. Ending the iteration ends the
   * request. Another try, or another model, comes only while no text was given out.
   * @param deadline ms since 1970
   * @throws Fault model_unavailable, also in the middle of the text; budget_spent
   */
  stream<Input>(
    prompt: SpokenPrompt<Input>,
    request: { input: Input; sources: readonly Source[]; spender: Spender; deadline: number },
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
   * What a guardrail says of a text that people or models have written.
   * @throws Fault model_unavailable
   */
  screen(text: string, source: "input" | "output"): Promise<Screening>;
}

export interface Screening {
  /** What is not let through, in words for people; empty where all is well. */
  blocked: string[];
  /** Personal data, as it stands in the text. */
  personalData: { kind: PersonalData["kind"]; text: string }[];
}
