import type { AttemptSummary } from "@lyceum/shared/attempts";

/** What an attempt is called. */
export function attemptName({
  kind,
  mode,
  groupMock,
}: Pick<AttemptSummary, "kind" | "mode" | "groupMock">): string {
  if (kind === "mock") return groupMock ? "Group mock" : "Full mock";
  if (kind === "drill") return "Drill";
  return mode === "practice" ? "Practice quiz" : "Exam quiz";
}
