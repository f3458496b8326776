import { isDeepStrictEqual } from "node:util";
import type { Table } from "@lyceum/backend/aws/table";
import { examStore } from "@lyceum/backend/exams/store";
import { noteStore } from "@lyceum/backend/notes/store";
import { questionStore } from "@lyceum/backend/questions/store";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Question } from "@lyceum/shared/questions";

/**
 * Puts a content pack into a table. A question that is there already with other content gets a new version, because
 * attempts pin the versions that they were taken with. One that equals any of its versions is left alone: what came
 * after it, such as a corrected key, was decided on the platform. So a pack that changes a
 * question whose key was corrected has to bring the corrected key. The state of a question that is there
 * already stays as it is: it is decided on the platform too. Citations are of the notes' versions that are there by then.
 */
export async function publish(
  table: Table,
  pack: { exam: ExamProfile; questions: readonly Question[] },
): Promise<void> {
  await examStore(table).put(pack.exam);
  const bank = questionStore(table);
  const stored = await noteStore(table).all(pack.exam.id);
  const versions = new Map(stored.map(({ id, version }) => [id, version]));
  for (const written of pack.questions) {
    const question = citing(written, (noteId) => versions.get(noteId) || 1);
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

/**
 * Whether they have the same content; their versions and states may differ. So may where a quotation stands: a note that
 * was put in another order makes no other question.
 */
const isSame = (question: Question, stored: Question): boolean =>
  isDeepStrictEqual(
    withoutPlaces({ ...question, version: stored.version, state: stored.state }),
    withoutPlaces(stored),
  );

function withoutPlaces(question: Question) {
  const { citations = [], ...item } = question.item;
  return { ...question, item, quotes: citations.map(({ noteId, quote }) => ({ noteId, quote })) };
}

function citing(question: Question, versionOf: (noteId: string) => number): Question {
  const { item } = question;
  if (!item.citations) return question;
  const citations = item.citations.map((citation) => ({ ...citation, version: versionOf(citation.noteId) }));
  return { ...question, item: { ...item, citations } };
}
