import { Fault } from "@lyceum/shared/contract/fault";
import type { questions } from "@lyceum/shared/questions";
import type { Handlers } from "../http/run.ts";
import type { QuestionStore } from "./store.ts";

interface Dependencies {
  store: QuestionStore;
  examExists: (examId: string) => Promise<boolean>;
}

export const handlers = ({ store, examExists }: Dependencies): Handlers<typeof questions> => ({
  async list({ params, query }) {
    if (!(await examExists(params.examId))) throw new Fault("not_found", "There is no such exam.");
    return store.list(params.examId, query);
  },

  async get({ params }) {
    const question = await store.get(params.questionId);
    if (!question) throw new Fault("not_found", "There is no such question.");
    return question;
  },
});
