import { expect, test } from "@jest/globals";
import { AuditEntry } from "@lyceum/shared/cohorts";
import { logSentence } from "./log.ts";

const entry = (action: AuditEntry["action"], more: Partial<AuditEntry> = {}): AuditEntry => ({
  at: "2026-05-04T10:00:00.000Z",
  actor: "Ada",
  ...more,
  action,
});

test("who did what to whom", () => {
  expect(logSentence(entry("member_joined", { detail: "learner" }))).toBe("Ada joined as a learner.");
  expect(logSentence(entry("invite_created", { detail: "instructor" }))).toBe(
    "Ada made an invite for an instructor.",
  );
  expect(logSentence(entry("invite_mailed", { detail: "learner" }))).toBe(
    "Ada sent an invite for a learner by e-mail.",
  );
  expect(logSentence(entry("role_changed", { subject: "Bo", detail: "learner -> owner" }))).toBe(
    "Ada changed the role of Bo: from a learner to an owner.",
  );
  expect(logSentence(entry("role_changed", { subject: "Ada", detail: "owner -> learner" }))).toBe(
    "Ada changed their own role: from an owner to a learner.",
  );
  expect(logSentence(entry("mock_scheduled", { detail: "First rehearsal" }))).toBe(
    "Ada scheduled the mock “First rehearsal”.",
  );
  expect(logSentence(entry("member_removed", { subject: "Bo" }))).toBe("Ada removed Bo.");
});

test.each(AuditEntry.shape.action.options)("%s is a sentence without the code's words", (action) => {
  const sentence = logSentence(entry(action));
  expect(sentence).toMatch(/^Ada .+\.$/);
  expect(sentence).not.toMatch(/cohort|undefined|_/);
});
