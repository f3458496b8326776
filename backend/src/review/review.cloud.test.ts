import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { isUnsent, newDraft, someDraft } from "@lyceum/scripts/testing/review";
import { startTable } from "@lyceum/scripts/testing/table";
import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { LifeEvent, Vote } from "@lyceum/shared/review";
import { ulid } from "ulid";
import { type CohortRecord, memberItem } from "../cohorts/store.ts";
import { noticeStore } from "../disputes/notices.ts";
import { addTo } from "../questions/statistics/store.ts";
import { questionStore } from "../questions/store.ts";
import { candidateStore, putVersion } from "./candidates/store.ts";
import { reviewClockOn, reviewOn, reviewStepsOn } from "./composition.ts";

// What reviewers, the workflow's steps and the clock do to candidates in whatever order they come: on a table of the
// tests' own, by a clock that they set. The workflow is played by the tests: they run its steps, and hear what is sent.

jest.setTimeout(60_000);

let server: Awaited<ReturnType<typeof startTable>>;
let exam: ExamProfile;
/** ms since 1970 */
let time = Date.parse("2026-03-02T09:00:00Z");
const now = () => new Date(time++).toISOString();
const later = (minutes: number) => {
  time += minutes * 60_000;
};

/** What was sent to waiting tasks, and what becomes of what is sent next. */
const sent: { token: string; output: unknown }[] = [];
let reach: "sent" | "gone" | "broken" = "sent";
const started: string[] = [];
const workflows = {
  async succeed(token: string, output: unknown): Promise<"sent" | "gone"> {
    if (reach === "broken") throw new Error("Step Functions can't be reached");
    if (reach === "sent") sent.push({ token, output });
    return reach;
  },
};
/** What a model would write. */
let rewriting: (questionId: string, instructions: string) => Promise<void> = async () => undefined;

const platform = (table = server.table) => ({
  ...reviewOn(table, { workflows, now, warn: () => undefined, ruleChecks: async () => [] }).handlers,
  steps: reviewStepsOn(server.table, {
    workflows,
    now,
    writing: {
      write: (questionId, { instructions }) => rewriting(questionId, instructions),
      check: async () => undefined,
    },
  }),
  clock: reviewClockOn(server.table, {
    workflows,
    now,
    warn: () => undefined,
    start: async (name) => {
      started.push(name);
    },
  }),
});

beforeAll(async () => {
  server = await startTable();
  exam = (await fullPack()).exam;
});
afterAll(() => server?.stop());
beforeEach(() => {
  reach = "sent";
  sent.length = 0;
  started.length = 0;
  rewriting = async () => undefined;
});

const roles = { olga: "owner", ada: "instructor", bob: "instructor", lea: "learner" } as const;
type Name = keyof typeof roles;

/** A cohort with an owner, and with those named. */
async function newCohort(...others: Exclude<Name, "olga">[]): Promise<string> {
  const cohortId = `coh_${ulid()}`;
  const record: CohortRecord = {
    ...{ id: cohortId, name: "Tuesday group", examId: exam.id, examDate: null, timeZone: "Europe/Berlin" },
    ...{ state: "active", createdAt: now(), createdBy: "olga", demo: false },
    ...{ members: 1 + others.length, owners: new Set(["olga"]) },
  };
  await server.table.put({ pk: `COHORT#${cohortId}`, sk: "HEAD", entity: "cohort", ...record });
  for (const userId of ["olga", ...others] as const) {
    const choices = { name: userId, pseudonym: userId, listed: true, shares: false };
    await server.table.put(
      memberItem({ cohortId, userId, role: roles[userId], joinedAt: now(), ...choices }),
    );
  }
  return cohortId;
}

const as = (cohortId: string, userId: Name) => ({
  caller: { userId, email: "", groups: [] },
  member: { cohortId, userId, role: roles[userId], cohort: { examId: exam.id, timeZone: "Europe/Berlin" } },
  params: { cohortId },
  query: undefined,
  body: undefined,
});
const on = (cohortId: string, userId: Name, questionId: string) => ({
  ...as(cohortId, userId),
  params: { cohortId, questionId },
});

const approve = { vote: "approve", angoff: 0.6 } as const;
const reject = { vote: "reject", reason: "trivial", comment: "Everybody knows that." } as const;
const change = { vote: "request_changes", instructions: "Name the Region in the stem." } as const;

const vote = (
  cohortId: string,
  userId: Name,
  questionId: string,
  verdict: Vote["verdict"],
  { version = 1, id = `vot_${ulid()}` } = {},
) => platform().vote({ ...on(cohortId, userId, questionId), body: { id, version, verdict } });

/** A candidate in review, whose workflow waits. */
async function inReview(cohortId: string, wish: Parameters<typeof newDraft>[2] = {}): Promise<string> {
  const { id } = await newDraft(server.table, cohortId, wish);
  await platform().steps.open(id);
  await platform().steps.wait(id, `token of ${id}`);
  return id;
}

const candidate = (cohortId: string, userId: Name, questionId: string) =>
  platform().candidate(on(cohortId, userId, questionId));

async function life(cohortId: string, questionId: string): Promise<LifeEvent[]> {
  const page = { ...on(cohortId, "olga", questionId), query: { limit: 100 } };
  return (await platform().life(page)).items;
}
const actions = async (cohortId: string, questionId: string) =>
  (await life(cohortId, questionId)).map(({ action }) => action);

const conflict = (about: string) => ({ code: "conflict", message: expect.stringContaining(about) });
const bank = () => questionStore(server.table);

test("two of three approve, and it is in the bank on trial, with the mean of their ratings", async () => {
  const cohortId = await newCohort("ada", "bob");
  const id = await inReview(cohortId);
  const first = await vote(cohortId, "ada", id, approve);
  expect(first).toMatchObject({ state: "in_review", myVote: "approve", votes: { approve: 1, quorum: 2 } });
  expect(sent).toEqual([]);
  const second = await vote(cohortId, "bob", id, { ...approve, angoff: 0.7 });
  expect(second).toMatchObject({
    state: "approved",
    currentVotes: [{ by: { name: "ada" } }, { by: { name: "bob" } }],
  });
  expect(sent).toEqual([{ token: `token of ${id}`, output: { outcome: "approved" } }]);
  expect(await bank().head(id)).toBeUndefined();

  await platform().steps.admit(id);
  await platform().steps.admit(id);
  expect(await bank().get(id)).toMatchObject({
    ...{ state: "pilot", version: 1, cohortId },
    item: {
      angoff: { rating: 0.65 },
      provenance: { origin: "generated", approvals: 2, by: { prompt: "write-item@1" } },
    },
  });
  expect(await isUnsent(server.table, id)).toBe(false);
  expect(await candidate(cohortId, "olga", id)).toMatchObject({ question: { state: "pilot", version: 1 } });
  expect(await actions(cohortId, id)).toEqual(["sent_to_review", "voted", "voted", "approved", "admitted"]);
});

test("a group's question is in no other bank than its own", async () => {
  const cohortId = await newCohort("ada", "bob");
  const id = await inReview(cohortId);
  for (const name of ["ada", "bob"] as const) await vote(cohortId, name, id, approve);
  await platform().steps.admit(id);
  const ids = async (...cohorts: string[]) =>
    (await bank().published(exam.id, cohorts)).map((question) => question.id);
  expect(await ids(cohortId)).toContain(id);
  expect(await ids()).not.toContain(id);
  expect(await ids(await newCohort())).not.toContain(id);
  const { items } = await bank().list(exam.id, { limit: 100 });
  expect(items.map((question) => question.id)).not.toContain(id);
});

test("a double click is one vote, and the same id with another vote is refused", async () => {
  const cohortId = await newCohort("ada", "bob");
  const id = await inReview(cohortId);
  const click = { id: `vot_${ulid()}` };
  const clicks = [1, 2, 3].map(() => vote(cohortId, "ada", id, approve, click));
  for (const reply of await Promise.all(clicks)) expect(reply).toMatchObject({ votes: { approve: 1 } });
  await expect(vote(cohortId, "ada", id, reject, click)).rejects.toMatchObject(conflict("another vote"));
  expect((await actions(cohortId, id)).filter((action) => action === "voted")).toHaveLength(1);
  // The last click that decides, twice.
  const last = { id: `vot_${ulid()}` };
  const both = await Promise.all([1, 2].map(() => vote(cohortId, "bob", id, approve, last)));
  for (const reply of both) expect(reply.state).toBe("approved");
  expect((await actions(cohortId, id)).filter((action) => action === "approved")).toHaveLength(1);
});

test.each([
  ["vote", "HEAD", "before"],
  ["vote", "HEAD", "after"],
  ["vote", "VOTE#", "before"],
  ["vote", "VOTE#", "after"],
  ["edit", "HEAD", "before"],
  ["edit", "HEAD", "after"],
  ["edit", "VERSION#0002", "before"],
  ["edit", "VERSION#0002", "after"],
] as const)(
  "two clicks are one %s: the second as a whole while the first reads %s, %s that",
  async (act, read, when) => {
    const cohortId = await newCohort("ada", "bob");
    const id = await inReview(cohortId);
    const { item } = await someDraft();
    const voting = { id: `vot_${ulid()}`, version: 1, verdict: approve };
    const editing = {
      ...{ id: `edt_${ulid()}`, basedOn: 1, comment: "Shorter." },
      item: { ...item, stem: `${item.stem} Which?` },
    };
    const click = (table = server.table) =>
      act === "vote"
        ? platform(table).vote({ ...on(cohortId, "ada", id), body: voting })
        : platform(table).edit({ ...on(cohortId, "ada", id), body: editing });
    let other: ReturnType<typeof click> | undefined;
    const once = () => {
      other = click();
      return other;
    };
    const interrupted: typeof server.table = {
      ...server.table,
      async get(schema, key, consistency) {
        const isIt = key.pk === `CANDIDATE#${id}` && key.sk.startsWith(read) && !other;
        if (isIt && when === "before") await once();
        const found = await server.table.get(schema, key, consistency);
        if (isIt && when === "after") await once();
        return found;
      },
    };
    const reply = await click(interrupted);
    expect(reply).toEqual(await other);
    const done = act === "vote" ? "voted" : "edited";
    expect((await actions(cohortId, id)).filter((action) => action === done)).toHaveLength(1);
  },
);

test("of two reviewers at once, one decides and the other is told", async () => {
  const cohortId = await newCohort("ada", "bob");
  await platform().changeSettings({ ...as(cohortId, "olga"), body: { quorum: 1 } });
  for (let round = 0; round < 5; round++) {
    const id = await inReview(cohortId);
    const results = await Promise.allSettled([
      vote(cohortId, "ada", id, approve),
      vote(cohortId, "bob", id, reject),
    ]);
    const done = results.filter(({ status }) => status === "fulfilled");
    expect(done).toHaveLength(1);
    const refused = results.find((result) => result.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "conflict" });
    const decided = (await actions(cohortId, id)).filter((action) =>
      ["approved", "rejected"].includes(action),
    );
    expect(decided).toHaveLength(1);
    const [{ state }] = [await candidate(cohortId, "olga", id)];
    expect(decided).toEqual([state]);
    expect(sent.filter(({ token }) => token === `token of ${id}`)).toHaveLength(1);
  }
});

test("where two differ an owner decides; a vote may be changed until then", async () => {
  const cohortId = await newCohort("ada", "bob");
  const id = await inReview(cohortId);
  await vote(cohortId, "ada", id, reject);
  await vote(cohortId, "ada", id, approve);
  expect(await vote(cohortId, "bob", id, reject)).toMatchObject({
    state: "in_review",
    votes: { approve: 1, reject: 1, quorum: 2 },
  });
  expect(await vote(cohortId, "olga", id, reject)).toMatchObject({ state: "rejected" });
  await platform().steps.close(id);
  expect(await isUnsent(server.table, id)).toBe(false);
  expect(await bank().head(id)).toBeUndefined();
  await expect(vote(cohortId, "ada", id, approve)).rejects.toMatchObject(conflict("rejected already"));
});

test("an edit makes a version, votes before it count no more, and its editor does not approve it alone", async () => {
  const cohortId = await newCohort("ada", "bob");
  await platform().changeSettings({ ...as(cohortId, "olga"), body: { quorum: 1 } });
  const id = await inReview(cohortId);
  const { item } = await someDraft();
  const body = {
    id: `edt_${ulid()}`,
    basedOn: 1,
    item: { ...item, stem: `${item.stem} Which?` },
    comment: "The stem asked nothing.",
  };
  const edit = () => platform().edit({ ...on(cohortId, "ada", id), body });
  const [edited, again] = await Promise.all([edit(), edit()]);
  expect(edited).toMatchObject({ version: 2, stem: body.item.stem, current: { made: { how: "edited" } } });
  expect(again.version).toBe(2);
  expect(edited.approvalNeedsOther).toMatch(/somebody else/);
  expect((await candidate(cohortId, "bob", id)).approvalNeedsOther).toBeUndefined();

  await expect(vote(cohortId, "bob", id, approve)).rejects.toMatchObject(conflict("version 2"));
  expect(await vote(cohortId, "ada", id, approve, { version: 2 })).toMatchObject({ state: "in_review" });
  expect(await vote(cohortId, "bob", id, approve, { version: 2 })).toMatchObject({ state: "approved" });
  await platform().steps.admit(id);
  expect(await bank().get(id)).toMatchObject({
    item: { stem: body.item.stem, provenance: { approvals: 2 } },
  });
  expect(await actions(cohortId, id)).toEqual([
    ...["sent_to_review", "edited", "checked", "voted", "voted", "approved", "admitted"],
  ]);
});

test("an approval of an earlier version is asked for again after an edit", async () => {
  const cohortId = await newCohort("ada", "bob");
  const id = await inReview(cohortId);
  await vote(cohortId, "bob", id, approve);
  const { item } = await someDraft();
  const body = { id: `edt_${ulid()}`, basedOn: 1, item: { ...item, stem: "Another?" }, comment: "Shorter." };
  expect(await platform().edit({ ...on(cohortId, "ada", id), body })).toMatchObject({
    votes: { approve: 0 },
    currentVotes: [],
  });
  expect(await vote(cohortId, "ada", id, approve, { version: 2 })).toMatchObject({ state: "in_review" });
});

test("changes are asked for at once, three times at most; what can't be written comes back as it was", async () => {
  const cohortId = await newCohort("ada", "bob");
  const id = await inReview(cohortId);
  const { item } = await someDraft();
  rewriting = async (questionId, instructions) => {
    const store = candidateStore(server.table);
    const before = await store.get(questionId);
    if (!before) throw new TypeError("there is a candidate");
    const version = before.version + 1;
    const by = { model: "a-model", prompt: "revise-item@1" };
    const made = { how: "generated" as const, by, instructions };
    const at = now();
    await store.write(
      before,
      { ...before, version, stem: `Stem ${version}` },
      {
        at,
        more: [putVersion(questionId, { version, at, item, made, passages: [], checks: [] })],
      },
    );
  };
  for (const round of [1, 2, 3]) {
    const asked = await vote(cohortId, "ada", id, change, { version: round });
    expect(asked).toMatchObject({ state: "changes_requested", round });
    expect(sent.at(-1)?.output).toEqual({ outcome: "changes_requested" });
    await platform().steps.rewrite(id);
    // A step that is run again writes nothing twice.
    await platform().steps.rewrite(id);
    await platform().steps.check(id);
    await platform().steps.reopen(id, "none");
    expect(await candidate(cohortId, "bob", id)).toMatchObject({
      ...{ state: "in_review", version: round + 1, stem: `Stem ${round + 1}` },
      current: { made: { instructions: change.instructions } },
    });
    await platform().steps.wait(id, `token of ${id}`);
  }
  await expect(vote(cohortId, "ada", id, change, { version: 4 })).rejects.toMatchObject(conflict("3 times"));

  const other = await inReview(cohortId);
  rewriting = async () => {
    throw new Fault("model_unavailable", "No model answers.");
  };
  await vote(cohortId, "ada", other, change);
  await expect(platform().steps.rewrite(other)).rejects.toThrow("No model");
  await platform().steps.reopen(other, "model_unavailable");
  expect(await candidate(cohortId, "bob", other)).toMatchObject({ state: "in_review", version: 1, round: 1 });
  expect((await life(cohortId, other)).slice(-2)).toMatchObject([
    { action: "failed", detail: expect.stringContaining("No model has answered, so it is as it was") },
    { action: "sent_to_review" },
  ]);
});

test("a decision that could not be sent is sent by the sweeper, until its workflow takes it up", async () => {
  const cohortId = await newCohort();
  const id = await inReview(cohortId);
  reach = "broken";
  expect(await vote(cohortId, "olga", id, approve)).toMatchObject({ state: "approved" });
  reach = "sent";
  await platform().clock.sweep();
  const mine = () => sent.filter(({ token }) => token === `token of ${id}`);
  expect(mine()).toEqual([{ token: `token of ${id}`, output: { outcome: "approved" } }]);
  // Taken up: there is nothing to send any more.
  await platform().steps.admit(id);
  await platform().clock.sweep();
  expect(mine()).toHaveLength(1);
  expect(started.filter((name) => name.startsWith(id))).toEqual([]);
});

test("a workflow that ends while a question is written anew leaves it to another one", async () => {
  const cohortId = await newCohort();
  const id = await inReview(cohortId);
  await vote(cohortId, "olga", id, change);
  await platform().steps.rewrite(id);
  later(60);
  await platform().clock.sweep();
  expect(started.filter((name) => name.startsWith(id))).toEqual([]);
  later(70);
  await platform().clock.sweep();
  expect(started.filter((name) => name.startsWith(id))).toHaveLength(1);
  await platform().steps.open(id);
  await platform().steps.wait(id, "the other's token");
  expect(sent.at(-1)).toEqual({ token: "the other's token", output: { outcome: "changes_requested" } });
  await platform().steps.reopen(id, "none");
  expect(await isUnsent(server.table, id)).toBe(false);
});

test("a token that has timed out loses no decision: who waits next is answered at once, or another workflow is", async () => {
  const cohortId = await newCohort();
  const id = await inReview(cohortId);
  reach = "gone";
  await vote(cohortId, "olga", id, approve);
  reach = "sent";
  await platform().steps.wait(id, "a later token");
  expect(sent).toEqual([{ token: "a later token", output: { outcome: "approved" } }]);
  // The time-out comes first, and the decision stands.
  expect(await platform().steps.expire(id)).toEqual({ outcome: "approved" });

  reach = "gone";
  await platform().clock.sweep();
  expect(started.filter((name) => name.startsWith(id))).toEqual([]);
  later(20);
  await platform().clock.sweep();
  await platform().clock.sweep();
  const names = started.filter((name) => name.startsWith(id));
  expect(names).toHaveLength(2);
  expect(new Set(names).size).toBe(1);
  expect(await platform().steps.open(id)).toEqual({ open: true });
  await platform().steps.admit(id);
  expect(await bank().get(id)).toMatchObject({ state: "pilot" });
  expect(await platform().steps.open(id)).toEqual({ open: false });
});

test("time-outs remind reviewers and tell owners, once, and then it expires; never is it approved", async () => {
  const cohortId = await newCohort("ada", "lea");
  const id = await inReview(cohortId);
  const told = async (userId: string) =>
    (await noticeStore(server.table).list(userId, { limit: 100 })).items.flatMap((notice) =>
      "cohortId" in notice && notice.cohortId === cohortId ? [notice.kind] : [],
    );
  for (const step of ["remind", "remind", "escalate", "escalate"] as const) await platform().steps[step](id);
  expect(await told("ada")).toEqual(["review_reminder"]);
  expect((await told("olga")).toSorted()).toEqual(["review_escalation", "review_reminder"]);
  expect(await told("lea")).toEqual([]);
  expect(await candidate(cohortId, "ada", id)).toMatchObject({ state: "in_review", escalated: true });

  expect(await platform().steps.expire(id)).toEqual({ outcome: "expired" });
  expect(await platform().steps.expire(id)).toEqual({ outcome: "expired" });
  await platform().steps.close(id);
  await expect(vote(cohortId, "ada", id, approve)).rejects.toMatchObject(conflict("over"));
  expect(await bank().head(id)).toBeUndefined();
  expect(await actions(cohortId, id)).toEqual(["sent_to_review", "reminded", "escalated", "expired"]);
});

test("a vote and the expiry at once: one of them is the decision", async () => {
  const cohortId = await newCohort();
  for (let round = 0; round < 5; round++) {
    const id = await inReview(cohortId);
    const [voted, expired] = await Promise.allSettled([
      vote(cohortId, "olga", id, approve),
      platform().steps.expire(id),
    ]);
    const outcome = expired.status === "fulfilled" ? expired.value.outcome : "none";
    expect(outcome).toBe(voted.status === "fulfilled" ? "approved" : "expired");
  }
});

test("who works on a question holds it for half an hour, and no other acts on it", async () => {
  const cohortId = await newCohort("ada", "bob");
  const id = await inReview(cohortId);
  const lease = (name: Name) => platform().lease(on(cohortId, name, id));
  const release = (name: Name) => platform().release(on(cohortId, name, id));
  expect(await lease("ada")).toMatchObject({ lease: { by: { name: "ada" } } });
  await expect(lease("bob")).rejects.toMatchObject(conflict("ada works on this"));
  await expect(vote(cohortId, "bob", id, reject)).rejects.toMatchObject(conflict("until"));
  await release("bob");
  await expect(lease("bob")).rejects.toMatchObject(conflict("ada"));
  expect(await vote(cohortId, "ada", id, approve)).toMatchObject({ votes: { approve: 1 } });
  await release("ada");
  await release("ada");
  expect((await lease("bob")).lease?.by.name).toBe("bob");
  later(31);
  expect((await candidate(cohortId, "ada", id)).lease).toBeUndefined();
  expect((await lease("ada")).lease?.by.name).toBe("ada");
  const both = await Promise.allSettled([1, 2].map(() => inReview(cohortId))).then(async () =>
    Promise.allSettled([lease("ada"), lease("bob")]),
  );
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
});

test("the queue is filtered over pages, and no page is empty before the last", async () => {
  const cohortId = await newCohort("ada");
  const wanted: string[] = [];
  for (let place = 0; place < 12; place++) {
    const hit = place % 3 === 0;
    const id = await inReview(cohortId, hit ? { taskId: "1.1", failed: ["lint"] } : { taskId: "2.2" });
    if (hit) wanted.push(id);
  }
  const queue = async (query: object) => {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await platform().queue({
        ...as(cohortId, "ada"),
        query: { limit: 3, state: "in_review", ...query, cursor },
      });
      pages.push(page.items.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor);
    return pages;
  };
  expect(await queue({ taskId: "1.1" })).toEqual([wanted.slice(0, 3), wanted.slice(3)]);
  expect((await queue({ check: "lint" })).flat()).toEqual(wanted);
  expect((await queue({})).flat()).toHaveLength(12);
  expect((await queue({ limit: 12 })).map((page) => page.length)).toEqual([12]);
  expect((await queue({ type: "ordering" })).flat()).toEqual([]);

  const [first = "", second = ""] = wanted;
  await platform().lease(on(cohortId, "olga", first));
  await vote(cohortId, "ada", second, approve);
  expect((await queue({ mine: "todo", taskId: "1.1" })).flat()).toEqual(wanted.slice(2));
  expect((await queue({ mine: "leased" })).flat()).toEqual([]);
  later(26 * 60);
  expect((await queue({ olderThanDays: 1 })).flat()).toHaveLength(12);
  expect((await queue({ olderThanDays: 2 })).flat()).toEqual([]);
});

test("another group's question is not there, whatever is asked of it", async () => {
  const [cohortId, other] = [await newCohort("ada"), await newCohort("ada")];
  const id = await inReview(cohortId);
  const missing = { code: "not_found" };
  await expect(candidate(other, "ada", id)).rejects.toMatchObject(missing);
  await expect(vote(other, "ada", id, approve)).rejects.toMatchObject(missing);
  await expect(platform().lease(on(other, "ada", id))).rejects.toMatchObject(missing);
  await expect(life(other, id)).rejects.toMatchObject(missing);
  const body = { version: 1, to: "retired" as const, comment: "Away with it." };
  await expect(platform().changeState({ ...on(other, "ada", id), body })).rejects.toMatchObject(missing);
});

test("a group that is archived can be read and not changed", async () => {
  const cohortId = await newCohort("ada");
  const id = await inReview(cohortId);
  await server.table.update({
    Key: { pk: `COHORT#${cohortId}`, sk: "HEAD" },
    UpdateExpression: "SET #state = :archived",
    ExpressionAttributeNames: { "#state": "state" },
    ExpressionAttributeValues: { ":archived": "archived" },
  });
  expect(await candidate(cohortId, "ada", id)).toMatchObject({ state: "in_review" });
  await expect(vote(cohortId, "ada", id, approve)).rejects.toMatchObject(conflict("archived"));
  const quorum = { ...as(cohortId, "olga"), body: { quorum: 3 } };
  await expect(platform().changeSettings(quorum)).rejects.toMatchObject(conflict("archived"));
});

test("a quorum of more than there are is all there are", async () => {
  const cohortId = await newCohort("ada");
  const settings = () => platform().settings(as(cohortId, "olga"));
  expect(await settings()).toEqual({ quorum: null, effective: 2 });
  await platform().changeSettings({ ...as(cohortId, "olga"), body: { quorum: 5 } });
  expect(await settings()).toEqual({ quorum: 5, effective: 2 });
  await platform().changeSettings({ ...as(cohortId, "olga"), body: { quorum: null } });
  expect(await settings()).toEqual({ quorum: null, effective: 2 });
});

// ---- In the bank.

/** A question of a group on trial. */
async function pilot(cohortId: string): Promise<string> {
  const id = await inReview(cohortId);
  await vote(cohortId, "olga", id, approve);
  await platform().steps.admit(id);
  return id;
}

/** So many first answers, of which so many are right; `apart` where those who are able get it right. */
const answers = (questionId: string, n: number, right: number, apart: boolean, version = 1) =>
  server.table.transact([
    addTo(
      exam.id,
      { questionId, version },
      {
        ...{ n, right, nRest: n, rightRest: right },
        ...(apart
          ? {
              rest: right * 900 + (n - right) * 300,
              restSquared: right * 810_000 + (n - right) * 90_000,
              restIfRight: right * 900,
            }
          : { rest: n * 600, restSquared: n * 600 * 600 + n * 100, restIfRight: right * 600 }),
      },
    ),
  ]);

test("a pilot counts when enough answers say that it is good; its version stays", async () => {
  const cohortId = await newCohort();
  const [good, few] = [await pilot(cohortId), await pilot(cohortId)];
  await answers(good, 30, 20, true);
  await answers(few, 29, 20, true);
  const listed = async () =>
    (await platform().questions({ ...as(cohortId, "olga"), query: { limit: 100 } })).items.map(
      ({ id, state, lacks }) => ({ id, state, lacks }),
    );
  expect(await listed()).toEqual(expect.arrayContaining([{ id: good, state: "pilot", lacks: [] }]));
  await platform().clock.pilots();
  await platform().clock.pilots();
  expect(await listed()).toEqual(
    expect.arrayContaining([
      { id: good, state: "scored", lacks: [] },
      { id: few, state: "pilot", lacks: ["answers"] },
    ]),
  );
  expect(await bank().head(good)).toMatchObject({ state: "scored", version: 1 });
  expect((await actions(cohortId, good)).filter((action) => action === "promoted")).toHaveLength(1);
});

test("a bad pilot goes back to people, no learner gets it meanwhile, and what they approve is its next version", async () => {
  const cohortId = await newCohort();
  const id = await pilot(cohortId);
  await answers(id, 40, 4, true);
  await platform().clock.pilots();
  expect(await bank().head(id)).toMatchObject({ state: "in_review" });
  expect((await bank().published(exam.id, [cohortId])).map((question) => question.id)).not.toContain(id);
  expect(await candidate(cohortId, "olga", id)).toMatchObject({
    ...{ state: "in_review", version: 2, votes: { approve: 0 }, question: { state: "in_review" } },
    current: { made: { instructions: expect.stringContaining("40 first answers, 10 %") } },
  });
  // The sweeper starts its workflow, which takes note of it.
  await platform().clock.sweep();
  expect(started).toContain(`${id}-2`);
  await platform().steps.open(id);
  expect(await isUnsent(server.table, id)).toBe(false);
  await platform().steps.wait(id, `token of ${id}`);

  const sameState = { version: 1, to: "retired" as const, comment: "Away with it." };
  await expect(
    platform().changeState({ ...on(cohortId, "olga", id), body: sameState }),
  ).rejects.toMatchObject(conflict("back in review"));
  await vote(cohortId, "olga", id, approve, { version: 2 });
  await platform().steps.admit(id);
  expect(await bank().head(id)).toMatchObject({ state: "pilot", version: 2 });
  expect(await bank().history(id)).toHaveLength(2);
});

test("what people reject after its trial is retired, and stays for those who were given it", async () => {
  const cohortId = await newCohort();
  const id = await pilot(cohortId);
  await answers(id, 40, 20, false);
  await platform().clock.pilots();
  await vote(cohortId, "olga", id, reject, { version: 2 });
  await platform().steps.close(id);
  expect(await bank().head(id)).toMatchObject({ state: "retired", version: 1 });
  expect(await bank().versions([{ questionId: id, version: 1 }])).toHaveLength(1);
});

test("an instructor signs a pilot off, with a comment in its life; it is retired at any time", async () => {
  const cohortId = await newCohort("ada");
  await platform().changeSettings({ ...as(cohortId, "olga"), body: { quorum: 1 } });
  const id = await pilot(cohortId);
  const move = (to: "scored" | "retired", comment: string) =>
    platform().changeState({ ...on(cohortId, "ada", id), body: { version: 1, to, comment } });
  const [once, twice] = await Promise.all([
    move("scored", "Five of us agree."),
    move("scored", "Five of us agree."),
  ]);
  expect([once.state, twice.state]).toEqual(["scored", "scored"]);
  expect(await move("retired", "The service has changed.")).toMatchObject({ state: "retired" });
  await expect(move("scored", "Once more.")).rejects.toMatchObject(conflict("retired"));
  const events = (await life(cohortId, id)).slice(-2);
  expect(events).toMatchObject([
    { action: "signed_off", actor: "ada", detail: expect.stringContaining("Five of us agree.") },
    { action: "retired", actor: "ada", detail: expect.stringContaining("The service has changed.") },
  ]);
  await platform().clock.pilots();
  expect(await bank().head(id)).toMatchObject({ state: "retired" });
});

test("the figures of the review are those of what has happened", async () => {
  const cohortId = await newCohort("ada", "bob");
  const ids = [
    await inReview(cohortId),
    await inReview(cohortId),
    await inReview(cohortId),
    await inReview(cohortId),
  ];
  const [agreed = "", split = "", changed = ""] = ids;
  for (const name of ["ada", "bob"] as const) await vote(cohortId, name, agreed, approve);
  await platform().steps.admit(agreed);
  await vote(cohortId, "ada", split, approve);
  await vote(cohortId, "bob", split, reject);
  await vote(cohortId, "olga", split, reject);
  await vote(cohortId, "bob", changed, change);
  await answers(agreed, 30, 2, true);
  const quality = await platform().quality(as(cohortId, "olga"));
  expect(quality.weeks).toHaveLength(12);
  expect(quality.weeks.at(-1)).toMatchObject({ approved: 1, rejected: 1, changesRequested: 1, expired: 0 });
  expect(quality.queue).toMatchObject({ open: 1, ages: [{ fromDays: 0, count: 1 }, {}, {}, {}, {}] });
  expect(quality.acceptance).toMatchObject([{ prompt: "write-item@1", approved: 1, decided: 2 }]);
  expect(quality.agreement).toMatchObject({ pairs: 2, same: 1, kappa: 0 });
  expect(quality.later).toEqual({ known: 1, bad: 1 });

  const trail = await platform().trail({ ...as(cohortId, "olga"), query: { limit: 3 } });
  expect(trail.items.map(({ action }) => action)).toEqual(["changes_requested", "voted", "rejected"]);
});
