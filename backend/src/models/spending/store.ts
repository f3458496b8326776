import * as z from "zod";
import type { Table } from "../../aws/table.ts";
import { monthOf, nanosOf, type Spent, summary } from "./rules.ts";

const Counter = z.object({
  job: z.string(),
  model: z.string(),
  prompt: z.string(),
  calls: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  nanoUsd: z.number(),
});

const partition = (cohortId: string) => `SPEND#${cohortId}`;

export type SpendingStore = ReturnType<typeof spendingStore>;

/**
 * What groups have spent on models: one counter for each group, month, job, model and version of a prompt. There are a
 * few dozen in a month, so they are added up when somebody asks, and no counter is one that all calls fight for.
 */
export const spendingStore = (table: Pick<Table, "update" | "queryAll" | "deleteAll">) => ({
  /**
   * Adds one call.
   * @param at ms since 1970
   * @param tokens of the input, those from the cache too, and of the output
   */
  async add(
    cohortId: string,
    at: number,
    call: Pick<Spent, "job" | "model" | "prompt"> & {
      tokens: { input: number; output: number };
      usd: number;
    },
  ): Promise<void> {
    const { job, model, prompt, tokens, usd } = call;
    await table.update({
      Key: { pk: partition(cohortId), sk: `${monthOf(at)}#${job}#${model}#${prompt}` },
      UpdateExpression:
        "SET #job = :job, #model = :model, #prompt = :prompt, entity = :entity ADD calls :one, inputTokens :input, outputTokens :output, nanoUsd :nanos",
      ExpressionAttributeNames: { "#job": "job", "#model": "model", "#prompt": "prompt" },
      ExpressionAttributeValues: {
        ":entity": "spending",
        ":job": job,
        ":model": model,
        ":prompt": prompt,
        ":one": 1,
        ":input": tokens.input,
        ":output": tokens.output,
        ":nanos": nanosOf(usd),
      },
    });
  },

  /** A group's month, added up. */
  async of(cohortId: string, month: string) {
    const counters = await table.queryAll(Counter, { pk: partition(cohortId), prefix: `${month}#` });
    return summary(month, counters);
  },

  /** Of all months, which all begin with a year. */
  purge: (cohortId: string): Promise<void> => table.deleteAll({ pk: partition(cohortId), prefix: "2" }),
});
