import type { ExamProfile } from "@lyceum/shared/exams";
import type { BankEntry } from "@lyceum/shared/questions";
import type { Nature } from "./answers.ts";

/** What invented learners are asked. */
export interface Bank {
  exam: ExamProfile;
  published: readonly BankEntry[];
  /** Of the published versions, by question. */
  natures: ReadonlyMap<string, Nature>;
}
