import { parse } from "yaml";
import * as z from "zod";

/** Headers that go out with every path of a pattern. */
export interface HeaderRule {
  matches(path: string): boolean;
  headers: readonly (readonly [name: string, value: string])[];
}

const CustomHeaders = z.object({
  customHeaders: z.array(
    z.object({
      pattern: z.string(),
      headers: z.array(z.object({ key: z.string(), value: z.string() })),
    }),
  ),
});

/**
 * The custom headers of an Amplify app (https://docs.aws.amazon.com/amplify/latest/userguide/custom-headers.html).
 * Those that have a meaning only with TLS are left out: there is none on this machine.
 * @param yaml as in the template
 */
export function readCustomHeaders(yaml: string): HeaderRule[] {
  const { customHeaders } = CustomHeaders.parse(parse(yaml));
  return customHeaders.map(({ pattern, headers }) => ({
    matches: globMatcher(pattern),
    headers: headers
      .filter(({ key }) => key.toLowerCase() !== "strict-transport-security")
      .map(({ key, value }) => [key, value.replace(/;?\s*upgrade-insecure-requests/i, "")] as const),
  }));
}

/** `*` stays within a directory, `**` goes through all; without a directory, the file's name counts. */
export function globMatcher(pattern: string): (path: string) => boolean {
  const anchored = pattern.startsWith("/") ? pattern : `/**/${pattern}`;
  const source = anchored
    .split(/(\/\*\*(?=\/|$)|\*\*|\*)/)
    .map((part) => {
      if (part === "/**") return "(?:/.*)?";
      if (part === "**") return ".*";
      return part === "*" ? "[^/]*" : RegExp.escape(part);
    })
    .join("");
  const expression = new RegExp(`^${source}$`);
  return (path) => expression.test(path);
}
