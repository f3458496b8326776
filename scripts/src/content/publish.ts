import { isDeepStrictEqual } from "node:util";
import type { Table } from "@lyceum/backend/aws/table";
import { examStore } from "@lyceum/backend/exams/store";
import { questionStore } from "@lyceum/backend/questions/store";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Question } from "@lyceum/shared/questions";

/**
 * Puts a content pack into a table. A question that is there already with other content gets a new version, because
 * attempts pin the versions that they were taken with. One that equals any of its versions is left alone: what came
 * after it, such as a corrected key, was decided on the platform. So a pack that changes a
 * question whose key was corrected has to bring the corrected key. The state of a question that is there
 * already stays as it is: it is decided on the platform too.
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
    } else if (!isSame(question, current)) {
      const history = await bank.history(question.id);
      const isKnown = history.some((version) => isSame(question, version));
      if (!isKnown) await bank.put({ ...question, version: current.version + 1, state: current.state });
    }
  }
}

/** Whether they have the same content; their versions and states may differ. */
const isSame = (question: Question, stored: Question): boolean =>
  isDeepStrictEqual({ ...question, version: stored.version, state: stored.state }, stored);
