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
    const { items, ...rest } = await store.list(params.examId, query);
    return {
      ...rest,
      items: items.map(({ face, ...head }) => ({ ...head, type: face.type, stem: face.stem })),
    };
  },

  async get({ params }) {
    const question = await store.get(params.questionId);
    if (!question) throw new Fault("not_found", "There is no such question.");
    return question;
  },
});
