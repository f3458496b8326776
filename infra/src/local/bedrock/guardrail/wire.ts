import * as z from "zod";

// ApplyGuardrail as it stands on the wire, as far as this server reads it.

const Qualifier = z.enum(["grounding_source", "query", "guard_content"]);

export const ApplyGuardrailRequest = z.object({
  source: z.enum(["INPUT", "OUTPUT"]),
  content: z
    .array(z.object({ text: z.object({ text: z.string(), qualifiers: z.array(Qualifier).default([]) }) }))
    .min(1),
  outputScope: z.enum(["INTERVENTIONS", "FULL"]).optional(),
});
export type ApplyGuardrailRequest = z.infer<typeof ApplyGuardrailRequest>;

/** @throws ServiceError where there is no such guardrail */
export type ApplyGuardrail = (guardrailId: string, request: ApplyGuardrailRequest) => Promise<object>;
