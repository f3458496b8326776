import { Fault } from "@lyceum/shared/contract/fault";
import * as z from "zod";
import type { Consume } from "../stream.ts";
import { modelOf, toCount } from "./figures/rules.ts";
import type { FigureStore } from "./figures/store.ts";
import { type AnswerKey, keyOf } from "./record.ts";
import { type AnswerStore, markCounted } from "./store.ts";

interface Dependencies {
  answers: Pick<AnswerStore, "get">;
  figures: Pick<FigureStore, "add">;
}

const text = z.object({ S: z.string() }).transform(({ S }) => S);
const Image = z.object({ cohortId: text, userId: text, conversationId: text, id: text });

/** How often an answer is counted that changes meanwhile. */
const tries = 3;

/**
 * Consumes the table's stream: counts answers that are over, and what is thought of them. What a record says is not used
 * but for which answer it is about: it is read as it is now, and what is counted of it is kept with it, so that records
 * may come twice, late and in any order. One that is deleted before it was counted is not counted.
 */
export function keepFigures({ answers, figures }: Dependencies): Consume {
  return async ({ dynamodb }) => {
    const key = keyOf(Image.parse(dynamodb?.NewImage));
    for (let attempt = 1; ; attempt++) {
      try {
        return await count(key);
      } catch (error) {
        if (!(error instanceof Fault && error.code === "conflict") || attempt === tries) throw error;
      }
    }
  };

  async function count(key: AnswerKey): Promise<void> {
    const answer = await answers.get(key);
    const change = answer && toCount(answer, answer.counted);
    if (!change) return;
    const of = { cohortId: key.cohortId, model: modelOf(answer), month: answer.askedAt.slice(0, 7) };
    await figures.add(of, change.counters, [markCounted(answer, change.counted)]);
  }
}
