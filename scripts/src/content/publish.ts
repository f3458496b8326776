import { isDeepStrictEqual } from "node:util";
import type { Table } from "@lyceum/backend/aws/table";
import { examStore } from "@lyceum/backend/exams/store";
import { questionStore } from "@lyceum/backend/questions/store";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Question } from "@lyceum/shared/questions";

/**
 * Puts a content pack into a table. A question that is there already with other content gets a new version, because
 * attempts pin the versions that they were taken with; one that has not changed is left alone.
 */
export async function publish(
  table: Table,
  pack: { exam: ExamProfile; questions: readonly Question[] },
): Promise<void> {
  await examStore(table).put(pack.exam);
  const bank = questionStore(table);
  for (const question of pack.questions) {
    const current = await bank.get(question.id);
    const version = current ? current.version + 1 : 1;
    if (!current || !isDeepStrictEqual({ ...current, version }, { ...question, version })) {
      await bank.put({ ...question, version });
    }
  }
}
