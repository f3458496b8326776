import { beforeAll, expect, jest, test } from "@jest/globals";
import { newCohort } from "@lyceum/scripts/testing/cohorts";
import { eventually } from "@lyceum/scripts/testing/eventually";
import { newGeneration, orderFaults, untilGeneration } from "@lyceum/scripts/testing/generations";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { ulid } from "ulid";

jest.setTimeout(300_000);

let owner: Person;

beforeAll(async () => {
  owner = await newPerson();
});

const candidatesOf = async (generation: { cohortId: string; id: string }) =>
  (
    await owner.client.call("GET /cohorts/{cohortId}/generations/{generationId}/candidates", {
      params: { cohortId: generation.cohortId, generationId: generation.id },
      query: { limit: 100 },
    })
  ).items;

test("a wish becomes checked questions in review, with sources, checks and their life", async () => {
  const { id: cohortId } = await newCohort(owner);
  const wish = { taskIds: ["1.1", "1.5"], count: 3 };
  const started = await newGeneration(owner, cohortId, wish);
  expect(started).toMatchObject({ state: "running", by: expect.any(String) });
  const done = await untilGeneration(owner, started, ({ state }) => state !== "running");
  expect(done.state).toBe("done");
  const { progress } = done;
  expect(Object.values(progress).reduce((sum, count) => sum + count, 0)).toBe(3);

  const settled = await eventually(
    () => candidatesOf(started),
    (all) => all.every(({ state }) => state === "in_review" || state === "failed"),
  );
  expect(settled.map(({ taskId }) => taskId)).toEqual(["1.1", "1.5", "1.1"]);
  const reviewed = settled.find(({ state }) => state === "in_review");
  if (!reviewed) throw new Error(JSON.stringify(settled));
  const params = { cohortId, questionId: reviewed.id };
  const candidate = await owner.client.call("GET /cohorts/{cohortId}/candidates/{questionId}", { params });
  const { current } = candidate;
  expect(current?.checks.map(({ name }) => name)).toEqual([
    "schema",
    "grounded",
    "key",
    "duplicate",
    "lint",
    "scope",
    "safety",
  ]);
  expect(current?.checks.filter(({ verdict }) => verdict === "failed")).toEqual([]);
  expect(current?.made).toMatchObject({ how: "generated", by: { prompt: "write-item@1" } });
  expect(current?.passages.length).toBeGreaterThan(0);
  for (const { noteId } of current?.item.citations ?? []) {
    expect(current?.passages.map((passage) => passage.noteId)).toContain(noteId);
  }
  const life = await owner.client.call("GET /cohorts/{cohortId}/candidates/{questionId}/life", { params });
  const actions = life.items.map(({ action }) => action);
  expect([actions[0], actions.at(-1)]).toEqual(["wished", "sent_to_review"]);
  expect(actions).toContain("version_made");
  // Nobody has approved it: the bank does not have it.
  await expect(
    owner.client.call("GET /cohorts/{cohortId}/questions/{questionId}", { params }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("the same wish sent again is the same; another under its id, and a fourth at once, are refused", async () => {
  const { id: cohortId } = await newCohort(owner);
  const id = `gen_${ulid()}`;
  const first = await newGeneration(owner, cohortId, { id });
  const again = await newGeneration(owner, cohortId, { id });
  expect({ id: again.id, at: again.at }).toEqual({ id: first.id, at: first.at });
  await expect(newGeneration(owner, cohortId, { id, count: 2 })).rejects.toMatchObject({ code: "conflict" });
  await expect(newGeneration(owner, cohortId, { taskIds: ["9.9"] })).rejects.toMatchObject({
    code: "invalid_request",
  });
  await expect(newGeneration(owner, cohortId, { noteIds: [`not_${ulid()}`] })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("what is cancelled ends: its drafts are cancelled, and nothing more comes into review", async () => {
  const { id: cohortId } = await newCohort(owner);
  const wishes = await Promise.all([1, 2, 3].map(() => newGeneration(owner, cohortId, { count: 40 })));
  await expect(newGeneration(owner, cohortId)).rejects.toMatchObject({ code: "too_many_requests" });
  for (const { id: generationId } of wishes) {
    const params = { cohortId, generationId };
    const cancelled = await owner.client.call("POST /cohorts/{cohortId}/generations/{generationId}/cancel", {
      params,
    });
    expect(cancelled.state).toBe("cancelled");
    expect(cancelled.progress).toMatchObject({ waiting: 0, writing: 0, checking: 0 });
    expect(cancelled.progress.cancelled).toBeGreaterThan(0);
  }
  // Its place is free.
  const next = await newGeneration(owner, cohortId);
  await untilGeneration(owner, next, ({ state }) => state !== "running");
});

test("a model that answers nonsense or not at all for a while delays questions; what was written is not asked for again", async () => {
  const { id: cohortId } = await newCohort(owner);
  const ofGroup = { operation: "Converse", cohort: cohortId };
  await orderFaults([
    { ...ofGroup, kind: "nonsense", prompt: "judge-scope", count: 2 },
    { ...ofGroup, kind: "unavailable", prompt: "answer-item", count: 8 },
  ]);
  const started = await newGeneration(owner, cohortId);
  await untilGeneration(owner, started, ({ state }) => state !== "running");
  const [candidate] = await candidatesOf(started);
  if (!candidate) throw new TypeError("one was wished for");
  expect(candidate.problem ?? "").not.toContain("Something went wrong on our side");
  const params = { cohortId, questionId: candidate.id };
  const life = await owner.client.call("GET /cohorts/{cohortId}/candidates/{questionId}/life", { params });
  const tries = life.items.filter(({ action }) => action === "checked").length;
  const { jobs } = await owner.client.call("GET /cohorts/{cohortId}/budget", { params: { cohortId } });
  expect(tries).toBeGreaterThan(0);
  expect(jobs.find(({ job }) => job === "generate")?.calls).toBe(tries);
});
