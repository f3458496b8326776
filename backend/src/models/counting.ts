import { Fault } from "@lyceum/shared/contract/fault";
import type { Answer, Assessed, Units } from "../aws/bedrock.ts";
import { guardrailPricesOf, type ModelsConfig, pricesOf } from "./config.ts";
import type { Spender } from "./models.ts";
import { costOf, guardingCost, isSpent, monthlyBudgetUsd, monthOf } from "./spending/rules.ts";
import type { SpendingStore } from "./spending/store.ts";

/** What is told of a call, to whoever runs the platform. */
export interface Call {
  job: string;
  /** As `<name>@<version>`. */
  prompt: string;
  model: string;
  cohortId: string;
  tokens: Answer["usage"];
  /** Of a guardrail, which counts no tokens. */
  units?: Units;
  usd: number;
  /** What was asked and answered: only for a log that is meant to hold it. */
  asked: unknown;
  answered: string;
}

interface Deps {
  config: ModelsConfig;
  spending: Pick<SpendingStore, "add" | "of">;
  /** ms since 1970. */
  now(): number;
  called(call: Call): void;
  /** A call is paid for and could not be counted. */
  uncounted(call: Call, error: unknown): void;
}

export type Counting = ReturnType<typeof counting>;

/** What calls cost, and whether a group may make more of them. */
export const counting = ({ config, spending, now, called, uncounted }: Deps) => {
  const add = async (call: Call): Promise<void> => {
    called(call);
    const { job, model, prompt, cohortId, tokens, usd } = call;
    await spending
      .add(cohortId, now(), {
        ...{ job, model, prompt, usd },
        tokens: { input: inputOf(tokens), output: tokens.output },
      })
      .catch((error: unknown) => uncounted(call, error));
  };

  return {
    /** @throws Fault budget_spent */
    async checkBudget({ cohortId }: Spender): Promise<void> {
      if (!isSpent(await spending.of(cohortId, monthOf(now())))) return;
      throw new Fault(
        "budget_spent",
        `This group has spent its ${monthlyBudgetUsd} US dollars for language models this month. It starts anew on the first of the next month (UTC).`,
      );
    },

    /** @returns what it cost, in USD, and who really answered */
    async count(
      call: Pick<Call, "job" | "prompt" | "asked" | "answered"> & { spender: Spender; model: string },
      tokens: Answer["usage"],
      answeredBy: string | undefined,
    ): Promise<{ usd: number; model: string }> {
      const { job, prompt, spender, asked, answered } = call;
      const model = answeredBy ?? call.model;
      const usd = costOf(tokens, pricesOf(config, call.model, answeredBy));
      await add({ job, prompt, model, cohortId: spender.cohortId, tokens, usd, asked, answered });
      return { usd, model };
    },

    /**
     * A look of a guardrail at a text. Nobody asks before whether there is money for it: what keeps people safe is not
     * refused because of that.
     * @returns what it cost, in USD
     */
    async countGuarding(
      call: Pick<Call, "prompt" | "asked"> & { spender: Spender; guardrail: string },
      { assessments, units, appliedBy }: Assessed,
    ): Promise<number> {
      const { prompt, spender, guardrail, asked } = call;
      const usd = guardingCost(units, guardrailPricesOf(config, guardrail, appliedBy));
      await add({
        ...{ job: "guardrail", prompt, model: appliedBy ?? guardrail, cohortId: spender.cohortId },
        ...{ tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, units, usd },
        ...{ asked, answered: JSON.stringify(assessments) },
      });
      return usd;
    },
  };
};

/** Tokens of the input, those of the cache too. */
export const inputOf = ({ input, cacheRead, cacheWrite }: Answer["usage"]): number =>
  input + cacheRead + cacheWrite;
