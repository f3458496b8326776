import { expect, test } from "@jest/globals";
import type { Candidate, CandidateSummary, Check } from "@lyceum/shared/review";
import { bulkProblem, doToEach } from "./bulk.ts";
import { someDraft } from "./testing.ts";

const candidate = (id: string): CandidateSummary => ({
  id,
  cohortId: "coh",
  examId: "exam",
  taskId: "1.1",
  type: "multiple_choice",
  difficulty: "easy",
  state: "in_review",
  generationId: "gen",
  version: 1,
  stem: "?",
  since: "2026-11-21T10:00:00.000Z",
  round: 0,
  failed: [],
  warned: [],
  votes: { approve: 0, reject: 0, quorum: 1 },
  escalated: false,
});
const three = ["a", "b", "c"].map(candidate);
const messageOf = (error: unknown) => String(error);

test("one that fails doesn't keep the others from being done", async () => {
  const progress: number[] = [];
  const outcomes = await doToEach(
    three,
    async ({ id }) => {
      if (id === "a") return "not now";
      if (id === "b") throw "lost";
      return undefined;
    },
    { signal: new AbortController().signal, messageOf, onProgress: (done) => progress.push(done) },
  );
  expect(outcomes.map(({ problem }) => problem)).toEqual(["not now", "lost", undefined]);
  expect(progress).toEqual([1, 2, 3]);
});

test("whoever stops it leaves the rest as it is", async () => {
  const stop = new AbortController();
  const asked: string[] = [];
  const outcomes = await doToEach(
    three,
    async ({ id }) => {
      asked.push(id);
      stop.abort();
      return undefined;
    },
    { signal: stop.signal, messageOf, onProgress: () => {} },
  );
  expect(asked).toEqual(["a"]);
  expect(outcomes).toHaveLength(1);
});

test("only what is as it was, with all checks passed, is approved with others", () => {
  const [selected] = three;
  if (!selected) throw new TypeError("there are three");
  const now = (verdict: Check["verdict"], rest: Partial<Candidate> = {}): Candidate => ({
    ...selected,
    currentVotes: [],
    current: {
      version: 1,
      at: "2026-11-21T10:00:00.000Z",
      item: someDraft(),
      made: { how: "generated", by: { model: "m", prompt: "p@1" } },
      passages: [],
      checks: [{ name: "lint", verdict, message: "." }],
    },
    ...rest,
  });
  expect(bulkProblem(selected, now("passed"))).toBeUndefined();
  expect(bulkProblem(selected, now("unknown"))).toMatch(/checks/);
  expect(bulkProblem(selected, now("passed", { version: 2 }))).toMatch(/newer/);
  expect(bulkProblem(selected, now("passed", { state: "rejected" }))).toMatch(/not in review/);
});
