import type { RunningAttempt } from "@lyceum/shared/attempts";

/** What an attempt is called: as a title, and within a sentence. */
export function namesOf({ kind, mode, groupMock }: Pick<RunningAttempt, "kind" | "mode" | "groupMock">): {
  title: string;
  noun: string;
} {
  switch (kind) {
    case "mock":
      return { title: groupMock ? "Group mock" : "Full mock", noun: "mock" };
    case "drill":
      return { title: "Drill", noun: "drill" };
    case "quiz":
      return { title: mode === "practice" ? "Practice quiz" : "Exam quiz", noun: "quiz" };
  }
}
