import { untouched } from "@lyceum/shared/attempts";
import { ulid } from "ulid";
import type { Pack } from "../content/library.ts";
import type { Person } from "./people.ts";
import { keyResponse } from "./responses.ts";

/**
 * Takes a quiz of new questions. What is not right is wrong in a multiple choice, and left out in other types.
 * @param wish.seconds for each question; an answer that came too fast counts for nothing
 */
export async function takeQuiz(
  { client }: Person,
  pack: Pack,
  { count, right = count, seconds = 60 }: { count: number; right?: number; seconds?: number | undefined },
): Promise<void> {
  const id = `att_${ulid()}`;
  const body = { id, examId: pack.exam.id, kind: "quiz", mode: "exam", count } as const;
  const attempt = await client.call("POST /attempts", { body });
  if (attempt.state !== "running") throw new TypeError("a new attempt runs");
  await Promise.all(
    attempt.items.map((item) => {
      const question = pack.questions.find((one) => one.id === item.questionId);
      if (!question) throw new TypeError("not of the pack");
      const key = keyResponse(item, question.item);
      const wrong =
        key.type === "multiple_choice" ? { ...key, choice: key.choice === "a" ? "b" : "a" } : null;
      return client.call("PUT /attempts/{attemptId}/items/{position}", {
        params: { attemptId: id, position: String(item.position) },
        body: { ...untouched, response: item.position <= right ? key : wrong, seconds, revision: 1 },
      });
    }),
  );
  await client.call("POST /attempts/{attemptId}/submit", { params: { attemptId: id } });
}
