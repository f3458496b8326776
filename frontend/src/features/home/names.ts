import type { AttemptSummary, Only } from "@lyceum/shared/attempts";

export type Exams = readonly { id: string; code: string; title: string }[];

/** The code of an exam, or its id while the exams are loaded. */
export const examCode = (exams: Exams, examId: string): string =>
  exams.find(({ id }) => id === examId)?.code ?? examId;

const onlyNames: Readonly<Record<Only, string>> = {
  unseen: "new questions",
  mistakes: "mistakes",
  flagged: "flagged questions",
  weakest: "weakest tasks",
};

/** What an attempt's questions were drawn from; empty for the whole exam. */
export function sourceName({ scope, only }: Pick<AttemptSummary, "scope" | "only">): string {
  return [...(only ? [onlyNames[only]] : []), ...(scope.length > 0 ? [scope.join(", ")] : [])].join(" in ");
}
