import { isDeepStrictEqual } from "node:util";
import type { Table } from "@lyceum/backend/aws/table";
import { examStore } from "@lyceum/backend/exams/store";
import { questionStore } from "@lyceum/backend/questions/store";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Question } from "@lyceum/shared/questions";

/**
 * Puts a content pack into a table. A question that is there already with other content gets a new version, because
 * attempts pin the versions that they were taken with; one that has not changed is left alone. The state of a question
 * that is there already stays as it is: it is decided on the platform.
 */
export async function publish(
  table: Table,
  pack: { exam: ExamProfile; questions: readonly Question[] },
): Promise<void> {
  await examStore(table).put(pack.exam);
  const bank = questionStore(table);
  for (const question of pack.questions) {
    const current = await bank.get(question.id);
    if (!current) {
      await bank.put({ ...question, version: 1 });
      continue;
    }
    const { version, state } = current;
    const wanted = { ...question, version, state };
    if (!isDeepStrictEqual(current, wanted)) await bank.put({ ...wanted, version: version + 1 });
  }
}
