import type { Result } from "@lyceum/shared/attempts";

/** Fewer answers than this in a domain say nothing about it. */
const enough = 5;

/** What the score by domain shows, in one sentence. Domains with too few answers are not compared. */
export function summaryOf(scores: Result["byDomain"]): string {
  const compared = scores
    .filter(({ total }) => total >= enough)
    .map(({ domainId, correct, total }) => ({ domainId, share: correct / total }))
    .sort((a, b) => b.share - a.share);
  const [best] = compared;
  const worst = compared.at(-1);
  if (!best || !worst || best === worst) {
    return `Too few questions to compare domains: that takes at least ${enough} in two of them.`;
  }
  if (best.share === worst.share) return "The domains went equally well.";
  return `Domain ${best.domainId} went best, domain ${worst.domainId} worst.`;
}
