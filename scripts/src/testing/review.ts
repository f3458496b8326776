import type { Table } from "@lyceum/backend/aws/table";
import { questionStore } from "@lyceum/backend/questions/store";
import { type CandidateRecord, candidateKeys } from "@lyceum/backend/review/candidates/record";
import { candidateStore, putHead, putVersion } from "@lyceum/backend/review/candidates/store";
import { DraftItem, type Question } from "@lyceum/shared/questions";
import type { Candidate, CandidateVersion, Vote } from "@lyceum/shared/review";
import { ulid } from "ulid";
import * as z from "zod";
import { eventually } from "./eventually.ts";
import { fullPack } from "./exam.ts";
import type { Person } from "./people.ts";
import { platformTable, startExecution } from "./platform.ts";

const Anything = z.object({});

/** Any item of the exam as a draft, and the task that it is of. */
export async function someDraft(place = 0): Promise<{ item: DraftItem; taskId: string }> {
  const { questions } = await fullPack();
  const question = questions.filter(({ item }) => item.type === "multiple_choice")[place];
  if (!question) throw new TypeError("the pack has items to choose from");
  return { item: DraftItem.parse(question.item), taskId: question.taskId };
}

/** Puts a candidate into a table as generation leaves it: written and checked, and not in review. */
export async function newDraft(
  table: Table,
  cohortId: string,
  wish: Partial<CandidateRecord> & Partial<Pick<CandidateVersion, "item" | "passages" | "checks">> = {},
): Promise<CandidateRecord> {
  const { exam } = await fullPack();
  const some = await someDraft();
  const { item = some.item, passages = [], checks = [], ...rest } = wish;
  const at = new Date().toISOString();
  const record: CandidateRecord = {
    id: `que_${ulid()}`,
    cohortId,
    examId: exam.id,
    generationId: `gen_${ulid()}`,
    place: 0,
    taskId: some.taskId,
    type: item.type,
    difficulty: item.difficulty,
    state: "draft",
    since: at,
    round: 0,
    version: 1,
    stem: item.stem,
    failed: [],
    warned: [],
    escalated: false,
    revision: 1,
    ...rest,
  };
  const version: CandidateVersion = {
    version: 1,
    at,
    item: { ...item, stem: record.stem },
    made: { how: "generated", by: { model: "a-model", prompt: "write-item@1" } },
    passages,
    checks,
  };
  await table.transact([putHead(record, undefined), putVersion(record.id, version)]);
  return record;
}

/** A candidate whose review has begun, as generation begins it, and waits for people. */
export async function newReview(
  cohortId: string,
  wish: Parameters<typeof newDraft>[2] = {},
): Promise<string> {
  const { id } = await newDraft(await platformTable(), cohortId, wish);
  await startExecution("questionreview", id, { questionId: id });
  await eventually(() => waitsForPeople(id), Boolean);
  return id;
}

/** Whether a candidate's workflow waits for a decision that has not been made. */
export async function waitsForPeople(questionId: string): Promise<boolean> {
  const record = await candidateStore(await platformTable()).get(questionId);
  return record?.token !== undefined && record.decision === undefined;
}

export const vote = (
  { client }: Person,
  cohortId: string,
  questionId: string,
  verdict: Vote["verdict"],
  version = 1,
): Promise<Candidate> =>
  client.call("POST /cohorts/{cohortId}/candidates/{questionId}/votes", {
    params: { cohortId, questionId },
    body: { id: `vot_${ulid()}`, version, verdict },
  });

export const candidate = ({ client }: Person, cohortId: string, questionId: string): Promise<Candidate> =>
  client.call("GET /cohorts/{cohortId}/candidates/{questionId}", { params: { cohortId, questionId } });

/** What has happened to a candidate, the first first. */
export async function lifeOf({ client }: Person, cohortId: string, questionId: string): Promise<string[]> {
  const path = "GET /cohorts/{cohortId}/candidates/{questionId}/life";
  const { items } = await client.call(path, { params: { cohortId, questionId }, query: { limit: 100 } });
  return items.map(({ action }) => action);
}

/** Whether something waits between the table and a candidate's workflow. */
export const isUnsent = async (table: Table, questionId: string): Promise<boolean> => {
  const { items } = await table.query(Anything, { pk: candidateKeys.unsent("").pk, prefix: questionId });
  return items.length > 0;
};

/** Puts a question of a cohort into the bank, as an approval does. */
export async function newGroupQuestion(
  table: Table,
  cohortId: string,
  wish: Pick<Question, "state"> & { stem: string },
): Promise<string> {
  const { questions } = await fullPack();
  const question = questions.find(({ item }) => item.type === "multiple_choice");
  if (!question) throw new TypeError("the pack has items to choose from");
  const id = `que_${ulid()}`;
  const item = { ...question.item, stem: wish.stem };
  await questionStore(table).put({ ...question, id, cohortId, version: 1, state: wish.state, item });
  return id;
}
