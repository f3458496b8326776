import { Fault } from "@lyceum/shared/contract/fault";
import type { questions } from "@lyceum/shared/questions";
import type { Handlers } from "../http/run.ts";
import { itemStatistics } from "./statistics/rules.ts";
import type { StatisticsStore } from "./statistics/store.ts";
import type { QuestionStore } from "./store.ts";

interface Dependencies {
  store: QuestionStore;
  statistics: StatisticsStore;
  examExists: (examId: string) => Promise<boolean>;
}

export const handlers = ({ store, statistics, examExists }: Dependencies): Handlers<typeof questions> => ({
  async list({ params, query }) {
    if (!(await examExists(params.examId))) throw new Fault("not_found", "There is no such exam.");
    const { items, ...rest } = await store.list(params.examId, query);
    return {
      ...rest,
      items: items.map(({ face, ...head }) => ({ ...head, type: face.type, stem: face.stem })),
    };
  },

  async statistics({ params, query }) {
    if (!(await examExists(params.examId))) throw new Fault("not_found", "There is no such exam.");
    const { items: stored, ...rest } = await statistics.page(params.examId, query);
    // What was answered with a version whose key was corrected is counted with the one that it is scored by.
    const items = stored.filter(({ counters }) => (counters.n ?? 0) > 0);
    const questions = await store.versions(items);
    return {
      ...rest,
      items: questions.map(({ id, version, taskId, item }, at) => ({
        questionId: id,
        version,
        taskId,
        type: item.type,
        stem: item.stem,
        statistics: itemStatistics(item, items[at]?.counters ?? {}),
      })),
    };
  },

  async get({ params }) {
    const question = await store.get(params.questionId);
    if (!question) throw new Fault("not_found", "There is no such question.");
    return question;
  },
});
