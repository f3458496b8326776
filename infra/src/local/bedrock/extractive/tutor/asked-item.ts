import { namedOptions, Response } from "@lyceum/shared/questions";
import * as z from "zod";

const Part = z.object({ id: z.string(), text: z.string() });

/** An item that a learner has answered and asks about. */
export const AskedItem = z.object({
  stem: z.string(),
  options: z.array(Part.extend({ rationale: z.string() })),
  key: Response,
  response: Response.nullable(),
  correct: z.boolean(),
  decidedBy: z.string(),
});
export type AskedItem = z.infer<typeof AskedItem>;

/** The options that a response names. */
export function optionsOf({ options }: AskedItem, response: Response | null): AskedItem["options"] {
  const named = response ? namedOptions(response) : [];
  return options.filter(({ id }) => named.includes(id));
}

/** What the stem asks, without the scenario before it. */
export function questionIn({ stem }: AskedItem): string {
  const sentences = stem.trim().split(/(?<=[.!?])\s+/);
  return sentences.findLast((sentence) => sentence.endsWith("?")) ?? sentences.at(-1) ?? "";
}
