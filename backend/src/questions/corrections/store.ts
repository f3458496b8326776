import { AnswerId } from "@lyceum/shared/disputes";
import { QuestionId } from "@lyceum/shared/questions";
import * as z from "zod";
import { ifAbsent, type Table, type TransactWrite } from "../../aws/table.ts";

const CorrectionRecord = z.object({
  questionId: QuestionId,
  from: z.number().int(),
  to: z.number().int(),
  /** The answer to those who disputed the key, and its text. */
  answerId: AnswerId,
  text: z.string(),
  at: z.iso.datetime(),
});
export type CorrectionRecord = z.infer<typeof CorrectionRecord>;

export type CorrectionStore = ReturnType<typeof correctionStore>;

/** An exam's corrected keys, all in one partition: few, and asked for with every attempt that is scored. */
export const correctionStore = (table: Table) => ({
  /** Strongly consistent: who scores after a key was corrected knows it. */
  ofExam: (examId: string): Promise<CorrectionRecord[]> =>
    table.queryAll(CorrectionRecord, { pk: partition(examId), prefix: "que_" }),
});

/** A version is corrected once; what it was corrected to may be corrected again. */
export const putCorrection = (examId: string, correction: CorrectionRecord): TransactWrite => ({
  Put: {
    Item: {
      pk: partition(examId),
      sk: `${correction.questionId}#${String(correction.from).padStart(4, "0")}`,
      entity: "correction",
      ...correction,
    },
    ...ifAbsent,
  },
});

const partition = (examId: string) => `CORRECTIONS#${examId}`;
