import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import type { Client } from "@lyceum/shared/contract/client";
import * as z from "zod";
import { type LocalCloud, startLocalCloud } from "../testing/local-cloud.ts";
import { signedIn } from "../testing/people.ts";
import { demoLearners } from "./learners.ts";

// What those see who look around in a new installation, once all is written and counted.

jest.setTimeout(240_000);

const learners = demoLearners("").length;

let data: string;
let cloud: LocalCloud;
let instructor: Client;
let learner: Client;
let cohortId: string;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "lyceum-demo-"));
  cloud = await startLocalCloud({ data, demo: true });
  process.env.LYCEUM_URL = cloud.url;
  const signIns = z
    .array(z.object({ role: z.string(), email: z.string(), password: z.string() }))
    .parse(JSON.parse(await readFile(join(data, "demo.json"), "utf8")));
  const clientOf = async (role: string) => {
    const account = signIns.find((one) => one.role === role);
    if (!account) throw new TypeError(`there is no demo ${role}`);
    return (await signedIn(account)).client;
  };
  [instructor, learner] = await Promise.all([clientOf("instructor"), clientOf("learner")]);
  const { items } = await when(
    () => instructor.call("GET /cohorts"),
    (found) => found.items.length > 0,
  );
  cohortId = items[0]?.id ?? "";
});

afterAll(async () => {
  await cloud?.stop();
  await rm(data, { recursive: true, force: true });
});

/** The seed and the consumers work while the platform runs: asks until they have. */
async function when<T>(ask: () => Promise<T>, done: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await ask();
    if (done(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

test("the group is marked, the instructor owns it, and the learner is a member", async () => {
  const params = { cohortId };
  expect(await instructor.call("GET /cohorts/{cohortId}", { params })).toMatchObject({
    demo: true,
    members: learners + 1,
    me: { role: "owner" },
  });
  const { items } = await when(
    () => instructor.call("GET /cohorts/{cohortId}/members", { params, query: { limit: "100" } }),
    (found) => found.items.length > learners,
  );
  expect(items).toHaveLength(learners + 1);
  expect(await learner.call("GET /cohorts/{cohortId}", { params })).toMatchObject({
    me: { role: "learner", listed: true, shares: true },
  });
});

test("the group's dashboard fills: weeks, tasks, readiness, and learners who need a word", async () => {
  const params = { cohortId };
  const neverActive = (items: readonly { lastActiveOn: string | null }[]) =>
    items.filter(({ lastActiveOn }) => lastActiveOn === null).length;
  const { items } = await when(
    () => instructor.call("GET /cohorts/{cohortId}/learners", { params, query: { limit: "100" } }),
    (found) => found.items.length === learners && neverActive(found.items) === 2,
  );
  expect(items.filter(({ shared }) => shared).length).toBeGreaterThan(15);

  const dashboard = await instructor.call("GET /cohorts/{cohortId}/dashboard", { params });
  expect(dashboard.learners).toBe(learners);
  expect(dashboard.tasks?.filter(({ answered, right }) => answered < 50 || right === answered)).toEqual([]);
  expect(dashboard.weeks.slice(-6, -1).filter(({ active }) => active < 5)).toEqual([]);
  expect(dashboard.readiness?.tenths.filter((count) => count > 0).length).toBeGreaterThanOrEqual(4);
});

test("the boards are ranked, and some questions stand out", async () => {
  for (const board of ["mastery", "effort", "improvement"] as const) {
    const params = { cohortId, board, window: "all" as const };
    const view = await when(
      () => learner.call("GET /cohorts/{cohortId}/boards/{board}/{window}", { params }),
      ({ members }) => members >= 25,
    );
    expect(view).toMatchObject({ state: "ranked", top: [{ rank: 1 }, {}, {}] });
    expect(view.state === "ranked" && view.around.some(({ me }) => me)).toBe(true);
  }
  const { examId } = await instructor.call("GET /cohorts/{cohortId}", { params: { cohortId } });
  const flags = new Set<string>();
  let cursor: string | undefined;
  do {
    const query = { limit: "100", ...(cursor && { cursor }) };
    const page = await instructor.call("GET /exams/{examId}/statistics", { params: { examId }, query });
    for (const { statistics } of page.items) for (const flag of statistics.flags) flags.add(flag);
    cursor = page.cursor;
  } while (cursor);
  expect(flags).toContain("distractor_over_key");
  expect(flags).toContain("low_discrimination");
});

test("the learner's own history is there to be reviewed, and says how ready they are", async () => {
  const { items: attempts } = await learner.call("GET /attempts", { query: { limit: "100" } });
  expect(attempts).toHaveLength(7);
  expect(new Set(attempts.map(({ kind }) => kind))).toEqual(new Set(["quiz", "mock"]));
  for (const { id } of attempts) {
    const attempt = await learner.call("GET /attempts/{attemptId}", { params: { attemptId: id } });
    if (attempt.state !== "submitted") throw new TypeError("an attempt of the history still runs");
    expect(attempt.items.every(({ session }) => session.response)).toBe(true);
  }
  const { examId } = await learner.call("GET /account");
  const progress = await learner.call("GET /exams/{examId}/progress", {
    params: { examId: examId ?? "" },
    query: { timeZone: "UTC" },
  });
  expect(progress.readiness.state).toBe("estimated");
});

test("the tutor was asked: a conversation, ratings, gaps in the notes, and figures", async () => {
  const params = { cohortId };
  const { items: gaps } = await when(
    () => instructor.call("GET /cohorts/{cohortId}/tutor/gaps", { params }),
    ({ items }) => items.length === 4 && items.reduce((sum, each) => sum + each.learners, 0) === 7,
  );
  expect(gaps[0]).toMatchObject({ learners: 3, state: "open" });
  const { items: rated } = await instructor.call("GET /cohorts/{cohortId}/tutor/feedback", { params });
  expect(rated).toHaveLength(2);
  const { items: conversations } = await learner.call("GET /cohorts/{cohortId}/tutor/conversations", {
    params,
  });
  expect(conversations).toMatchObject([{ answers: 4 }]);
  // The last was asked when the group was made, the first days before.
  const months = [0, 5].map((days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 7));
  const asked = async () => {
    const all = await Promise.all(
      [...new Set(months)].map((month) =>
        instructor.call("GET /cohorts/{cohortId}/tutor/figures", { params, query: { month } }),
      ),
    );
    return all.flatMap(({ models }) => models).reduce((sum, { answers }) => sum + answers, 0);
  };
  expect(await when(asked, (answers) => answers >= 17)).toBe(17);
});
