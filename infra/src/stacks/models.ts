import * as z from "zod";

export const modelNames = [
  "anthropic.claude-sonnet-4-5-20250929-v1:0",
  "anthropic.claude-haiku-4-5-20251001-v1:0",
  "amazon.nova-pro-v1:0",
  "amazon.nova-lite-v1:0",
] as const;
export type ModelName = (typeof modelNames)[number];

interface ListedModel {
  prices: { input: number; output: number; cacheRead: number; cacheWrite: number };
  form: "schema" | "tool";
}

/**
 * The models that may be chosen, and their list prices in US dollars for a million tokens: aws.amazon.com/bedrock/pricing
 * as of 2026-11-21, for inference that stays in a geography (a tenth above the worldwide one for Claude), of the dearest
 * Region where Regions differ. `form` says whether the model can be held to a JSON schema (Bedrock's guide, "Get
 * validated JSON results from models"), or must be given a tool to call.
 */
export const modelList: Readonly<Record<ModelName, ListedModel>> = {
  "anthropic.claude-sonnet-4-5-20250929-v1:0": {
    prices: { input: 3.3, output: 16.5, cacheRead: 0.33, cacheWrite: 4.125 },
    form: "schema",
  },
  "anthropic.claude-haiku-4-5-20251001-v1:0": {
    prices: { input: 1.1, output: 5.5, cacheRead: 0.11, cacheWrite: 1.375 },
    form: "schema",
  },
  "amazon.nova-pro-v1:0": {
    prices: { input: 1.05, output: 4.2, cacheRead: 0.2625, cacheWrite: 1.05 },
    form: "tool",
  },
  "amazon.nova-lite-v1:0": {
    prices: { input: 0.078, output: 0.312, cacheRead: 0.0195, cacheWrite: 0.078 },
    form: "tool",
  },
};

/**
 * What guardrails cost by list, in US dollars for a thousand text units, each of up to 1,000 characters, by policy. The
 * pricing page could not be read when this was written (2026-11-22): the prices are those of copies of AWS's Price List
 * of us-east-1 and, for personal data and grounding, of eu-west-2. No bill has confirmed them.
 */
export const guardrailPrices = { content: 0.15, topics: 0.15, personalData: 0.1, grounding: 0.1 };

const embeddingNames = ["amazon.titan-embed-text-v2:0", "cohere.embed-multilingual-v3"] as const;

/**
 * Embedding models, which are asked in the Region itself. 512 dimensions of Titan's 1,024 lose about a hundredth of the
 * accuracy and halve the index (Bedrock's guide, "Amazon Titan Text Embeddings models").
 */
export const embeddingList: Readonly<
  Record<(typeof embeddingNames)[number], { dimensions: number; input: number }>
> = {
  "amazon.titan-embed-text-v2:0": { dimensions: 512, input: 0.024 },
  "cohere.embed-multilingual-v3": { dimensions: 1024, input: 0.1 },
};

const AnyModel = z.enum(modelNames);
const AnyEmbedding = z.enum(embeddingNames);

const jobs = ["generate", "judge", "answer", "rewrite"] as const;

/**
 * The choice of a deployment. Texts of people go to models in Regions of one geography only. A judge is another model
 * than the writer that it judges, also when both are fallbacks; and each fallback is of another vendor than what it stands in for: access to a
 * vendor's models is a matter of the account, and may be what fails.
 */
export interface ModelChoice {
  geography: "eu" | "us";
  jobs: Readonly<Record<(typeof jobs)[number], { model: ModelName; fallback: ModelName }>>;
  embed: (typeof embeddingNames)[number];
}

const sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const haiku = "anthropic.claude-haiku-4-5-20251001-v1:0";
const Chosen = (model: ModelName, fallback: ModelName) =>
  z.strictObject({ model: AnyModel.default(model), fallback: AnyModel.default(fallback) }).prefault({});

const Choice = z.strictObject({
  geography: z.enum(["eu", "us"]).default("eu"),
  jobs: z
    .strictObject({
      generate: Chosen(sonnet, "amazon.nova-pro-v1:0"),
      judge: Chosen(haiku, "amazon.nova-lite-v1:0"),
      answer: Chosen(sonnet, "amazon.nova-pro-v1:0"),
      rewrite: Chosen("amazon.nova-lite-v1:0", haiku),
    })
    .prefault({}),
  embed: AnyEmbedding.default("amazon.titan-embed-text-v2:0"),
});

/**
 * @param json the context `models`, such as `{"geography":"us","jobs":{"judge":{"model":"amazon.nova-pro-v1:0"}}}`; what
 *   it does not say is by default
 * @throws TypeError saying what may be chosen
 */
export function modelChoice(json = "{}"): ModelChoice {
  const { success, data, error } = Choice.safeParse(parsed(json));
  if (!success) throw new TypeError(`the models are not as they should be\n${z.prettifyError(error)}`);
  return data;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new TypeError(`the models are JSON, not ${json}`);
  }
}

/** The models that a choice names, each once. */
export const chosenModels = ({ jobs }: ModelChoice): ModelName[] => [
  ...new Set(Object.values(jobs).flatMap(({ model, fallback }) => [model, fallback])),
];
