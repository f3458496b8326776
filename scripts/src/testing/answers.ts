import { whileMember } from "@lyceum/backend/cohorts/store";
import type { AnswerRecord } from "@lyceum/backend/tutor/record";
import { answerStore } from "@lyceum/backend/tutor/store";
import { ulid } from "ulid";
import { userIdOf } from "./cohorts.ts";
import { fullPack } from "./exam.ts";
import type { Person } from "./people.ts";
import { platformTable } from "./platform.ts";

/** An answer as it is when its question was just asked. */
export async function someAnswer(
  of: Pick<AnswerRecord, "cohortId" | "userId"> & Partial<AnswerRecord>,
): Promise<AnswerRecord> {
  const { exam } = await fullPack();
  const askedAt = of.askedAt ?? new Date().toISOString();
  return {
    id: `ans_${ulid(Date.parse(askedAt))}`,
    conversationId: `cnv_${ulid()}`,
    examId: exam.id,
    askedAt,
    question: "What does a guardrail filter?",
    help: "full",
    state: "answering",
    searched: "",
    passages: [],
    tools: [],
    text: "",
    claims: [],
    citations: [],
    reported: false,
    beatAt: askedAt,
    stopWanted: false,
    trace: { blocked: [] },
    ...of,
  };
}

/** The same, when a model has answered it. */
export const answered = (record: AnswerRecord): AnswerRecord => ({
  ...record,
  state: "answered",
  searched: record.question,
  passages: [
    {
      ...{
        noteId: `not_${ulid()}`,
        version: 1,
        ordinal: 0,
        noteTitle: "Guardrails",
        cohortId: record.cohortId,
      },
      ...{ headings: ["Filters"], page: null, text: "A guardrail filters prompts and replies.", number: 1 },
    },
  ],
  text: "It filters prompts and replies [1].",
  claims: [{ text: "It filters prompts and replies", numbers: [1], support: "notes", score: 0.9 }],
  by: { how: "model", model: "some-model", prompt: "answer-question@1" },
  usage: { inputTokens: 1200, outputTokens: 40, usd: 0.0021, firstTextMs: 700, ms: 2400 },
});

/** Puts an answer into the platform's table as the tutor leaves it when it is over. */
export async function putAnswer(
  person: Person,
  cohortId: string,
  wish: Partial<AnswerRecord> = {},
): Promise<AnswerRecord> {
  const store = answerStore(await platformTable(), { whileMember });
  const { state: _, ...asked } = await someAnswer({ cohortId, userId: userIdOf(person), ...wish });
  const record: AnswerRecord = { ...asked, state: "answering" };
  await store.begin(record);
  const over = { ...answered(record), ...wish };
  await store.finish(over);
  return over;
}
