import { notFound } from "../errors.ts";
import type { Grounding, GroundingRequest } from "../extractive/grounding.ts";
import { isAttack } from "./attacks.ts";
import { findPersonalData, masked } from "./personal-data.ts";
import type { Policy } from "./policies.ts";
import { topicsIn } from "./topics.ts";
import type { ApplyGuardrail, ApplyGuardrailRequest } from "./wire.ts";

/** Below it, an answer counts as not grounded, or as not about the question. */
const groundingThreshold = 0.6;
const relevanceThreshold = 0.3;

/** What a reply says was applied: not the guardrail that was asked for, but what stands in for it here. */
export const localGuardrail = "lyceum.guardrail-v1";

type Ground = (request: GroundingRequest) => Promise<Grounding>;

/**
 * Guardrails on this machine, each with its policies: patterns for personal data and secrets, phrases of prompt attacks
 * and of denied topics, and contextual grounding by the sentences that support an answer. They have no model of harm:
 * what needs one is found in the cloud only. They count what the cloud would count, and say what has really looked,
 * which is nothing to pay for.
 * @param guardrails by id
 */
export function createGuardrail(
  guardrails: ReadonlyMap<string, ReadonlySet<Policy>>,
  ground: Ground,
): ApplyGuardrail {
  return async (guardrailId, request) => {
    const policies = guardrails.get(guardrailId);
    if (!policies) throw notFound(`There is no guardrail ${guardrailId}.`);
    const { guarded, sources, query } = sorted(request);
    const personal = guarded.map((text) => ({
      text,
      found: policies.has("personalData") ? findPersonalData(text) : [],
    }));
    const piiEntities = personal.flatMap(({ found }) =>
      found.map(({ type, match, action }) => ({ type, match, action, detected: true })),
    );
    const filters =
      policies.has("content") && request.source === "INPUT" && guarded.some(isAttack)
        ? [
            {
              type: "PROMPT_ATTACK",
              confidence: "HIGH",
              filterStrength: "HIGH",
              action: "BLOCKED",
              detected: true,
            },
          ]
        : [];
    const about = policies.has("topics") ? guarded.flatMap(topicsIn) : [];
    const topics = [...new Set(about)].map((name) => {
      return { name, type: "DENY", action: "BLOCKED", detected: true };
    });
    const grounding =
      policies.has("grounding") && request.source === "OUTPUT" && sources.length > 0
        ? await groundingFilters(guarded, sources, query, ground)
        : [];

    const isBlocked =
      filters.length > 0 ||
      topics.length > 0 ||
      piiEntities.some(({ action }) => action === "BLOCKED") ||
      grounding.some(({ action }) => action === "BLOCKED");
    const intervened = isBlocked || piiEntities.length > 0;
    const assessment = {
      ...(filters.length > 0 && { contentPolicy: { filters } }),
      ...(topics.length > 0 && { topicPolicy: { topics } }),
      ...(piiEntities.length > 0 && { sensitiveInformationPolicy: { piiEntities, regexes: [] } }),
      ...(grounding.length > 0 && { contextualGroundingPolicy: { filters: grounding } }),
      appliedGuardrailDetails: { guardrailId: localGuardrail },
    };
    return {
      usage: usageOf(policies, guarded, grounding.length > 0 ? [...sources, query, ...guarded] : []),
      action: intervened ? "GUARDRAIL_INTERVENED" : "NONE",
      ...(intervened && { actionReason: isBlocked ? "Guardrail blocked." : "Guardrail masked." }),
      outputs: outputs(intervened, isBlocked, personal),
      assessments: [assessment],
    };
  };
}

/** Text units: a policy looks at what is guarded, contextual grounding at the sources and the question too. */
function usageOf(
  policies: ReadonlySet<Policy>,
  guarded: readonly string[],
  grounded: readonly string[],
): Record<string, number> {
  const units = unitsOf(guarded);
  const of = (policy: Policy) => (policies.has(policy) ? units : 0);
  return {
    topicPolicyUnits: of("topics"),
    contentPolicyUnits: of("content"),
    wordPolicyUnits: 0,
    sensitiveInformationPolicyUnits: of("personalData"),
    sensitiveInformationPolicyFreeUnits: 0,
    contextualGroundingPolicyUnits: unitsOf(grounded),
  };
}

const unitsOf = (texts: readonly string[]): number => Math.ceil(texts.join("").length / 1000);

function outputs(
  intervened: boolean,
  isBlocked: boolean,
  personal: readonly { text: string; found: ReturnType<typeof findPersonalData> }[],
) {
  if (!intervened) return [];
  if (isBlocked) return [{ text: "This text is blocked by the local guardrail." }];
  return personal.map(({ text, found }) => ({ text: masked(text, found) }));
}

/** With qualifiers on some blocks, those marked `guard_content`, or else the unmarked, are what is guarded. */
function sorted({ content }: ApplyGuardrailRequest) {
  const having = (qualifier: "grounding_source" | "query" | "guard_content") =>
    content.filter(({ text }) => text.qualifiers.includes(qualifier)).map(({ text }) => text.text);
  const marked = having("guard_content");
  const unmarked = content.filter(({ text }) => text.qualifiers.length === 0).map(({ text }) => text.text);
  return {
    guarded: marked.length > 0 ? marked : unmarked,
    sources: having("grounding_source"),
    query: having("query").join("\n"),
  };
}

async function groundingFilters(
  guarded: readonly string[],
  sources: readonly string[],
  query: string,
  ground: Ground,
) {
  const answer = guarded.join("\n");
  const scores = await ground({ answer, sources, query });
  const filter = (type: string, threshold: number, score: number) => ({
    type,
    threshold,
    score,
    action: score < threshold ? "BLOCKED" : "NONE",
    detected: score < threshold,
  });
  return [
    filter("GROUNDING", groundingThreshold, scores.grounding),
    ...(query ? [filter("RELEVANCE", relevanceThreshold, scores.relevance)] : []),
  ];
}
