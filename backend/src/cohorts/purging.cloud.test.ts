import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { newDraft, newGroupQuestion } from "@lyceum/scripts/testing/review";
import { startTable } from "@lyceum/scripts/testing/table";
import type { Vote } from "@lyceum/shared/review";
import { ulid } from "ulid";
import * as z from "zod";
import { draftStore, putWork } from "../generation/drafts/store.ts";
import { type GenerationRecord, generationStore } from "../generation/store.ts";
import { spendingStore } from "../models/spending/store.ts";
import { questionStore } from "../questions/store.ts";
import type { CandidateRecord } from "../review/candidates/record.ts";
import { putLifeEvent, putVote } from "../review/candidates/store.ts";
import { standingsOn } from "./composition.ts";

// What goes with a group that is deleted, of its questions: on a table of the tests' own.

jest.setTimeout(60_000);

const at = "2026-11-18T12:00:00.000Z";
const Named = z.object({ pk: z.string(), sk: z.string() });

let server: Awaited<ReturnType<typeof startTable>>;

beforeAll(async () => {
  server = await startTable();
});
afterAll(() => server?.stop());

const by = { userId: "ada", name: "Ada" };

async function newCandidate(cohortId: string, state: CandidateRecord["state"]): Promise<CandidateRecord> {
  const record = await newDraft(server.table, cohortId, { state });
  const verdict = { vote: "approve" as const, angoff: 0.6 };
  const vote: Vote = { id: `vot_${ulid()}`, version: 1, at, by, verdict };
  const event = { at, questionId: record.id, action: "voted" as const, actor: by.name, actorId: by.userId };
  await server.table.transact([
    putVote(record.id, vote),
    putLifeEvent(cohortId, event, "000002-0"),
    putWork(record.id, "try-0-write", { stem: "What a model wrote" }),
  ]);
  return record;
}

const vectorOf = (questionId: string) => ({ questionId, version: 1, model: "m", stem: "s", vector: "" });

const call = { job: "write", model: "m", prompt: "p@1", tokens: { input: 1, output: 1 }, usd: 0.01 };

/** A group with questions wherever they can be. */
async function newGroup() {
  const cohortId = `coh_${ulid()}`;
  const states = ["draft", "in_review", "in_review", "approved", "rejected"] as const;
  const candidates: CandidateRecord[] = [];
  for (const state of states) candidates.push(await newCandidate(cohortId, state));
  const questions = [
    await newGroupQuestion(server.table, cohortId, { state: "pilot", stem: "On trial?" }),
    await newGroupQuestion(server.table, cohortId, { state: "in_review", stem: "Back?" }),
  ];
  const examId = candidates[0]?.examId ?? "";
  const generation: GenerationRecord = {
    ...{ id: `gen_${ulid()}`, cohortId, examId, by: by.userId, at, state: "running", nanoUsd: 0 },
    wish: {
      ...{ taskIds: ["1.1"], itemTypes: ["multiple_choice"], difficulties: ["easy"], noteIds: [] },
      ...{ count: 1, instructions: "" },
    },
  };
  await generationStore(server.table).begin(generation);
  await draftStore(server.table).keepVectors(`${examId}#${cohortId}`, [vectorOf(`que_${ulid()}`)]);
  await spendingStore(server.table).add(cohortId, Date.parse(at), call);
  return { cohortId, examId, candidates, questions };
}

/** All that is kept of a group's candidates and of what they are written with. */
async function keptOf({ cohortId, examId, candidates }: Awaited<ReturnType<typeof newGroup>>) {
  const inTable = [
    ...candidates.flatMap(({ id }) =>
      ["HEAD", "VERSION#", "VOTE#", "EVENT#", "WORK#"].map((prefix) => ({ pk: `CANDIDATE#${id}`, prefix })),
    ),
    ...["gen_", "RUNNING"].map((prefix) => ({ pk: `GENERATION#${cohortId}`, prefix })),
    { pk: `VECTORS#${examId}#${cohortId}`, prefix: "que_" },
    { pk: `SPEND#${cohortId}`, prefix: "2" },
  ];
  const found = await Promise.all(inTable.map((query) => server.table.queryAll(Named, query)));
  return found.flat();
}

test("with a group go its candidates, with names and texts, its wishes and its spending; its questions are retired", async () => {
  const [group, other] = [await newGroup(), await newGroup()];
  await draftStore(server.table).keepVectors(group.examId, [vectorOf(`que_${ulid()}`)]);
  const before = await keptOf(other);
  expect((await keptOf(group)).length).toBe(before.length);
  expect(before.length).toBe(5 * other.candidates.length + 4);

  const forgotten: string[] = [];
  const { consume } = standingsOn(
    server.table,
    () => at,
    async (cohortId) => {
      forgotten.push(cohortId);
    },
  );
  const image = {
    entity: { S: "cohort" },
    id: { S: group.cohortId },
    examId: { S: group.examId },
    state: { S: "deleting" },
  };
  // The stream may bring it twice.
  for (const _ of [1, 2]) await consume({ dynamodb: { NewImage: image } });
  expect(forgotten).toContain(group.cohortId);
  expect(await keptOf(group)).toEqual([]);
  expect(await keptOf(other)).toEqual(before);

  const bank = questionStore(server.table);
  for (const id of group.questions) {
    expect(await bank.head(id)).toMatchObject({ state: "retired", version: 1 });
    expect(await bank.versions([{ questionId: id, version: 1 }])).toHaveLength(1);
  }
  // What a call of a model that was under way has cost goes when the head expires.
  await spendingStore(server.table).add(group.cohortId, Date.parse(at), call);
  await consume({ dynamodb: { OldImage: image } });
  expect(await keptOf(group)).toEqual([]);
  const states = await Promise.all(other.questions.map(async (id) => (await bank.head(id))?.state));
  expect(states).toEqual(["pilot", "in_review"]);
  expect(await draftStore(server.table).vectors(group.examId)).toHaveLength(1);
});
