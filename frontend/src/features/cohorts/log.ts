import type { AuditEntry } from "@lyceum/shared/cohorts";
import { roles } from "./roles.ts";

/** What an entry of a group's log tells, as a sentence. */
export function logSentence({ action, actor, subject, detail }: AuditEntry): string {
  switch (action) {
    case "cohort_created":
      return `${actor} created the group.`;
    case "cohort_changed":
      return `${actor} changed the settings.`;
    case "cohort_archived":
      return `${actor} archived the group.`;
    case "cohort_restored":
      return `${actor} restored the group.`;
    case "invite_created":
      return `${actor} made an invite${detail ? ` for ${roleOf(detail)}` : ""}.`;
    case "invite_mailed":
      return `${actor} sent an invite${detail ? ` for ${roleOf(detail)}` : ""} by e-mail.`;
    case "invite_revoked":
      return `${actor} revoked an invite${detail ? ` for ${roleOf(detail)}` : ""}.`;
    case "member_joined":
      return `${actor} joined${detail ? ` as ${roleOf(detail)}` : ""}.`;
    case "member_left":
      return `${actor} left the group.`;
    case "member_removed":
      return `${actor} removed ${subject ?? "a member"}.`;
    case "mock_scheduled":
      return `${actor} scheduled the mock${detail ? ` “${detail}”` : " of the group"}.`;
    case "mock_cancelled":
      return `${actor} cancelled the mock${detail ? ` “${detail}”` : " of the group"}.`;
    case "note_uploaded":
      return `${actor} uploaded the note${detail ? ` “${detail}”` : ""}.`;
    case "note_deleted":
      return `${actor} deleted the note${detail ? ` “${detail}”` : ""}.`;
    case "review_changed":
      return `${actor} changed how many must approve a question${detail ? `: ${detail}` : ""}.`;
    case "role_changed": {
      const [before, after] = (detail ?? "").split(" -> ");
      const change = before && after ? `: from ${roleOf(before)} to ${roleOf(after)}` : "";
      return subject && subject !== actor
        ? `${actor} changed the role of ${subject}${change}.`
        : `${actor} changed their own role${change}.`;
    }
  }
}

const roleOf = (role: string): string => new Map(Object.entries(roles)).get(role)?.a ?? role;
