import { Fault } from "@lyceum/shared/contract/fault";
import {
  type Answer,
  type AnswerPart,
  type Bedrock,
  type Exchange,
  ModelFailure,
  type Turn,
} from "../aws/bedrock.ts";
import { type ModelsConfig, pricesOf } from "./config.ts";
import { batchesOf, embedBatch } from "./embedding.ts";
import type { Models, Prompt, Spender, SpokenPart } from "./models.ts";
import { questionOf, repairOf } from "./request.ts";
import { partsOf, screeningOf } from "./screening/rules.ts";
import { costOf, estimatedTokens, isSpent, monthlyBudgetUsd, monthOf } from "./spending/rules.ts";
import type { SpendingStore } from "./spending/store.ts";
import { formOf, readAnswer } from "./structured.ts";
import { patienceFor, patienceForFirstWords, patienceForSmall } from "./trying/rules.ts";
import { type Clock, trying, UselessAnswer, unavailable } from "./trying/trying.ts";

/** What is told of a call, to whoever runs the platform. */
interface Call {
  job: string;
  /** As `<name>@<version>`. */
  prompt: string;
  model: string;
  cohortId: string;
  tokens: Answer["usage"];
  usd: number;
  /** What was asked and answered: only for a log that is meant to hold it. */
  asked: unknown;
  answered: string;
}

interface Deps extends Clock {
  bedrock: Bedrock;
  config: ModelsConfig;
  spending: Pick<SpendingStore, "add" | "of">;
  called(call: Call): void;
  /** A call is paid for and could not be counted. */
  uncounted(call: Call, error: unknown): void;
}

/** At how many vectors a service works at once for one request of ours. */
const embeddingsAtOnce = 4;

/** For a guardrail's answer, in ms. */
const screeningTime = 30_000;

/** The only way to a model. */
export function gateway(deps: Deps): Models {
  const { bedrock, config, spending, now } = deps;
  const { untilAnswered } = trying(deps);

  /** @throws Fault budget_spent */
  async function checkBudget({ cohortId }: Spender): Promise<void> {
    if (!isSpent(await spending.of(cohortId, monthOf(now())))) return;
    throw new Fault(
      "budget_spent",
      `This group has spent its ${monthlyBudgetUsd} US dollars for language models this month. It starts anew on the first of the next month (UTC).`,
    );
  }

  /** @returns what it cost, in USD */
  async function count(
    call: Pick<Call, "job" | "prompt" | "asked" | "answered"> & { spender: Spender; model: string },
    tokens: Answer["usage"],
    answeredBy: string | undefined,
  ): Promise<{ usd: number; model: string }> {
    const { job, prompt, spender, asked, answered } = call;
    const model = answeredBy ?? call.model;
    const usd = costOf(tokens, pricesOf(config, call.model, answeredBy));
    const counted = { job, prompt, model, cohortId: spender.cohortId, tokens, usd, asked, answered };
    deps.called(counted);
    const input = tokens.input + tokens.cacheRead + tokens.cacheWrite;
    await spending
      .add(spender.cohortId, now(), { job, model, prompt, tokens: { input, output: tokens.output }, usd })
      .catch((error: unknown) => deps.uncounted(counted, error));
    return { usd, model };
  }

  const modelsFor = ({ job }: Pick<Prompt<never, unknown>, "job">): string[] => {
    const { model, fallback } = config.jobs[job];
    return model === fallback ? [model] : [model, fallback];
  };

  const exchangeOf = (
    prompt: Omit<Prompt<never, unknown>, "output" | "input">,
    spender: Spender,
    turns: readonly Turn[],
  ): Omit<Exchange, "model" | "form"> => ({
    system: prompt.system,
    turns,
    maxTokens: prompt.maxTokens,
    temperature: prompt.temperature,
    metadata: { job: prompt.job, prompt: nameOf(prompt), cohort: spender.cohortId },
  });

  return {
    async ask(prompt, { input, sources, spender, deadline }) {
      await checkBudget(spender);
      const question = questionOf(sources, input);
      let usd = 0;

      /** One answer of a model, and one more where the first can't be read. */
      const attempt = async (model: string, signal: AbortSignal) => {
        const can = config.models[model]?.form ?? "tool";
        const form = formOf(prompt.name, prompt.output, can);
        let turns: Turn[] = [question];
        for (const isLast of [false, true]) {
          const answer = await bedrock.converse(
            { model, form, ...exchangeOf(prompt, spender, turns) },
            signal,
          );
          const call = { job: prompt.job, prompt: nameOf(prompt), spender, model };
          const counted = await count(
            { ...call, asked: turns, answered: answer.text },
            answer.usage,
            answer.answeredBy,
          );
          usd += counted.usd;
          if (answer.stop === "refused") throw new UselessAnswer(`${model} refused ${nameOf(prompt)}`);
          const read = readAnswer(prompt.output, answer.text);
          if ("output" in read) return { output: read.output, model: counted.model };
          if (isLast) break;
          const problem =
            answer.stop === "too_long" ? "It was cut off because it is too long. Be shorter." : read.problem;
          turns = [question, ...repairOf(answer.text, problem)];
        }
        throw new UselessAnswer(`${model} answered ${nameOf(prompt)} in another form, twice`);
      };

      const patience = patienceFor(prompt.maxTokens);
      const { output, model } = await untilAnswered(modelsFor(prompt), { deadline, patience }, attempt);
      return { output, by: { model, prompt: nameOf(prompt) }, usd };
    },

    async *stream(prompt, { input, sources, spender, deadline }) {
      await checkBudget(spender);
      const turns = [questionOf(sources, input)];
      const ended = new AbortController();

      /** Begins an answer, as far as its first part. */
      const begin = async (model: string, signal: AbortSignal) => {
        const over = AbortSignal.any([AbortSignal.timeout(Math.max(0, deadline - now())), ended.signal]);
        const waiting = new AbortController();
        const giveUp = () => waiting.abort(signal.reason);
        signal.addEventListener("abort", giveUp, { once: true });
        const exchange = { model, form: { kind: "text" } as const, ...exchangeOf(prompt, spender, turns) };
        const parts = bedrock.converseStream(exchange, AbortSignal.any([over, waiting.signal]));
        const first = await parts.next();
        // From here on it may take as long as there is time.
        signal.removeEventListener("abort", giveUp);
        if (first.done) throw new ModelFailure("down", "Bedrock: an empty stream");
        if (!("text" in first.value) && first.value.stop === "refused") {
          throw new UselessAnswer(`${model} refused ${nameOf(prompt)}`);
        }
        return { model, first: first.value, parts };
      };

      const limits = { deadline, patience: patienceForFirstWords };
      const { model, first, parts } = await untilAnswered(modelsFor(prompt), limits, begin);
      let said = "";
      let end: Omit<Answer, "text"> | undefined;
      const call = { job: prompt.job, prompt: nameOf(prompt), spender, model, asked: turns };
      try {
        for (let part: AnswerPart | undefined = first; part; part = (await parts.next()).value ?? undefined) {
          if (!("text" in part)) {
            end = part;
            break;
          }
          said += part.text;
          yield { text: part.text };
        }
        if (!end) throw new ModelFailure("down", "Bedrock: the stream ended too early");
        yield await ending(end);
      } catch (error) {
        throw error instanceof ModelFailure ? unavailable(error) : error;
      } finally {
        ended.abort();
        // What was broken off is paid for too, and nobody has counted it.
        if (!end) await count({ ...call, answered: said }, guessed(turns, prompt.system, said), undefined);
      }

      async function ending({ stop, usage, answeredBy }: Omit<Answer, "text">): Promise<SpokenPart> {
        const counted = await count({ ...call, answered: said }, usage, answeredBy);
        return {
          by: { model: counted.model, prompt: nameOf(prompt) },
          usd: counted.usd,
          tokens: { input: usage.input + usage.cacheRead + usage.cacheWrite, output: usage.output },
          ended: stop,
        };
      }
    },

    async embed(texts, { kind, spender, deadline }) {
      await checkBudget(spender);
      const { model } = config.embed;
      const batches = batchesOf(model, texts);
      const limits = { deadline, patience: patienceForSmall };
      const embedded = await atMost(embeddingsAtOnce, batches, (batch) =>
        untilAnswered([model], limits, (_, signal) =>
          embedBatch(bedrock.invoke, config.embed, batch, kind, signal),
        ),
      );
      const made = embedded[0]?.model ?? model;
      const tokens = embedded.reduce((sum, batch) => sum + batch.tokens, 0);
      const call = { job: "embed", prompt: kind, spender, model, asked: texts, answered: "" };
      if (texts.length > 0) {
        const usage = { input: tokens, output: 0, cacheRead: 0, cacheWrite: 0 };
        await count(call, usage, made === model ? undefined : made);
      }
      return { model: made, vectors: embedded.flatMap(({ vectors }) => vectors) };
    },

    async screen(text, source) {
      const limits = { deadline: now() + screeningTime, patience: patienceForSmall };
      const { guardrail } = config;
      const assessments = await atMost(1, partsOf(text), (part) =>
        untilAnswered([`guardrail ${guardrail.id}`], limits, (_, signal) =>
          bedrock.applyGuardrail(guardrail, part, source === "input" ? "INPUT" : "OUTPUT", signal),
        ),
      );
      return screeningOf(assessments.flat());
    },
  };
}

const nameOf = ({ name, version }: { name: string; version: number }) => `${name}@${version}`;

function guessed(turns: readonly Turn[], system: string, said: string): Answer["usage"] {
  const asked = turns.flatMap(({ texts }) => texts).join("");
  return {
    input: estimatedTokens(system + asked),
    output: estimatedTokens(said),
    cacheRead: 0,
    cacheWrite: 0,
  };
}

/** Does something with each, at most so many at once; the results are in the order of what they come from. */
async function atMost<In, Out>(
  many: number,
  all: readonly In[],
  work: (each: In) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  const left = all.entries();
  const worker = async () => {
    for (const [at, each] of left) results[at] = await work(each);
  };
  await Promise.all(Array.from({ length: Math.min(many, all.length) }, worker));
  return results;
}
