import { Fault } from "@lyceum/shared/contract/fault";
import type { Cost, Models } from "../models/models.ts";
import { questionAbout, remembering, standalone } from "./followup/rules.ts";
import type { AskedItem } from "./item/rules.ts";
import { rewriteQuestion } from "./prompts/rewrite-question.ts";

/** What a question is asked in. */
export interface Context {
  /** The last questions of the conversation, the latest last. */
  before: { question: string; searched: string; answer: string }[];
  /** What is kept in mind of it. */
  memory: string;
  item: AskedItem | undefined;
}

export interface Rewritten {
  searched: string;
  memory: string;
  /** Of a model that was asked, also where its answer was of no use. */
  cost: Cost;
}

interface Request {
  /** Whether a model may be asked. */
  byModel: boolean;
  cohortId: string;
  /** ms since 1970 */
  deadline: number;
}

/** Makes one question of what is asked, that needs no conversation: by a model, or else by a rule. */
export const rewriting =
  (ask: Models["ask"]) =>
  async (question: string, { before, memory, item }: Context, request: Request): Promise<Rewritten> => {
    const byRule = item ? questionAbout(item, question) : standalone(question, before.at(-1)?.searched);
    const needsOne = item !== undefined || before.length > 0;
    const cost = { usd: 0, tokens: { input: 0, output: 0 } };
    const byModel = needsOne && request.byModel ? await rewritten() : undefined;
    return { ...(byModel ?? { searched: byRule, memory: remembering(memory, byRule) }), cost };

    async function rewritten(): Promise<Omit<Rewritten, "cost"> | undefined> {
      try {
        const { output } = await ask(rewriteQuestion, {
          input: { question, before, memory, ...(item && { item }) },
          sources: [],
          spender: { cohortId: request.cohortId },
          deadline: request.deadline,
          paid({ usd, tokens }) {
            cost.usd += usd;
            cost.tokens.input += tokens.input;
            cost.tokens.output += tokens.output;
          },
        });
        return { searched: output.question, memory: output.memory };
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        return undefined;
      }
    }
  };
