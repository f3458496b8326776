import { QuestionId } from "@lyceum/shared/questions";
import * as z from "zod";
import type { Table, TransactWrite } from "../../aws/table.ts";

const Pilot = z.object({ questionId: QuestionId });

export type PilotStore = ReturnType<typeof pilotStore>;

/** The groups' questions that are on trial, of all groups: what the hourly look goes through. */
export const pilotStore = (table: Table) => ({
  list: (page: { limit: number; cursor?: string | undefined }) =>
    table.query(Pilot, { pk, prefix: "que_", ...page }),

  /** Of one that is no pilot any more. */
  forget: (questionId: string): Promise<void> => table.transact([deletePilot(questionId)]),
});

export const putPilot = (questionId: string): TransactWrite => ({
  Put: { Item: { pk, sk: questionId, entity: "pilot", questionId } },
});

export const deletePilot = (questionId: string): TransactWrite => ({
  Delete: { Key: { pk, sk: questionId } },
});

const pk = "PILOTS";
