import { handlers } from "@lyceum/backend/disputes/handlers";
import { noticeStore } from "@lyceum/backend/disputes/notices";
import { disputeStore } from "@lyceum/backend/disputes/store";
import { putCorrection } from "@lyceum/backend/questions/corrections/store";
import { questionStore, versionWrites } from "@lyceum/backend/questions/store";
import { common } from "@lyceum/backend/testing/items";
import type { Question } from "@lyceum/shared/questions";
import { ulid } from "ulid";
import { startTable } from "./table.ts";

const none = { params: undefined, query: undefined, body: undefined };

const caller = (userId: string) => ({ userId, email: "", groups: [] });
const text = "The documentation says otherwise.";

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** Disputes on a table of a test's own, with a clock that it sets. All have ended an attempt with the question asked for. */
export async function openDesk() {
  const server = await startTable();
  const { table } = server;
  const [store, notices, bank] = [disputeStore(table), noticeStore(table), questionStore(table)];
  const clock = { time: Date.parse("2026-03-01T09:00:00Z") };
  const now = () => new Date(clock.time++).toISOString();
  /** What the next dispute is about. */
  const asked = { questionId: "", version: 1 };

  const platform = handlers({
    store,
    notices,
    examExists: async () => true,
    currentVersion: bank.get,
    findVersion: bank.find,
    countersOf: async () => ({}),
    correction: async (question, { id: answerId, ...said }) => {
      const [questionId, to] = [question.id, question.version];
      const correction = { questionId, from: to - 1, to, answerId, text: said.text, at: said.at };
      return [...versionWrites(question), putCorrection(question.examId, correction)];
    },
    attemptPlace: async () => ({ standing: { submitted: true }, place: { ...asked } }),
    now,
  });

  return {
    ...{ table, store, notices, bank, platform, clock, now },
    stop: () => server.stop(),

    async newQuestion(): Promise<Question> {
      const options = [..."abcd"].map((id) => ({ id, text: `option ${id}`, rationale: `rationale ${id}` }));
      const question: Question = {
        ...{ id: `que_${ulid()}`, examId: `exam-${ulid().toLowerCase()}`, taskId: "1.1" },
        ...{ state: "scored", version: 1 },
        item: {
          ...common,
          type: "multiple_choice",
          options,
          key: { type: "multiple_choice", choice: "a" },
        },
      };
      await bank.put(question);
      return question;
    },

    dispute(userId: string, { id: questionId, version }: Question, words = text) {
      Object.assign(asked, { questionId, version });
      const params = { attemptId: `att_${ulid()}`, position: 1 };
      const body = { reason: "wrong_key" as const, text: words };
      return platform.dispute({ ...none, caller: caller(userId), params, body });
    },

    answer(
      { id: questionId, version }: Question,
      { choice, ...wish }: { id?: string; text?: string; choice?: string } = {},
    ) {
      const body = { id: `ans_${ulid()}`, text: "So it is.", ...wish };
      const key = choice && { type: "multiple_choice" as const, choice };
      const params = { questionId, version };
      return platform.answer({
        ...none,
        caller: caller("iris"),
        params,
        body: { ...body, ...(key && { key }) },
      });
    },

    version: ({ id: questionId, version }: Question) =>
      platform.version({ ...none, caller: caller("iris"), params: { questionId, version } }),

    mine: (userId: string) => platform.mine({ ...none, caller: caller(userId), query: { limit: 100 } }),

    cases: (
      examId: string,
      state: "open" | "answered",
      page: { limit: number; cursor?: string | undefined },
    ) => platform.cases({ ...none, caller: caller("iris"), params: { examId }, query: { ...page, state } }),

    noticesOf: async (userId: string) => (await notices.list(userId, { limit: 100 })).items,
  };
}
