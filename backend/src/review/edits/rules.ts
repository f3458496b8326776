import type { Check } from "@lyceum/shared/review";

/**
 * The checks of an edited version: those by rule anew. What was said of the version before says nothing of this one, so
 * that it is named as not known; the questions that it was like are still worth a look.
 */
export function checksAfterEdit(before: readonly Check[], anew: readonly Check[]): Check[] {
  const known = new Set(anew.map(({ name }) => name));
  const old = before.filter(({ name }) => !known.has(name));
  return [
    ...anew,
    ...old.map(({ name, similar }) => ({
      name,
      verdict: "unknown" as const,
      message: "Not repeated for the edited version. See what it said of the version before.",
      ...(similar && { similar }),
    })),
  ];
}
