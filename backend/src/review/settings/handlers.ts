import { randomUUID } from "node:crypto";
import type { AuditEntry } from "@lyceum/shared/cohorts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { review } from "@lyceum/shared/review";
import type { Handlers } from "../../http/run.ts";
import type { Writes } from "../candidates/store.ts";
import type { Panels } from "../panels.ts";
import { effectiveQuorum } from "../votes/rules.ts";
import { untilWritten, written } from "../writing.ts";
import type { SettingsStore } from "./store.ts";

interface Dependencies {
  panels: Panels;
  settings: SettingsStore;
  /** A write that adds to a cohort's log. */
  putAudit: (cohortId: string, entry: AuditEntry & { id: string }) => Writes[number];
  /** A write that fails where the cohort is not active. */
  whileActive: (cohortId: string) => Writes[number];
  /** ISO time. */
  now: () => string;
}

export const settingsHandlers = ({
  panels,
  settings,
  putAudit,
  whileActive,
  now,
}: Dependencies): Pick<Handlers<typeof review>, "settings" | "changeSettings"> => ({
  async settings({ member }) {
    const { quorum, panel } = await panels.of(member.cohortId);
    return { quorum, effective: panel.quorum };
  },

  changeSettings: ({ member: { cohortId, userId }, body: { quorum } }) =>
    untilWritten(async () => {
      const { panel, people } = await panels.of(cohortId, "active");
      const before = await settings.quorum(cohortId);
      const reply = { quorum, effective: effectiveQuorum(quorum, panel.reviewers.size) };
      if (before === quorum) return { done: reply };
      const me = people.get(userId);
      if (!me) throw new Fault("not_found", "You are not a member of this group any more.");
      const entry = {
        id: randomUUID(),
        at: now(),
        action: "review_changed" as const,
        actor: me.name,
        actorId: userId,
        detail: quorum === null ? "as usual" : String(quorum),
      };
      const more = [putAudit(cohortId, entry), whileActive(cohortId)];
      return written(settings.change(cohortId, before, quorum, more), reply);
    }),
});
