import { disputes } from "@lyceum/shared/disputes";
import { resultsAt } from "../attempts/group-mocks/rules.ts";
import { scoringRefs } from "../attempts/scored.ts";
import { attemptStore } from "../attempts/store.ts";
import { createTable } from "../aws/table.ts";
import { environment } from "../environment.ts";
import { examStore } from "../exams/store.ts";
import { logger } from "../http/logger.ts";
import { run } from "../http/run.ts";
import { withSameKey } from "../questions/corrections/rules.ts";
import { correctionStore, putCorrection } from "../questions/corrections/store.ts";
import { statisticsStore } from "../questions/statistics/store.ts";
import { questionStore, versionWrites } from "../questions/store.ts";
import { putLifeEvent } from "../review/candidates/store.ts";
import { handlers } from "./handlers.ts";
import { noticeStore } from "./notices.ts";
import { disputeStore } from "./store.ts";

const table = createTable(environment("TABLE_NAME"));
const exams = examStore(table);
const bank = questionStore(table);
const statistics = statisticsStore(table);
const attempts = attemptStore(table);
const corrections = correctionStore(table);

export const handler = run(
  disputes,
  handlers({
    store: disputeStore(table),
    notices: noticeStore(table),
    examExists: async (examId) => (await exams.get(examId)) !== undefined,
    currentVersion: bank.get,
    findVersion: bank.find,
    countersOf: async (examId, ref) => (await statistics.get(examId, ref))?.counters ?? {},
    async correction(question, { id: answerId, text, at }) {
      const { id: questionId, examId, version: to, state, cohortId } = question;
      const [history, known] = await Promise.all([bank.history(questionId), corrections.ofExam(examId)]);
      return [
        ...versionWrites(question, { id: questionId, version: to - 1, state }),
        ...(cohortId
          ? [
              putLifeEvent(
                cohortId,
                { at, questionId, action: "key_corrected", actor: "A platform instructor", detail: text },
                answerId,
              ),
            ]
          : []),
        ...withSameKey(history, to - 1, known).map((from) =>
          putCorrection(examId, { questionId, from, to, answerId, text, at }),
        ),
      ];
    },
    async attemptPlace(userId, attemptId, position) {
      const attempt = { userId, id: attemptId };
      const [record, places] = await Promise.all([attempts.get(attempt), attempts.form(attempt)]);
      if (!record || record.state === "discarded") return undefined;
      return {
        standing: {
          submitted: record.state === "submitted",
          resultsAt: record.groupMock && resultsAt(record.groupMock),
        },
        place: scoringRefs(places, record.versions)[position - 1],
      };
    },
    now: () => new Date().toISOString(),
  }),
  logger,
);
