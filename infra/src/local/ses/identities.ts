import * as z from "zod";
import type { Template } from "../template/template.ts";

const Identity = z.object({ EmailIdentity: z.string() });

/** The addresses and domains of a template that mail may come from. */
export function mailIdentitiesOf(template: Template): string[] {
  return template
    .resources("AWS::SES::EmailIdentity")
    .map((resource) => resource.properties(Identity).EmailIdentity);
}
