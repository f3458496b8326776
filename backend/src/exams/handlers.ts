import { Fault } from "@lyceum/shared/contract/fault";
import type { exams } from "@lyceum/shared/exams";
import type { Handlers } from "../http/run.ts";
import type { ExamStore } from "./store.ts";

export const handlers = (store: ExamStore): Handlers<typeof exams> => ({
  async list() {
    return { items: await store.list() };
  },

  async get({ params }) {
    const exam = await store.get(params.examId);
    if (!exam) throw new Fault("not_found", "There is no such exam.");
    return exam;
  },
});
