import type { Assessed, Bedrock, Guarded, Turn } from "../aws/bedrock.ts";
import { type ModelsConfig, modelsFor } from "./config.ts";
import { type Call, counting, inputOf } from "./counting.ts";
import { batchesOf, embedBatch } from "./embedding.ts";
import type { Models, Spender } from "./models.ts";
import { exchangeOf, nameOf, questionOf, repairOf } from "./request.ts";
import { groundingOf, toBeGrounded } from "./screening/grounding.ts";
import { partsOf, screeningOf } from "./screening/rules.ts";
import { speaking } from "./speaking/speaking.ts";
import type { SpendingStore } from "./spending/store.ts";
import { formOf, readAnswer } from "./structured.ts";
import { patienceFor, patienceForSmall } from "./trying/rules.ts";
import { type Clock, trying, UselessAnswer, type Watch } from "./trying/trying.ts";

interface Deps extends Clock, Watch {
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
  const { bedrock, config, now } = deps;
  const { untilAnswered } = trying(deps);
  const { checkBudget, count, countGuarding } = counting(deps);

  return {
    async ask(prompt, { input, sources, spender, deadline, paid }) {
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
          const tokens = { input: inputOf(answer.usage), output: answer.usage.output };
          paid?.({ usd: counted.usd, tokens });
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
      const { output, model } = await untilAnswered(
        modelsFor(config, prompt.job),
        { deadline, patience },
        attempt,
      );
      return { output, by: { model, prompt: nameOf(prompt) }, usd };
    },

    stream: speaking({ bedrock, config, now, checkBudget, count, untilAnswered }),

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

    async screen(text, { source, spender }) {
      const looks = await atMost(1, partsOf(text), (part) =>
        guarded([{ text: part }], {
          by: "screening",
          source: source === "input" ? "INPUT" : "OUTPUT",
          prompt: `screen-${source}`,
          spender,
          deadline: now() + screeningTime,
          read: ({ assessments }) => assessments,
        }),
      );
      const usd = looks.reduce((sum, look) => sum + look.usd, 0);
      return { ...screeningOf(looks.flatMap(({ said }) => said)), usd };
    },

    async ground(statement, { sources, question, spender, deadline }) {
      const content = toBeGrounded(statement, sources, question);
      if (!content) return { grounding: 0, relevance: 0, usd: 0 };
      const { said, usd } = await guarded(content, {
        by: "grounding",
        source: "OUTPUT",
        prompt: "ground",
        spender,
        deadline,
        read: ({ assessments }) => groundingOf(assessments),
      });
      return { ...said, usd };
    },
  };

  /**
   * What a guardrail says of a text. Each look at it that was answered is counted, also one whose answer is of no use.
   * @param look `read` throws a ModelFailure where it can't be read
   */
  async function guarded<Said>(
    content: readonly Guarded[],
    look: {
      by: "screening" | "grounding";
      source: "INPUT" | "OUTPUT";
      prompt: string;
      spender: Spender;
      deadline: number;
      read: (assessed: Assessed) => Said;
    },
  ): Promise<{ said: Said; usd: number }> {
    const { by, source, prompt, spender, deadline, read } = look;
    const guardrail = config.guardrails[by];
    const call = { prompt, spender, guardrail: guardrail.id, asked: content };
    let usd = 0;
    const limits = { deadline, patience: patienceForSmall };
    const said = await untilAnswered([`guardrail ${guardrail.id}`], limits, async (_, signal) => {
      const assessed = await bedrock.applyGuardrail(guardrail, content, source, signal);
      usd += await countGuarding(call, assessed);
      return read(assessed);
    });
    return { said, usd };
  }
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
