import { createHash } from "node:crypto";
import { Stack } from "aws-cdk-lib";
import { CfnGuardrail, type CfnGuardrailProps, CfnGuardrailVersion } from "aws-cdk-lib/aws-bedrock";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { deniedTopics } from "../stacks/denied-topics.ts";
import { chosenModels, embeddingList, guardrailPrices, type ModelName, modelList } from "../stacks/models.ts";
import type { Stage } from "../stacks/stage.ts";
import type { Particulars } from "./service-function.ts";

/** What a function needs to ask models: which model does what, the guardrails, and the permission. */
export function models(scope: Construct, stage: Stage): Particulars {
  const { geography, jobs, embed } = stage.models;
  const stack = Stack.of(scope);
  const guardrail = guardrailOf(scope, "Guardrail", {
    name: `lyceum-${stage.name}`,
    description: "Notes, questions and answers of a study platform",
    policies: screeningPolicies(),
  });
  const grounding = guardrailOf(scope, "GroundingGuardrail", {
    name: `lyceum-${stage.name}-grounding`,
    description: "Whether study notes say what an answer says",
    policies: groundingPolicies,
  });

  const profile = (model: ModelName) => `${geography}.${model}`;
  const foundationModel = (model: string, region: string) =>
    stack.formatArn({
      service: "bedrock",
      region,
      account: "",
      resource: "foundation-model",
      resourceName: model,
    });
  const used = chosenModels(stage.models);
  const { dimensions, input } = embeddingList[embed];
  const config = {
    jobs: Object.fromEntries(
      Object.entries(jobs).map(([job, { model, fallback }]) => [
        job,
        { model: profile(model), fallback: profile(fallback) },
      ]),
    ),
    embed: { model: embed, dimensions },
    guardrails: { screening: guardrail.named, grounding: grounding.named, prices: guardrailPrices },
    models: {
      ...Object.fromEntries(used.map((model) => [profile(model), modelList[model]])),
      [embed]: { prices: { input, output: 0, cacheRead: 0, cacheWrite: 0 }, form: "tool" },
    },
  };

  const profileArns = used.map((model) =>
    stack.formatArn({
      service: "bedrock",
      resource: "inference-profile",
      resourceName: profile(model),
    }),
  );
  const invoke = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];
  return {
    statements: [
      new PolicyStatement({ actions: invoke, resources: profileArns }),
      // The profile decides in which Regions of its geography a model works; only by way of it may it be asked.
      new PolicyStatement({
        actions: invoke,
        resources: used.map((model) => foundationModel(model, "*")),
        conditions: { StringEquals: { "bedrock:InferenceProfileArn": profileArns } },
      }),
      new PolicyStatement({
        actions: ["bedrock:InvokeModel"],
        resources: [foundationModel(embed, stack.region)],
      }),
      new PolicyStatement({
        actions: ["bedrock:ApplyGuardrail"],
        resources: [guardrail.arn, grounding.arn],
      }),
    ],
    environment: { MODELS: stack.toJsonString(config) },
  };
}

/** A guardrail and the version of it that is asked. */
function guardrailOf(
  scope: Construct,
  id: string,
  what: { name: string; description: string; policies: Partial<CfnGuardrailProps> },
) {
  const { policies, ...named } = what;
  const guardrail = new CfnGuardrail(scope, id, {
    ...named,
    blockedInputMessaging: refusal,
    blockedOutputsMessaging: refusal,
    ...policies,
  });
  const version = new CfnGuardrailVersion(scope, `${id}Version`, {
    guardrailIdentifier: guardrail.attrGuardrailId,
    // A version is a copy, and another one is made only where this is another text.
    description: createHash("sha256").update(JSON.stringify(policies)).digest("hex"),
  });
  return {
    arn: guardrail.attrGuardrailArn,
    named: { id: guardrail.attrGuardrailId, version: version.attrVersion },
  };
}

const refusal =
  "Sorry, that is nothing that we can help with here. Questions about the exam and its study notes are welcome.";

/** Names and what they are called in the guardrail, that tell who somebody is or let somebody in. */
const personalData = [
  ...["EMAIL", "PHONE", "NAME", "ADDRESS", "IP_ADDRESS", "PASSWORD", "AWS_ACCESS_KEY", "AWS_SECRET_KEY"],
  ...["CREDIT_DEBIT_CARD_NUMBER", "INTERNATIONAL_BANK_ACCOUNT_NUMBER", "US_SOCIAL_SECURITY_NUMBER"],
  ...["US_PASSPORT_NUMBER", "UK_NATIONAL_INSURANCE_NUMBER", "CA_SOCIAL_INSURANCE_NUMBER", "DRIVER_ID"],
];

/**
 * What looks at texts before and after models. It finds personal data and tells it; what becomes of it is for people to
 * say.
 */
function screeningPolicies(): Partial<CfnGuardrailProps> {
  const strongly = (type: string) => ({ type, inputStrength: "HIGH", outputStrength: "HIGH" });
  return {
    contentPolicyConfig: {
      filtersConfig: [
        ...["HATE", "INSULTS", "SEXUAL", "VIOLENCE"].map(strongly),
        // An exam on security asks about attacks.
        { type: "MISCONDUCT", inputStrength: "MEDIUM", outputStrength: "MEDIUM" },
        // Attacks are in what comes in; the service takes no other strength for what goes out.
        { type: "PROMPT_ATTACK", inputStrength: "HIGH", outputStrength: "NONE" },
      ],
    },
    topicPolicyConfig: {
      topicsConfig: deniedTopics.map((topic) => ({ ...topic, examples: [...topic.examples], type: "DENY" })),
    },
    sensitiveInformationPolicyConfig: {
      piiEntitiesConfig: personalData.map((type) => ({ type, action: "ANONYMIZE" })),
    },
  };
}

/**
 * Whether sources support a statement. In a guardrail of its own, because every policy of a guardrail is paid for with
 * every text that it looks at: an answer is screened once as a whole, and its claims one by one are grounded only.
 */
const groundingPolicies: Partial<CfnGuardrailProps> = {
  contextualGroundingPolicyConfig: {
    filtersConfig: [
      { type: "GROUNDING", threshold: 0.7 },
      { type: "RELEVANCE", threshold: 0.5 },
    ],
  },
};
