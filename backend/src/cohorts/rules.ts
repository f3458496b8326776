import type { Invite, MemberChoices } from "@lyceum/shared/cohorts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { CohortRole } from "@lyceum/shared/contract/route";

/** What decides whether an invite lets somebody in. Times are ISO. */
interface Uses {
  expiresAt: string;
  maxUses: number;
  uses: number;
  revokedAt?: string | undefined;
}

export function inviteState({ expiresAt, maxUses, uses, revokedAt }: Uses, now: string): Invite["state"] {
  if (revokedAt) return "revoked";
  if (Date.parse(expiresAt) <= Date.parse(now)) return "expired";
  return uses >= maxUses ? "used_up" : "open";
}

const whyClosed: Readonly<Record<Exclude<Invite["state"], "open">, string>> = {
  revoked: "This invite was revoked. Ask for a new one.",
  expired: "This invite has expired. Ask for a new one.",
  used_up: "This invite has been used as often as it may be. Ask for a new one.",
};

/** @throws Fault invite_closed, saying why */
export function assertOpen(invite: Uses, now: string): void {
  const state = inviteState(invite, now);
  if (state !== "open") throw new Fault("invite_closed", whyClosed[state]);
}

/** @throws Fault forbidden where an instructor would make somebody what only owners may */
export function assertMayInvite(actor: CohortRole, role: CohortRole): void {
  if (actor !== "owner" && role !== "learner") {
    throw new Fault("forbidden", "Only the group's owners may invite instructors.");
  }
}

/** @throws Fault forbidden where an instructor would remove anybody but a learner */
export function assertMayRemove(actor: CohortRole, subject: CohortRole): void {
  if (actor !== "owner" && subject !== "learner") {
    throw new Fault("forbidden", "Only the group's owners may remove instructors and owners.");
  }
}

/**
 * Pseudonyms that differ only in case, in how their characters are encoded or in how many spaces there are have the
 * same. Capitals are compared, because a small letter can have several forms: a final sigma is a sigma, and `ß` is `ss`
 * (the Unicode Standard, section 5.18, "Case Mappings").
 */
export const sameName = (pseudonym: string): string =>
  pseudonym.normalize("NFKC").toLowerCase().toUpperCase().normalize("NFKC").replace(/\s+/g, " ");

/** What the log and other members call somebody. */
export const nameOf = ({ name, pseudonym }: Pick<MemberChoices, "name" | "pseudonym">): string =>
  name || pseudonym;

export const isConflict = (error: unknown) => error instanceof Fault && error.code === "conflict";

/** For what a condition of the table kept from happening, and need not happen. */
export function unlessConflict(error: unknown): void {
  if (!isConflict(error)) throw error;
}
