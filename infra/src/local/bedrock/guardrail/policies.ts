import * as z from "zod";
import type { Template } from "../../template/template.ts";

/** What a guardrail looks for, by what it is counted as. */
export type Policy = "content" | "topics" | "personalData" | "grounding";

const Guardrail = z.object({
  ContentPolicyConfig: z.unknown().optional(),
  TopicPolicyConfig: z.unknown().optional(),
  SensitiveInformationPolicyConfig: z.unknown().optional(),
  ContextualGroundingPolicyConfig: z.unknown().optional(),
});

/** The guardrails of a template by their ids, each with its policies; what these say in detail is not read. */
export const guardrailsOf = (template: Template): Map<string, ReadonlySet<Policy>> =>
  new Map(
    template
      .resources("AWS::Bedrock::Guardrail")
      .map((resource) => [idOf(resource.ref()), policiesOf(resource.properties(Guardrail))]),
  );

/** `Ref` gives an ARN that ends with the id. */
const idOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

function policiesOf(properties: z.infer<typeof Guardrail>): ReadonlySet<Policy> {
  const written: [Policy, unknown][] = [
    ["content", properties.ContentPolicyConfig],
    ["topics", properties.TopicPolicyConfig],
    ["personalData", properties.SensitiveInformationPolicyConfig],
    ["grounding", properties.ContextualGroundingPolicyConfig],
  ];
  return new Set(written.flatMap(([policy, config]) => (config === undefined ? [] : policy)));
}
