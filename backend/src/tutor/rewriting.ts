import { Fault } from "@lyceum/shared/contract/fault";
import type { Models } from "../models/models.ts";
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
  usd: number;
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
    const byModel = needsOne && request.byModel ? await rewritten() : undefined;
    return byModel ?? { searched: byRule, memory: remembering(memory, byRule), usd: 0 };

    async function rewritten(): Promise<Rewritten | undefined> {
      try {
        const { output, usd } = await ask(rewriteQuestion, {
          input: { question, before, memory, ...(item && { item }) },
          sources: [],
          spender: { cohortId: request.cohortId },
          deadline: request.deadline,
        });
        return { searched: output.question, memory: output.memory, usd };
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        return undefined;
      }
    }
  };
