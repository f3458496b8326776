import * as z from "zod";
import { Problem } from "../problem.ts";

/** A rewrite or redirect of an Amplify app. */
export interface SiteRule {
  /** The target for a path that the rule is about, `undefined` for another one. */
  target(path: string): string | undefined;
  /** `200` shows the target in place of the path, `404-200` only where there is no such file; others redirect. */
  status: Status;
  /** Whether its target is on another host. */
  isProxy: boolean;
}

type Status = "200" | "301" | "302" | "404" | "404-200";

export const CustomRules = z.array(
  z.object({
    Source: z.string(),
    Target: z.string(),
    Status: z.enum(["200", "301", "302", "404", "404-200"]).default("302"),
    Condition: z.string().optional(),
  }),
);

/**
 * The rewrites and redirects of an Amplify app
 * (https://docs.aws.amazon.com/amplify/latest/userguide/redirects.html).
 * @throws Problem for a rule that holds only in some countries
 */
export function readCustomRules(rules: z.output<typeof CustomRules>): SiteRule[] {
  return rules.map(({ Source, Target, Status, Condition }) => {
    if (Condition !== undefined) throw new Problem(`the site's rule for ${Source} has a condition`);
    const expression = sourceExpression(Source);
    return {
      status: Status,
      isProxy: Status === "200" && Target.startsWith("https://"),
      target(path) {
        const found = expression.exec(path);
        return found ? Target.replaceAll("<*>", () => found.groups?.rest ?? "") : undefined;
      },
    };
  });
}

/** `</expression/>` is a regular expression; in all others, `<*>` stands for whatever is there. */
function sourceExpression(source: string): RegExp {
  const given = /^<\/(.*)\/>$/s.exec(source)?.[1];
  if (given !== undefined) return new RegExp(given);
  const [before = "", ...after] = source.split("<*>");
  if (after.length === 0) return new RegExp(`^${RegExp.escape(before)}$`);
  return new RegExp(`^${RegExp.escape(before)}(?<rest>.*)${RegExp.escape(after.join("<*>"))}$`);
}
