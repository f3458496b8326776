import type { AuthorItem, Response } from "@lyceum/shared/questions";
import { numberWord } from "../../lib/format.ts";
import { sameResponse } from "../../lib/responses.ts";

/** Why a key can't be the corrected one of an item, in a sentence that says what to do; `undefined` where it can. */
export function correctionProblem({ key: before }: AuthorItem, key: Response | null): string | undefined {
  if (before.type === "multiple_response") {
    const count = before.choices.length;
    if (key?.type !== "multiple_response" || key.choices.length !== count)
      return `Choose ${numberWord(count)} options: learners were told to choose as many.`;
  }
  return sameResponse(key, before) ? "This is the key as it is: choose what is right instead." : undefined;
}
