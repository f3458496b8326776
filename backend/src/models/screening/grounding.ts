import { type Guarded, ModelFailure } from "../../aws/bedrock.ts";
import type { Grounding } from "../models.ts";

/** Characters that a contextual grounding check takes (Bedrock's guide, "Use contextual grounding check"). */
export const mostGrounded = { sources: 100_000, question: 1_000, statement: 5_000 };

/**
 * What a guardrail is shown, cut to what it takes: earlier sources go first.
 * @returns `undefined` where there is nothing that could support anything
 */
export function toBeGrounded(
  statement: string,
  sources: readonly string[],
  question: string,
): Guarded[] | undefined {
  let left = mostGrounded.sources;
  const blocks = sources.flatMap((source): Guarded[] => {
    const text = wellFormed(source.slice(0, left));
    left -= text.length;
    return text.trim() ? [{ text, qualifier: "grounding_source" }] : [];
  });
  const text = wellFormed(statement.slice(0, mostGrounded.statement));
  const query = wellFormed(question.slice(0, mostGrounded.question));
  if (blocks.length === 0 || !text.trim()) return undefined;
  return [
    ...blocks,
    // A block without a text is refused.
    { text: query.trim() ? query : text.slice(0, mostGrounded.question), qualifier: "query" },
    { text, qualifier: "guard_content" },
  ];
}

/** Without half a character at the end, where it was cut. */
const wellFormed = (text: string): string => (text.isWellFormed() ? text : text.slice(0, -1));

interface Assessment {
  contextualGroundingPolicy?: { filters?: readonly Filter[] | undefined } | undefined;
}

interface Filter {
  type: string | undefined;
  score: number | undefined;
}

/** @throws ModelFailure where there are no scores: what says nothing must not be taken for support */
export function groundingOf(assessments: readonly Assessment[]): Omit<Grounding, "usd"> {
  const filters = assessments.flatMap(
    ({ contextualGroundingPolicy }) => contextualGroundingPolicy?.filters ?? [],
  );
  const scoreOf = (wanted: string): number => {
    const scores = filters.flatMap(({ type, score }) =>
      type === wanted && score !== undefined ? [score] : [],
    );
    if (scores.length === 0) throw new ModelFailure("down", "Bedrock: a guardrail without scores");
    return Math.min(1, Math.max(0, Math.min(...scores)));
  };
  return { grounding: scoreOf("GROUNDING"), relevance: scoreOf("RELEVANCE") };
}
