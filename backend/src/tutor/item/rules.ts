import type { ItemType } from "@lyceum/shared/exams";
import { namedOptions, type Response } from "@lyceum/shared/questions";

interface Part {
  id: string;
  text: string;
}

/** An item that a learner has answered, as the tutor is told of it. Letters are those of the learner's own attempt. */
export interface AskedItem {
  type: ItemType;
  stem: string;
  options: (Part & { rationale: string })[];
  /** Of matching. */
  prompts?: Part[];
  key: Response;
  /** What the learner answered; `null` for nothing. */
  response: Response | null;
  correct: boolean;
  /** The constraint of the stem that decides. */
  decidedBy: string;
}

/** The options that a response names, in words. */
export const inWords = (response: Response | null, item: AskedItem): string =>
  response === null
    ? ""
    : namedOptions(response)
        .map((id) => item.options.find((option) => option.id === id)?.text ?? id)
        .join("; ");
