import {
  type Answer,
  type AnswerPart,
  type Bedrock,
  ModelFailure,
  type ToolSpec,
  type Turn,
  type Use,
} from "../../aws/bedrock.ts";
import { type ModelsConfig, modelsFor } from "../config.ts";
import { type Counting, inputOf } from "../counting.ts";
import type { Models, Spender, SpokenPart, SpokenPrompt } from "../models.ts";
import { exchangeOf, nameOf, questionOf } from "../request.ts";
import { estimatedTokens } from "../spending/rules.ts";
import { patienceForFirstWords } from "../trying/rules.ts";
import { type Trying, UselessAnswer, unavailable } from "../trying/trying.ts";
import { mostSteps, notUsed, specOf, useTool } from "./tools.ts";

interface Deps extends Pick<Counting, "checkBudget" | "count">, Trying {
  bedrock: Pick<Bedrock, "converseStream">;
  config: ModelsConfig;
  /** ms since 1970. */
  now(): number;
}

/** What stays the same from step to step of one answer, and what has come together so far. */
interface Answering {
  prompt: SpokenPrompt<never>;
  spender: Spender;
  tools: readonly ToolSpec[];
  turns: Turn[];
  deadline: number;
  /** When it is over, whatever the reason. */
  over: AbortSignal;
  /** When nobody wants it any more. */
  unwanted: AbortSignal | undefined;
  said: string;
  usd: number;
  tokens: { input: number; output: number };
}

type End = Omit<Answer, "text">;

/** One answer of a model in a conversation: it is the last, unless tools are wanted. */
interface Step {
  model: string;
  text: string;
  uses: Use[];
  stop: End["stop"];
}

/** Answers that people read while they are written. */
export function speaking(deps: Deps): Models["stream"] {
  const { bedrock, config, now, checkBudget, count, untilAnswered } = deps;

  return async function* stream(prompt, { input, sources, tools = [], spender, deadline, signal: unwanted }) {
    await checkBudget(spender);
    const ended = new AbortController();
    const over = AbortSignal.any([
      AbortSignal.timeout(Math.max(0, deadline - now())),
      ended.signal,
      ...(unwanted ? [unwanted] : []),
    ]);
    const answering: Answering = {
      ...{ prompt, spender, deadline, over, unwanted, tools: tools.map(specOf) },
      turns: [questionOf(sources, input)],
      ...{ said: "", usd: 0, tokens: { input: 0, output: 0 } },
    };
    let used = 0;
    try {
      for (;;) {
        const step = yield* oneStep(answering);
        if (step.uses.length === 0 || step.stop !== "end" || used >= mostSteps) {
          yield endOf(answering, step);
          return;
        }
        const results = [];
        for (const use of step.uses) {
          const call = used < mostSteps ? await useTool(tools, use, over) : notUsed(use);
          used++;
          results.push({ id: use.id, text: call.output, failed: call.failed });
          yield { tool: call };
        }
        const isEnough = used >= mostSteps;
        answering.turns.push(
          { role: "assistant", texts: step.text.trim() ? [step.text] : [], uses: step.uses },
          // The tools stay in the request, because the turns have uses of them.
          { role: "user", results, texts: isEnough ? ["Answer now, without using tools again."] : [] },
        );
      }
    } catch (error) {
      throw error instanceof ModelFailure || error instanceof UselessAnswer ? unavailable(error) : error;
    } finally {
      ended.abort();
    }
  };

  /** The text of one request as it comes, and what it came to. */
  async function* oneStep(answering: Answering): AsyncGenerator<{ text: string }, Step> {
    const { prompt, deadline } = answering;
    const limits = { deadline, patience: patienceForFirstWords };
    const begun = await untilAnswered(modelsFor(config, prompt.job), limits, (model, signal) =>
      begin(answering, model, signal),
    );
    const { model, uses, parts } = begun;
    let text = "";
    let end: End | undefined;
    let answeredBy = model;
    try {
      for (
        let part: AnswerPart | undefined = begun.first;
        part;
        part = (await parts.next()).value ?? undefined
      ) {
        if ("use" in part) uses.push(part.use);
        else if ("stop" in part) {
          end = part;
          break;
        } else {
          text += part.text;
          answering.said += part.text;
          yield { text: part.text };
        }
      }
      if (!end) throw new ModelFailure("down", "Bedrock: the stream ended too early");
    } finally {
      // What was broken off is paid for too, and nobody has counted it.
      answeredBy = await spend(answering, model, text, end ?? guessed(answering, text));
    }
    if (end.stop === "malformed") throw new UselessAnswer(`${model} wrote nothing that can be read`);
    return { model: answeredBy, text, uses, stop: end.stop };
  }

  /** Begins an answer, as far as its first words, or its end where it has none. */
  async function begin(answering: Answering, model: string, signal: AbortSignal) {
    const { prompt, spender, turns, tools, over, unwanted, said } = answering;
    const waiting = new AbortController();
    const giveUp = () => waiting.abort(signal.reason);
    signal.addEventListener("abort", giveUp, { once: true });
    const parts = bedrock.converseStream(
      { model, form: { kind: "text", tools }, ...exchangeOf(prompt, spender, turns) },
      AbortSignal.any([over, waiting.signal]),
    );
    const uses: Use[] = [];
    for (;;) {
      const { done, value: first } = await parts.next().catch((error: unknown) => {
        // It is not the model that has failed, and there is nothing to try again.
        throw unwanted?.aborted ? unavailable(error) : error;
      });
      if (done) throw new ModelFailure("down", "Bedrock: an empty stream");
      if ("use" in first) {
        uses.push(first.use);
        continue;
      }
      // From here on it may take as long as there is time.
      signal.removeEventListener("abort", giveUp);
      const isEmpty = "stop" in first && uses.length === 0 && said.trim() === "";
      if ("stop" in first && (isEmpty || first.stop === "malformed")) {
        await spend(answering, model, "", first);
        throw new UselessAnswer(`${model} said nothing to ${nameOf(prompt)}, and ended with ${first.stop}`);
      }
      return { model, uses, first, parts };
    }
  }

  /** @returns who really answered */
  async function spend(
    answering: Answering,
    model: string,
    answered: string,
    { usage, answeredBy }: Pick<End, "usage" | "answeredBy">,
  ): Promise<string> {
    const { prompt, spender, turns, tokens } = answering;
    const call = { job: prompt.job, prompt: nameOf(prompt), spender, model, asked: turns, answered };
    const counted = await count(call, usage, answeredBy);
    answering.usd += counted.usd;
    tokens.input += inputOf(usage);
    tokens.output += usage.output;
    return counted.model;
  }
}

function endOf({ prompt, usd, tokens, said }: Answering, { model, stop }: Step): SpokenPart {
  if (stop === "malformed" || said.trim() === "") {
    throw new UselessAnswer(`${model} wants more of tools than it may, and says nothing`);
  }
  return { by: { model, prompt: nameOf(prompt) }, usd, tokens, ended: stop };
}

function guessed({ turns, prompt }: Answering, said: string): Pick<End, "usage" | "answeredBy"> {
  const asked = turns.flatMap(({ texts, results = [] }) => [...texts, ...results.map(({ text }) => text)]);
  const usage = {
    input: estimatedTokens(prompt.system + asked.join("")),
    output: estimatedTokens(said),
    ...{ cacheRead: 0, cacheWrite: 0 },
  };
  return { usage, answeredBy: undefined };
}
