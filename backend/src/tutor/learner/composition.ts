import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";
import { isSealed } from "../../attempts/group-mocks/rules.ts";
import { ledgerStore } from "../../attempts/ledger/store.ts";
import { progressView } from "../../attempts/progress.ts";
import { scoringRefs } from "../../attempts/scored.ts";
import { attemptStore } from "../../attempts/store.ts";
import { endedView } from "../../attempts/views.ts";
import type { Table } from "../../aws/table.ts";
import { examStore } from "../../exams/store.ts";
import { questionStore } from "../../questions/store.ts";
import { askedItem, type OwnAttempt } from "../about.ts";
import type { Dependencies } from "../dependencies.ts";

/**
 * What the tutor is told of a learner: the items of the learner's own attempts, as far as they are decided, and the
 * learner's own progress.
 * @param now ISO time
 */
export function learnerOn(table: Table, now: () => string): Pick<Dependencies, "itemOf" | "progressOf"> {
  const attempts = attemptStore(table);
  const exams = examStore(table);
  const ledgers = ledgerStore(table);
  const questions = questionStore(table);

  async function examOf(examId: string): Promise<ExamProfile> {
    const exam = await exams.get(examId);
    if (!exam) throw new Fault("not_found", "There is no such exam.");
    return exam;
  }

  /** Only what is closed by who reviews it is looked at: here, nothing is written. */
  async function attemptOf(userId: string, id: string): Promise<OwnAttempt> {
    const record = await attempts.get({ userId, id });
    if (!record || record.state === "discarded") return undefined;
    if (record.state !== "submitted") return { state: "running" };
    if (isSealed(record, now())) return { state: "sealed" };
    const [exam, places, sessions] = await Promise.all([
      examOf(record.examId),
      attempts.form(record),
      attempts.sessions(record),
    ]);
    return endedView(
      {
        record,
        exam,
        places,
        questions: await questions.versions(scoringRefs(places, record.versions)),
        sessions: new Map(sessions.map((session) => [session.position, session])),
      },
      now(),
    );
  }

  return {
    itemOf: async (userId, about, examId) =>
      askedItem(await attemptOf(userId, about.attemptId), about, examId),
    async progressOf(userId, examId) {
      const [exam, { ledger }] = await Promise.all([examOf(examId), ledgers.get(userId, examId)]);
      return { exam, progress: progressView(exam, ledger, now(), "UTC") };
    },
  };
}
