/** USD for a million tokens, by list. */
export interface Prices {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
}

interface Tokens {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
}

/**
 * What a group may spend on models and guardrails in a calendar month (UTC), in USD: by estimate, a hundred questions with
 * all their checks cost 3.3 USD with the models of the default configuration, and an answer of the tutor 0.013
 * (docs/tutor.md has the sum). What is under way when it is reached is finished, and guardrails go on, so a group can go
 * over it by the few calls that run at once and by what keeps its people safe.
 */
export const monthlyBudgetUsd = 5;

/** Money is counted in whole billionths of a dollar: sums stay exact, and a single query's vector is not nothing. */
export const nanosOf = (usd: number): number => Math.round(usd * 1e9);
export const usdOf = (nanos: number): number => nanos / 1e9;

/** What a call costs, in USD; nothing where there are no prices: a model on one's own machine. */
export const costOf = (tokens: Tokens, prices: Prices | undefined): number =>
  prices
    ? (tokens.input * prices.input +
        tokens.output * prices.output +
        tokens.cacheRead * prices.cacheRead +
        tokens.cacheWrite * prices.cacheWrite) /
      1e6
    : 0;

/** By policy: text units of a guardrail, or USD for a thousand of them. */
export interface Policies {
  content: number;
  topics: number;
  personalData: number;
  grounding: number;
}

/** What a guardrail's look at a text costs, in USD; nothing where there are no prices. */
export const guardingCost = (units: Policies, prices: Policies | undefined): number =>
  prices
    ? (units.content * prices.content +
        units.topics * prices.topics +
        units.personalData * prices.personalData +
        units.grounding * prices.grounding) /
      1e3
    : 0;

/** The month that a time is in, as `2027-03`, in UTC. */
export const monthOf = (ms: number): string => new Date(ms).toISOString().slice(0, 7);

export interface Spent {
  job: string;
  model: string;
  prompt: string;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  nanoUsd: number;
}

/** A month's spending by what it was for, the most expensive first. */
export function summary(month: string, all: readonly Spent[]) {
  const jobs = Map.groupBy(all, ({ job }) => job);
  const nanos = (some: readonly Spent[]) => some.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
  return {
    month,
    usd: usdOf(nanos(all)),
    limitUsd: monthlyBudgetUsd,
    jobs: [...jobs]
      .map(([job, some]) => ({
        job,
        calls: some.reduce((sum, { calls }) => sum + calls, 0),
        usd: usdOf(nanos(some)),
      }))
      .sort((a, b) => b.usd - a.usd || a.job.localeCompare(b.job)),
  };
}

export const isSpent = ({ usd, limitUsd }: { usd: number; limitUsd: number }): boolean => usd >= limitUsd;

/** What to count a text as where nobody has counted it: about four characters are a token of English. */
export const estimatedTokens = (text: string): number => Math.ceil(text.length / 4);
