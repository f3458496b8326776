import type { Readiness } from "@lyceum/shared/readiness";
import { chancePercent } from "../../lib/chances.ts";
import { counted } from "../../lib/format.ts";

export type Estimate = Extract<Readiness, { state: "estimated" }>;
export type Thin = Extract<Readiness, { state: "not_enough_evidence" }>;

/** What the chart of the domains shows, in a sentence or two. */
export function domainsSentence({ domains, cut }: Pick<Estimate, "domains" | "cut">): string {
  const known = domains.filter(({ state }) => state === "estimated").sort((a, b) => b.share - a.share);
  const unknown = domains
    .filter(({ state }) => state === "not_enough_evidence")
    .map(({ domainId }) => domainId);
  const [best] = known;
  const worst = known.at(-1);
  const gaps = unknown.length > 0 ? ` Of ${named(unknown)} too little is known.` : "";
  if (!best || !worst || best === worst) return `Too few answers to compare domains.${gaps}`;
  const above = known.filter(({ share }) => share >= cut).length;
  return `Domain ${best.domainId} is your strongest, domain ${worst.domainId} your weakest; ${reach(above, known.length)} the share that passes.${gaps}`;
}

function reach(above: number, all: number): string {
  if (above === 0) return "none reaches";
  return above === all ? "all reach" : `${above} of ${all} reach`;
}

const named = (ids: readonly string[]): string =>
  ids.length === 1
    ? `domain ${ids.join()}`
    : `domains ${ids.slice(0, -1).join(", ")} and ${ids.at(-1) ?? ""}`;

/** What an improvement in one domain would bring. */
export function gainText(
  { items, probability }: Estimate["raise"][number],
  now: number,
  locale?: string,
): string {
  const more = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(items);
  const after = Math.min(1, now + probability);
  return `${more} more right in a form: from ${chancePercent(now, locale)} to ${chancePercent(after, locale)}.`;
}

/** What is missing for an estimate, and what would bring it. */
export function missingText({ missing, mocks }: Pick<Thin, "missing" | "mocks">): string {
  const so = mocks > 0 ? `Besides your ${counted(mocks, "full mock")}, it` : "It";
  return `${so} takes ${counted(missing.answers, "more answer")} to new questions: ${counted(missing.mocks, "full mock")}, or as many quizzes and drills as you like.`;
}
