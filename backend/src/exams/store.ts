import { ExamProfile } from "@lyceum/shared/exams";
import type { Table } from "../aws/table.ts";

const pk = "EXAMS";

export type ExamStore = ReturnType<typeof examStore>;

/** Exam profiles: a handful, in one partition. */
export const examStore = (table: Table) => ({
  list: () => table.queryAll(ExamProfile, { pk, prefix: "EXAM#" }),

  get: (examId: string) => table.get(ExamProfile, { pk, sk: `EXAM#${examId}` }),

  /** Adds or replaces a profile. */
  put: (exam: ExamProfile) => table.put({ pk, sk: `EXAM#${exam.id}`, entity: "exam", ...exam }),
});
