import * as z from "zod";
import type { Template } from "../template/template.ts";

const Rule = z.object({
  AllowedMethods: z.array(z.string()),
  AllowedOrigins: z.array(z.string()),
  AllowedHeaders: z.array(z.string()).default([]),
  ExposedHeaders: z.array(z.string()).default([]),
  MaxAge: z.number().optional(),
});
export type CorsRule = z.output<typeof Rule>;

const Bucket = z.object({
  CorsConfiguration: z.object({ CorsRules: z.array(Rule) }).optional(),
});

/** The buckets of a template by their names, each with what it lets pages of other origins do. */
export const bucketsOf = (template: Template): Map<string, readonly CorsRule[]> =>
  new Map(
    template
      .resources("AWS::S3::Bucket")
      .map((resource) => [resource.ref(), resource.properties(Bucket).CorsConfiguration?.CorsRules ?? []]),
  );
