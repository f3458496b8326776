import { randomBytes } from "node:crypto";
import { type Mode, type RunningAttempt, untouched } from "@lyceum/shared/attempts";
import type { Client } from "@lyceum/shared/contract/client";
import { ulid } from "ulid";
import { fullPack } from "../testing/exam.ts";
import { someResponse } from "../testing/responses.ts";

/** Makes a call's input ready and returns the call that is timed. */
type Operation = (client: Client) => Promise<() => Promise<unknown>>;

const pack = await fullPack();
const examId = pack.exam.id;
const questionId = pack.questions[0]?.id ?? "";

const quiz = (mode: Mode = "exam") => ({
  id: `att_${ulid()}`,
  examId,
  kind: "quiz" as const,
  mode,
  count: 10,
});

async function runningQuiz(client: Client, mode?: Mode): Promise<RunningAttempt> {
  const attempt = await client.call("POST /attempts", { body: quiz(mode) });
  if (attempt.state !== "running") throw new TypeError("a new attempt runs");
  return attempt;
}

/** The main routes, as a learner and an instructor use them. Each is written once, for the platform and the floor. */
export const operations = {
  "GET /health": async (client) => () => client.call("GET /health"),

  "GET /exams": async (client) => () => client.call("GET /exams"),

  "GET /exams/{examId}": async (client) => () => client.call("GET /exams/{examId}", { params: { examId } }),

  "GET /exams/{examId}/questions": async (client) => () =>
    client.call("GET /exams/{examId}/questions", { params: { examId } }),

  "GET /questions/{questionId}": async (client) => () =>
    client.call("GET /questions/{questionId}", { params: { questionId } }),

  "GET /account": async (client) => () => client.call("GET /account"),

  "PUT /account": async (client) => () =>
    client.call("PUT /account", {
      body: {
        displayName: randomBytes(4).toString("hex"),
        examId,
        examDate: "2027-03-01",
        extraTimePercent: 0,
      },
    }),

  "POST /attempts": async (client) => () => client.call("POST /attempts", { body: quiz() }),

  "GET /attempts": async (client) => () => client.call("GET /attempts", { query: { limit: 10 } }),

  "GET /attempts/{attemptId}": async (client) => {
    const params = { attemptId: (await runningQuiz(client)).id };
    return () => client.call("GET /attempts/{attemptId}", { params });
  },

  "PUT /attempts/{attemptId}/items/{position}": async (client) => {
    const { id, items } = await runningQuiz(client);
    const [item] = items;
    if (!item) throw new TypeError("a quiz has items");
    const params = { attemptId: id, position: "1" };
    return () =>
      client.call("PUT /attempts/{attemptId}/items/{position}", {
        params,
        body: { ...untouched, response: someResponse(item), revision: 1 },
      });
  },

  "POST /attempts/{attemptId}/items/{position}/check": async (client) => {
    const { id, items } = await runningQuiz(client, "practice");
    const [item] = items;
    if (!item) throw new TypeError("a quiz has items");
    const params = { attemptId: id, position: "1" };
    return () =>
      client.call("POST /attempts/{attemptId}/items/{position}/check", {
        params,
        body: { ...untouched, response: someResponse(item) },
      });
  },

  "DELETE /attempts/{attemptId}": async (client) => {
    const params = { attemptId: (await runningQuiz(client)).id };
    return () => client.call("DELETE /attempts/{attemptId}", { params });
  },

  "POST /attempts/{attemptId}/submit": async (client) => {
    const params = { attemptId: (await runningQuiz(client)).id };
    return () => client.call("POST /attempts/{attemptId}/submit", { params });
  },
} satisfies Record<string, Operation>;
