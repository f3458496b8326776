import * as z from "zod";

const Prices = z.object({
  input: z.number(),
  output: z.number(),
  cacheRead: z.number(),
  cacheWrite: z.number(),
});

/** USD for a thousand text units of each policy that costs something. */
const GuardrailPrices = z.object({
  content: z.number(),
  topics: z.number(),
  personalData: z.number(),
  grounding: z.number(),
});

const Guardrail = z.object({ id: z.string(), version: z.string() });

const Chosen = z.object({ model: z.string(), fallback: z.string() });

/** Which model does what: what infra/src/constructs/models.ts writes. */
const ModelsConfig = z.object({
  jobs: z.object({ generate: Chosen, judge: Chosen, answer: Chosen, rewrite: Chosen }),
  embed: z.object({ model: z.string(), dimensions: z.number().int() }),
  /** What texts are screened by, and what tells whether sources support a statement. */
  guardrails: z.object({ screening: Guardrail, grounding: Guardrail, prices: GuardrailPrices }),
  /** By id: USD for a million tokens, and whether it can be held to a JSON schema. */
  models: z.record(z.string(), z.object({ prices: Prices, form: z.enum(["schema", "tool"]) })),
});
export type ModelsConfig = z.infer<typeof ModelsConfig>;

/**
 * @param json the variable `MODELS`
 * @throws where it is not what the stack writes: the function must not start half configured
 */
export function readModelsConfig(json: string): ModelsConfig {
  const config = ModelsConfig.parse(JSON.parse(json));
  const named = Object.values(config.jobs).flatMap(({ model, fallback }) => [model, fallback]);
  for (const model of [...named, config.embed.model]) {
    if (!config.models[model]) throw new TypeError(`MODELS has no prices for ${model}`);
  }
  return config;
}

/** The model for a job, and what is asked in its place. */
export function modelsFor({ jobs }: ModelsConfig, job: keyof ModelsConfig["jobs"]): string[] {
  const { model, fallback } = jobs[job];
  return model === fallback ? [model] : [model, fallback];
}

/**
 * What the model that really answered costs. Where a router chose, it has told which; one that is not in the list is
 * somebody's own machine, and costs nothing.
 */
export function pricesOf({ models }: ModelsConfig, asked: string, answeredBy: string | undefined) {
  if (answeredBy === undefined) return models[asked]?.prices;
  // A router tells an ARN that ends with the id, with or without the Region's prefix.
  const known = Object.entries(models).find(
    ([id]) => answeredBy.endsWith(id) || answeredBy.endsWith(id.replace(/^[a-z]+\.(?=[a-z]+\.)/, "")),
  );
  return known?.[1].prices;
}

/**
 * What the guardrail costs that was really applied. One that calls itself something else than what was asked is on
 * somebody's own machine, and costs nothing.
 */
export const guardrailPricesOf = (
  { guardrails }: ModelsConfig,
  asked: string,
  appliedBy: string | undefined,
) => (appliedBy === undefined || appliedBy === asked ? guardrails.prices : undefined);
