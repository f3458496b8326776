import type { ItemReview, LearnerItem, Response } from "@lyceum/shared/questions";
import { letterLabel } from "../../lib/format.ts";
import { currentOrder } from "../../lib/responses.ts";

export type Verdict = "right" | "wrong";

/** A remark, and whether it is good news. */
export interface Mark {
  verdict: Verdict;
  text: string;
}

/** How one option fared. */
export interface OptionVerdict {
  id: string;
  text: string;
  rationale: string;
  /** `undefined` for an option that was rightly left alone. */
  mark: Mark | undefined;
}

/** What is said of every option of a decided item; of an ordering in the right order. */
export function optionVerdicts(
  item: LearnerItem,
  response: Response | null,
  { key, rationales }: Pick<ItemReview, "key" | "rationales">,
): OptionVerdict[] {
  const order = key.type === "ordering" ? key.order : item.options.map((option) => option.id);
  return order.flatMap((id) => {
    const option = item.options.find((each) => each.id === id);
    if (!option) return [];
    return { id, text: option.text, rationale: rationales[id] ?? "", mark: markOf(id, item, response, key) };
  });
}

function markOf(id: string, item: LearnerItem, response: Response | null, key: Response): Mark | undefined {
  switch (key.type) {
    case "multiple_choice":
      return choiceMark(key.choice === id, response?.type === key.type && response.choice === id);
    case "multiple_response":
      return choiceMark(
        key.choices.includes(id),
        response?.type === key.type && response.choices.includes(id),
      );
    case "ordering": {
      if (response === null) return undefined;
      const [right, given] = [key.order.indexOf(id), currentOrder(item, response).indexOf(id)];
      return right === given
        ? { verdict: "right", text: "You put it here" }
        : { verdict: "wrong", text: `You put it at place ${given + 1}` };
    }
    case "matching":
      return undefined;
  }
}

function choiceMark(right: boolean, chosen: boolean): Mark | undefined {
  if (right) return { verdict: "right", text: chosen ? "Your answer, right" : "Right answer, not chosen" };
  return chosen ? { verdict: "wrong", text: "Your answer, wrong" } : undefined;
}

/** How one prompt of a matching item fared. */
export interface PairVerdict {
  id: string;
  prompt: string;
  verdict: Verdict;
  marks: Mark[];
}

/** What is said of every prompt of a decided matching item; empty for other types. */
export function pairVerdicts(item: LearnerItem, response: Response | null, key: Response): PairVerdict[] {
  if (item.type !== "matching" || key.type !== "matching") return [];
  const label = (letter: string | undefined): string | undefined => {
    const option = item.options.find((each) => each.id === letter);
    return option && `${letterLabel(option.id)}. ${option.text}`;
  };
  return item.prompts.map(({ id, text }) => {
    const right = key.pairs[id];
    const given = response?.type === "matching" ? response.pairs[id] : undefined;
    const correct = right === given;
    const marks: Mark[] = [
      { verdict: "right", text: `${correct ? "Your answer, right" : "Right"}: ${label(right) ?? ""}` },
    ];
    if (!correct) {
      marks.push({ verdict: "wrong", text: given ? `Your answer: ${label(given) ?? ""}` : "Not answered" });
    }
    return { id, prompt: text, verdict: correct ? "right" : "wrong", marks };
  });
}
