import { readFile } from "node:fs/promises";
import { beforeAll, expect, jest, test } from "@jest/globals";
import { answered, someAnswer } from "@lyceum/scripts/testing/answers";
import { newMock, someMock } from "@lyceum/scripts/testing/attempts";
import {
  accept,
  choices,
  newCohort,
  newInvite,
  newSecret,
  someCohort,
  takeIn,
  userIdOf,
} from "@lyceum/scripts/testing/cohorts";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { someWish } from "@lyceum/scripts/testing/generations";
import { putFile, someMarkdown, untilUpload, upload } from "@lyceum/scripts/testing/notes";
import { newPerson, type Person, rawCall } from "@lyceum/scripts/testing/people";
import { platformTable } from "@lyceum/scripts/testing/platform";
import { someResponse } from "@lyceum/scripts/testing/responses";
import { newDraft, someDraft } from "@lyceum/scripts/testing/review";
import { api } from "@lyceum/shared/api";
import { untouched } from "@lyceum/shared/attempts";
import type { CallInput, Input, RouteKey } from "@lyceum/shared/contract/client";
import type { Route } from "@lyceum/shared/contract/route";
import { ulid } from "ulid";
import { groupMockStore } from "../attempts/group-mocks/store.ts";
import { putAudit, whileActive } from "../cohorts/store.ts";
import { generationStore } from "../generation/store.ts";
import { questionStore } from "../questions/store.ts";
import { answersOn } from "../tutor/composition.ts";
import { gapStore } from "../tutor/gaps/store.ts";

// Every route with every kind of caller. Requests are such that who may call gets a success, and nothing else.

jest.setTimeout(120_000);

const routes = Object.values(api).flatMap((slice) => Object.values<Route>(slice));

const kinds = [
  "nobody",
  "signed in",
  "member of another cohort",
  "removed member",
  "learner",
  "instructor",
  "owner",
  "platform instructor",
  "operator",
] as const;
type Kind = (typeof kinds)[number];
type Answer = "yes" | 401 | 403 | 404;

/** What a caller is answered: written down here once more, apart from the code that decides it. */
function expected(access: Route["access"], kind: Kind): Answer {
  if (access === "public") return "yes";
  if (kind === "nobody") return 401;
  if (access === "learner") return "yes";
  if (access === "instructor") return kind === "platform instructor" ? "yes" : 403;
  if (access === "operator") return kind === "operator" ? "yes" : 403;
  const rising = ["learner", "instructor", "owner"];
  const has = rising.indexOf(kind);
  if (has < 0) return 404;
  return has >= rising.indexOf(access.slice("cohort:".length)) ? "yes" : 403;
}

const row = (answer: (kind: Kind) => Answer) => Object.fromEntries(kinds.map((kind) => [kind, answer(kind)]));

interface World {
  cohortId: string;
  examId: string;
  /** Somebody has disputed this version of it. */
  questionId: string;
  version: string;
  inviteId: string;
  secret: string;
  /** A learner of the cohort, who calls nothing. */
  userId: string;
}

/** What there is for a request to name. */
type Things = World & Quiz & { mockId: string; asker: string };

/** In practice mode. */
interface Quiz {
  attemptId: string;
  /** To its first item. */
  response: ReturnType<typeof someResponse>;
  /** Another, that is over. */
  submittedId: string;
}

/** A route without a request here does not compile. */
const requests: Readonly<Record<string, (things: Things) => CallInput | Promise<CallInput>>> = {
  "GET /health": () => ({}),
  "GET /exams": () => ({}),
  "GET /exams/{examId}": ({ examId }) => ({ params: { examId } }),
  "GET /exams/{examId}/questions": ({ examId }) => ({ params: { examId } }),
  "GET /exams/{examId}/statistics": ({ examId }) => ({ params: { examId } }),
  "GET /exams/{examId}/progress": ({ examId }) => ({ params: { examId } }),
  "GET /questions/{questionId}": ({ questionId }) => ({ params: { questionId } }),
  "GET /account": () => ({}),
  "PUT /account": () => ({ body: { displayName: "", examId: null, examDate: null } }),

  "POST /attempts": ({ examId }) => ({
    body: { id: `att_${ulid()}`, examId, kind: "quiz", mode: "exam", count: 1 },
  }),
  "GET /attempts": () => ({}),
  "GET /attempts/{attemptId}": ({ attemptId }) => ({ params: { attemptId } }),
  "PUT /attempts/{attemptId}/items/{position}": ({ attemptId, response }) => ({
    params: { attemptId, position: "1" },
    body: { ...untouched, response, revision: 1 },
  }),
  "POST /attempts/{attemptId}/items/{position}/check": ({ attemptId, response }) => ({
    params: { attemptId, position: "1" },
    body: { ...untouched, response, revision: 1 },
  }),
  "POST /attempts/{attemptId}/submit": ({ attemptId }) => ({ params: { attemptId } }),
  "DELETE /attempts/{attemptId}": ({ attemptId }) => ({ params: { attemptId } }),

  "POST /attempts/{attemptId}/items/{position}/dispute": ({ submittedId }) => ({
    params: { attemptId: submittedId, position: "1" },
    body: { reason: "unclear", text: "It can be read in two ways." },
  }),
  "GET /disputes": () => ({}),
  "GET /exams/{examId}/disputes": ({ examId }) => ({ params: { examId } }),
  "GET /questions/{questionId}/versions/{version}": ({ questionId, version }) => ({
    params: { questionId, version },
  }),
  "GET /questions/{questionId}/versions/{version}/disputes": ({ questionId, version }) => ({
    params: { questionId, version },
  }),
  "POST /questions/{questionId}/versions/{version}/answers": ({ questionId, version }) => ({
    params: { questionId, version },
    body: { id: `ans_${ulid()}`, text: "It can be read in one way." },
  }),
  "GET /notices": () => ({}),
  "DELETE /notices/{noticeId}": () => ({ params: { noticeId: `ntc_${ulid()}` } }),

  "POST /cohorts": async () => ({ body: await someCohort() }),
  "GET /cohorts": () => ({}),
  "GET /cohorts/{cohortId}": ({ cohortId }) => ({ params: { cohortId } }),
  "PUT /cohorts/{cohortId}": ({ cohortId }) => ({
    params: { cohortId },
    body: { name: "Another name", examDate: null, timeZone: "UTC" },
  }),
  "PUT /cohorts/{cohortId}/state": ({ cohortId }) => ({ params: { cohortId }, body: { state: "archived" } }),
  "DELETE /cohorts/{cohortId}": ({ cohortId }) => ({ params: { cohortId } }),
  "PUT /cohorts/{cohortId}/me": ({ cohortId }) => ({ params: { cohortId }, body: choices() }),
  "DELETE /cohorts/{cohortId}/me": ({ cohortId }) => ({ params: { cohortId } }),
  "GET /cohorts/{cohortId}/members": ({ cohortId }) => ({ params: { cohortId } }),
  "PUT /cohorts/{cohortId}/members/{userId}": ({ cohortId, userId }) => ({
    params: { cohortId, userId },
    body: { role: "instructor" },
  }),
  "DELETE /cohorts/{cohortId}/members/{userId}": ({ cohortId, userId }) => ({ params: { cohortId, userId } }),
  "POST /cohorts/{cohortId}/invites": ({ cohortId }) => ({
    params: { cohortId },
    body: { id: `inv_${ulid()}`, secret: newSecret(), role: "learner", days: 1, maxUses: 1 },
  }),
  "GET /cohorts/{cohortId}/invites": ({ cohortId }) => ({ params: { cohortId } }),
  "DELETE /cohorts/{cohortId}/invites/{inviteId}": ({ cohortId, inviteId }) => ({
    params: { cohortId, inviteId },
  }),
  "GET /cohorts/{cohortId}/dashboard": ({ cohortId }) => ({ params: { cohortId } }),
  "GET /cohorts/{cohortId}/learners": ({ cohortId }) => ({ params: { cohortId } }),
  "POST /cohorts/{cohortId}/invites/{inviteId}/mail": ({ cohortId, inviteId, secret }) => ({
    params: { cohortId, inviteId },
    body: { secret, email: `${ulid().toLowerCase()}@test.example` },
  }),
  "GET /cohorts/{cohortId}/boards/{board}/{window}": ({ cohortId }) => ({
    params: { cohortId, board: "mastery", window: "week" },
  }),
  "GET /cohorts/{cohortId}/boards/{board}/{window}/rows": ({ cohortId }) => ({
    params: { cohortId, board: "effort", window: "all" },
  }),
  "GET /cohorts/{cohortId}/audit": ({ cohortId }) => ({ params: { cohortId } }),
  "POST /cohorts/{cohortId}/mocks": async ({ cohortId }) => ({
    params: { cohortId },
    body: await someMock(),
  }),
  "GET /cohorts/{cohortId}/mocks": ({ cohortId }) => ({ params: { cohortId } }),
  "GET /cohorts/{cohortId}/mocks/{mockId}": ({ cohortId, mockId }) => ({ params: { cohortId, mockId } }),
  "DELETE /cohorts/{cohortId}/mocks/{mockId}": ({ cohortId, mockId }) => ({ params: { cohortId, mockId } }),
  "POST /cohorts/{cohortId}/mocks/{mockId}/attempts": ({ cohortId, mockId }) => ({
    params: { cohortId, mockId },
    body: { id: `att_${ulid()}` },
  }),
  "GET /cohorts/{cohortId}/mocks/{mockId}/results": ({ cohortId, mockId }) => ({
    params: { cohortId, mockId },
  }),
  "POST /invites/{inviteId}": ({ inviteId, secret }) => ({ params: { inviteId }, body: { secret } }),
  "POST /invites/{inviteId}/accept": ({ inviteId, secret }) => ({
    params: { inviteId },
    body: { secret, me: choices() },
  }),

  "GET /cohorts/{cohortId}/notes": ({ cohortId }) => ({ params: { cohortId } }),
  "GET /cohorts/{cohortId}/notes/{noteId}": async (things) => ({ params: await readyNote(things) }),
  "GET /cohorts/{cohortId}/notes/{noteId}/parts": async (things) => ({ params: await readyNote(things) }),
  "POST /cohorts/{cohortId}/notes/{noteId}/uploads": ({ cohortId }) => ({
    params: { cohortId, noteId: `not_${ulid()}` },
    body: {
      id: `upl_${ulid()}`,
      title: "A note",
      fileName: "a.md",
      mediaType: "text/markdown",
      bytes: 1,
    },
  }),
  "POST /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}/file": async (things) => ({
    params: await comingNote(things),
  }),
  "POST /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}/consent": async (things) => ({
    params: await doubtfulNote(things),
    body: { personalData: "mask" },
  }),
  "DELETE /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}": async (things) => ({
    params: await comingNote(things),
  }),
  "PATCH /cohorts/{cohortId}/notes/{noteId}": async (things) => ({
    params: await readyNote(things),
    body: { title: "Another title" },
  }),
  "DELETE /cohorts/{cohortId}/notes/{noteId}": ({ cohortId }) => ({
    params: { cohortId, noteId: `not_${ulid()}` },
  }),
  "GET /exams/{examId}/notes": ({ examId }) => ({ params: { examId } }),
  "GET /exams/{examId}/notes/{noteId}": async ({ examId }) => ({
    params: { examId, noteId: await sharedNote() },
  }),
  "GET /exams/{examId}/notes/{noteId}/parts": async ({ examId }) => ({
    params: { examId, noteId: await sharedNote() },
  }),

  "POST /cohorts/{cohortId}/generations": ({ cohortId }) => ({
    params: { cohortId },
    body: { id: `gen_${ulid()}`, ...someWish },
  }),
  "GET /cohorts/{cohortId}/generations": ({ cohortId }) => ({ params: { cohortId } }),
  "GET /cohorts/{cohortId}/generations/{generationId}": async (things) => ({ params: await wished(things) }),
  "GET /cohorts/{cohortId}/generations/{generationId}/candidates": async (things) => ({
    params: await wished(things),
  }),
  "POST /cohorts/{cohortId}/generations/{generationId}/cancel": async (things) => ({
    params: await wished(things),
  }),
  "GET /cohorts/{cohortId}/budget": ({ cohortId }) => ({ params: { cohortId } }),

  "GET /cohorts/{cohortId}/candidates": ({ cohortId }) => ({ params: { cohortId } }),
  "GET /cohorts/{cohortId}/candidates/{questionId}": async (things) => ({ params: await inReview(things) }),
  "GET /cohorts/{cohortId}/candidates/{questionId}/versions": async (things) => ({
    params: await inReview(things),
  }),
  "GET /cohorts/{cohortId}/candidates/{questionId}/life": async (things) => ({
    params: await inReview(things),
  }),
  "PUT /cohorts/{cohortId}/candidates/{questionId}/lease": async (things) => ({
    params: await inReview(things),
  }),
  "DELETE /cohorts/{cohortId}/candidates/{questionId}/lease": async (things) => ({
    params: await inReview(things),
  }),
  "POST /cohorts/{cohortId}/candidates/{questionId}/versions": async (things) => ({
    params: await inReview(things),
    body: {
      id: `edt_${ulid()}`,
      basedOn: 1,
      item: { ...(await someDraft()).item, stem: "Another stem?" },
      comment: "The stem asked nothing.",
    },
  }),
  "POST /cohorts/{cohortId}/candidates/{questionId}/votes": async (things) => ({
    params: await inReview(things),
    body: { id: `vot_${ulid()}`, version: 1, verdict: { vote: "approve", angoff: 0.6 } },
  }),
  "GET /cohorts/{cohortId}/review-settings": ({ cohortId }) => ({ params: { cohortId } }),
  "PUT /cohorts/{cohortId}/review-settings": ({ cohortId }) => ({
    params: { cohortId },
    body: { quorum: 2 },
  }),
  "GET /cohorts/{cohortId}/review-quality": ({ cohortId }) => ({ params: { cohortId } }),
  "GET /cohorts/{cohortId}/review-trail": ({ cohortId }) => ({ params: { cohortId } }),
  "GET /cohorts/{cohortId}/questions": ({ cohortId }) => ({ params: { cohortId } }),
  "GET /cohorts/{cohortId}/questions/{questionId}": async (things) => ({ params: await onTrial(things) }),
  "POST /cohorts/{cohortId}/questions/{questionId}/state": async (things) => ({
    params: await onTrial(things),
    body: { version: 1, to: "retired", comment: "The service has changed." },
  }),

  "POST /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers": ({ cohortId }) => ({
    params: { cohortId, conversationId: `cnv_${ulid()}` },
    body: { id: `ans_${ulid()}`, question: "What does a guardrail filter?" },
  }),
  "GET /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers": async (things) => ({
    params: await conversationOf(things),
  }),
  "GET /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}": async (things) => ({
    params: await answerOf(things),
  }),
  "POST /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/stop": async (
    things,
  ) => ({
    params: await answerOf(things),
  }),
  "PUT /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/feedback": async (
    things,
  ) => ({ params: await answerOf(things), body: { thumb: "down", reason: "unclear" } }),
  "DELETE /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/feedback": async (
    things,
  ) => ({ params: await answerOf(things) }),
  "POST /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/gap": async (things) => ({
    params: await answerOf(things),
  }),
  "GET /cohorts/{cohortId}/tutor/conversations": ({ cohortId }) => ({ params: { cohortId } }),
  "GET /cohorts/{cohortId}/tutor/conversations/{conversationId}": async (things) => ({
    params: await conversationOf(things),
  }),
  "PATCH /cohorts/{cohortId}/tutor/conversations/{conversationId}": async (things) => ({
    params: await conversationOf(things),
    body: { title: "Another title" },
  }),
  "DELETE /cohorts/{cohortId}/tutor/conversations/{conversationId}": async (things) => ({
    params: await conversationOf(things),
  }),
  "GET /cohorts/{cohortId}/tutor/gaps": ({ cohortId }) => ({ params: { cohortId } }),
  "PATCH /cohorts/{cohortId}/tutor/gaps/{gapId}": async (things) => ({
    params: await someGap(things),
    body: { state: "added" },
  }),
  "GET /cohorts/{cohortId}/tutor/feedback": ({ cohortId }) => ({ params: { cohortId } }),
  "GET /cohorts/{cohortId}/tutor/figures": ({ cohortId }) => ({
    params: { cohortId },
    query: { month: "2027-03" },
  }),
  "GET /operations/tutor": () => ({ query: { month: "2027-03" } }),
} satisfies { [Key in RouteKey]: (things: Things) => Input<Key> | Promise<Input<Key>> };

/** Notes of cohorts, by what is done with them. Each is made once: that it was uploaded is in the cohort's log. */
const notesOf = new Map<string, Promise<{ cohortId: string; noteId: string; uploadId: string }>>();

function noteFor({ cohortId }: World, state: "ready" | "awaiting_consent" | "awaiting_file") {
  const name = `${cohortId} ${state}`;
  const making = async () => {
    const note = await upload(witness, { cohortId }, state === "awaiting_consent" ? doubtful : someMarkdown);
    await untilUpload(witness, note, state === "awaiting_consent" ? state : "ready");
    return state === "awaiting_file" ? putFile(witness, note, someMarkdown) : note;
  };
  const made = notesOf.get(name) ?? making();
  notesOf.set(name, made);
  return made;
}

const doubtful = "Write to ada@uni-berlin.de.";
const readyNote = async (things: World) => {
  const { cohortId, noteId } = await noteFor(things, "ready");
  return { cohortId, noteId };
};
/** Decided in the same way again, it is decided. */
const doubtfulNote = (things: World) => noteFor(things, "awaiting_consent");
/** Whose next version is on its way. */
const comingNote = (things: World) => noteFor(things, "awaiting_file");

/** What requests name must be there before anybody looks at how things were. */
async function prepareNote(path: string, world: World): Promise<void> {
  if (!path.startsWith("/cohorts/{cohortId}/notes/{noteId}")) return;
  if (path.endsWith("/consent")) await doubtfulNote(world);
  else if (path.includes("{uploadId}")) await comingNote(world);
  else await readyNote(world);
}

const sharedNote = async () => (await fullPack()).notes[0]?.id ?? "";

/** A wish that nobody works on. Cancelled again, it is cancelled. */
const wishes = new Map<string, Promise<{ cohortId: string; generationId: string }>>();

function wished({ cohortId, examId }: World) {
  const making = async () => {
    const generationId = `gen_${ulid()}`;
    await generationStore(await platformTable()).begin({
      ...{ id: generationId, cohortId, examId, by: "somebody", at: new Date().toISOString() },
      wish: { ...someWish, noteIds: [], instructions: "" },
      state: "running",
      nanoUsd: 0,
    });
    return { cohortId, generationId };
  };
  const made = wishes.get(cohortId) ?? making();
  wishes.set(cohortId, made);
  return made;
}

/** A candidate of the cohort's, for one request: what one caller does with it would keep the next from doing it. */
async function inReview({ cohortId }: World) {
  const { id: questionId } = await newDraft(await platformTable(), cohortId, { state: "in_review" });
  return { cohortId, questionId };
}

/** A question of the cohort's in the bank. */
async function onTrial({ cohortId }: World) {
  const { questions } = await fullPack();
  const [question] = questions;
  if (!question) throw new TypeError("the pack has questions");
  const own = { ...question, id: `que_${ulid()}`, cohortId, state: "pilot" as const, version: 1 };
  await questionStore(await platformTable()).put(own);
  return { cohortId, questionId: own.id };
}

/** An answer of the tutor to who asks, where a member asks; to a member, where somebody else does. */
async function answerOf({ cohortId, asker: userId }: Things) {
  const record = await someAnswer({ cohortId, userId });
  const answers = answersOn(await platformTable());
  await answers.begin(record);
  await answers.finish(answered(record));
  return { cohortId, conversationId: record.conversationId, answerId: record.id };
}

async function conversationOf(things: Things) {
  const { cohortId, conversationId } = await answerOf(things);
  return { cohortId, conversationId };
}

async function someGap({ cohortId }: World) {
  const gapId = `gap_${ulid()}`;
  const gap = { id: gapId, question: gapId, at: new Date().toISOString() };
  await gapStore(await platformTable()).report(cohortId, "somebody", gap, []);
  return { cohortId, gapId };
}

let people: Record<Exclude<Kind, "nobody">, Person>;
/** In every cohort of these tests: an owner who sees what became of it, and a learner whom things are done to. */
let witness: Person;
let subject: Person;
let exam: Pick<World, "examId" | "questionId" | "version">;
let someWorld: World;
let someQuiz: Quiz;

beforeAll(async () => {
  const pack = await fullPack();
  exam = { examId: pack.exam.id, questionId: pack.questions[0]?.id ?? "", version: "" };
  await dispute(await newPerson(), exam);
  people = {
    "signed in": await newPerson(),
    "member of another cohort": await newPerson(),
    "removed member": await newPerson(),
    learner: await newPerson(),
    instructor: await newPerson(),
    owner: await newPerson(),
    "platform instructor": await newPerson({ group: "instructor" }),
    operator: await newPerson({ group: "operator" }),
  };
  [witness, subject] = await Promise.all([newPerson(), newPerson()]);
  await newCohort(people["member of another cohort"]);
  someQuiz = await newQuiz(witness);
  const { version } = await witness.client.call("POST /attempts/{attemptId}/items/{position}/dispute", {
    params: { attemptId: someQuiz.submittedId, position: "1" },
    body: { reason: "outdated", text: "That was so until last year." },
  });
  exam.version = String(version);
  someWorld = await newWorld();
});

/** A cohort with everybody in it who should be. */
async function newWorld(): Promise<World> {
  const { id: cohortId } = await newCohort(people.owner);
  const link = await newInvite(people.owner, cohortId, { maxUses: 100 });
  await takeIn(people.owner, cohortId, witness, "owner");
  await takeIn(people.owner, cohortId, people.instructor, "instructor");
  for (const person of [people.learner, people["removed member"], subject]) await accept(person, link);
  await people.owner.client.call("DELETE /cohorts/{cohortId}/members/{userId}", {
    params: { cohortId, userId: userIdOf(people["removed member"]) },
  });
  return { ...exam, ...link, cohortId, userId: userIdOf(subject) };
}

/** A mock of the cohort's that is open; for its results, one that has closed, which the API lets nobody schedule. */
async function mockFor(path: string, cohortId: string): Promise<string> {
  if (!path.includes("{mockId}")) return "";
  if (!path.endsWith("/results")) return (await newMock(witness, cohortId)).id;
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const { id, name } = await someMock();
  const by = userIdOf(witness);
  await groupMockStore(await platformTable(), { putAudit, whileActive }).schedule(
    {
      ...{ id, cohortId, examId: exam.examId, name, opensAt: ago(24), closesAt: ago(1) },
      ...{ count: 0, minutes: 0, begun: 0, createdAt: ago(25), createdBy: by },
    },
    [],
    { id: ulid(), at: ago(25), action: "mock_scheduled", actor: "somebody", actorId: by },
  );
  return id;
}

/** So that there is somebody to answer. */
async function dispute({ client }: Person, { examId, questionId }: typeof exam): Promise<void> {
  const id = `att_${ulid()}`;
  const quiz = { id, examId, kind: "quiz", mode: "exam", count: 1 } as const;
  await client.call("POST /attempts", { body: { ...quiz, questionIds: [questionId] } });
  await client.call("POST /attempts/{attemptId}/submit", { params: { attemptId: id } });
  await client.call("POST /attempts/{attemptId}/items/{position}/dispute", {
    params: { attemptId: id, position: "1" },
    body: { reason: "unclear", text: "It can be read in two ways." },
  });
}

async function newQuiz(person: Person): Promise<Quiz> {
  // Of any question: those of a mock that the person has begun are held back.
  const { examId } = exam;
  const body = { id: `att_${ulid()}`, examId, kind: "quiz", mode: "practice", count: 1 } as const;
  const submittedId = `att_${ulid()}`;
  const [attempt] = await Promise.all([
    person.client.call("POST /attempts", { body }),
    person.client.call("POST /attempts", { body: { ...body, id: submittedId } }),
  ]);
  await person.client.call("POST /attempts/{attemptId}/submit", { params: { attemptId: submittedId } });
  const [item] = attempt.state === "running" ? attempt.items : [];
  if (!item) throw new TypeError("one item was asked for");
  return { attemptId: attempt.id, response: someResponse(item), submittedId };
}

/** All that can be seen of a cohort. */
async function look(cohortId: string): Promise<unknown[]> {
  const paths = ["", "/members", "/invites", "/audit"].map((part) => `/cohorts/${cohortId}${part}`);
  const replies = await Promise.all(paths.map((path) => rawCall(path, { token: witness.token })));
  for (const { status } of replies) expect(status).toBe(200);
  return replies.map(({ text }) => JSON.parse(text));
}

async function answer(
  { method, path }: Route,
  world: World & { mockId: string },
  kind: Kind,
): Promise<number | "yes"> {
  const person = kind === "nobody" ? undefined : people[kind];
  // The caller's own, where it is about one.
  const quiz = person && path.includes("{attemptId}") ? await newQuiz(person) : someQuiz;
  const isMember = person && ["learner", "instructor", "owner"].includes(kind);
  const asker = userIdOf(isMember ? person : witness);
  const input = await requests[`${method} ${path}`]?.({ ...world, ...quiz, asker });
  const wanted = Object.entries(input?.query ?? {}).map(([name, value]) => [name, String(value)]);
  const query = new URLSearchParams(wanted).toString();
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => String(input?.params?.[name]));
  const { status } = await rawCall(query ? `${address}?${query}` : address, {
    method,
    token: person?.token,
    ...(input?.body !== undefined && { body: JSON.stringify(input.body) }),
  });
  return status >= 200 && status < 300 ? "yes" : status;
}

async function submitMocks(): Promise<void> {
  for (const { client } of Object.values(people)) {
    const { items } = await client.call("GET /attempts", { query: { limit: 100 } });
    for (const { id: attemptId, kind, state } of items) {
      if (kind !== "mock" || state !== "running") continue;
      await client.call("POST /attempts/{attemptId}/submit", { params: { attemptId } });
    }
  }
}

test.each(routes)("$method $path ($access)", async (route) => {
  // One of its own for what is done to a cohort; who reads, and what its tutor is asked, does nothing to it.
  const isDone =
    route.method !== "GET" && /cohort|invite/.test(route.path) && !route.path.includes("/tutor/");
  const place = isDone ? await newWorld() : someWorld;
  const world = { ...place, mockId: await mockFor(route.path, place.cohortId) };
  await prepareNote(route.path, world);
  // While somebody sits a mock, notes are closed, and the tutor.
  if (route.path.endsWith("/parts") || route.path.includes("/tutor/")) await submitMocks();
  const before = await look(world.cohortId);
  const answers: Record<string, number | "yes"> = {};
  const mayNot = kinds.filter((kind) => expected(route.access, kind) !== "yes");
  const may = kinds.filter((kind) => expected(route.access, kind) === "yes");
  await Promise.all(
    mayNot.map(async (kind) => {
      answers[kind] = await answer(route, world, kind);
    }),
  );
  expect(await look(world.cohortId)).toEqual(before);
  for (const kind of may) answers[kind] = await answer(route, world, kind);
  expect(answers).toEqual(row((kind) => expected(route.access, kind)));
});

test("docs/authorization.md says the same", async () => {
  const text = await readFile(new URL("../../../docs/authorization.md", import.meta.url), "utf8");
  const lines = text.split("\n").filter((line) => line.startsWith("|"));
  const cells = lines.map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")));
  const documented = cells.flatMap(([, name = "", ...rest]) => {
    if (name === "route") expect(rest.slice(0, -1)).toEqual([...kinds]);
    return /^[A-Z]+ /.test(name) ? [[name, rest.slice(0, -1)]] : [];
  });
  const said = routes.map(({ method, path, access }) => [
    `${method} ${path}`,
    kinds.map((kind) => (expected(access, kind) === "yes" ? "yes" : "no")),
  ]);
  expect(documented).toEqual(said);
});

test("what is not listed is refused: every other method of every address", async () => {
  const world = await newWorld();
  const listed = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  const names: Readonly<Record<string, string>> = { ...world, attemptId: `att_${ulid()}`, position: "1" };
  const tokens = [people.operator.token, people.owner.token, undefined];
  for (const path of new Set(routes.map((route) => route.path))) {
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? "all");
    const others = ["GET", "POST", "PUT", "PATCH", "DELETE"].filter(
      (method) => !listed.has(`${method} ${path}`),
    );
    const calls = others.flatMap((method) => tokens.map((token) => ({ method, token })));
    const found = await Promise.all(
      calls.map(async (call) => `${call.method} ${path} ${(await rawCall(address, call)).status}`),
    );
    expect(found).toEqual(calls.map(({ method }) => `${method} ${path} 404`));
  }
});

test("a token says who somebody is, and the table what that is: a role ends at once", async () => {
  const { cohortId } = await newWorld();
  const { learner } = people;
  const log = () => rawCall(`/cohorts/${cohortId}/audit`, { token: learner.token });
  const setRole = (role: "learner" | "instructor") =>
    witness.client.call("PUT /cohorts/{cohortId}/members/{userId}", {
      params: { cohortId, userId: userIdOf(learner) },
      body: { role },
    });
  const statuses: number[] = [];
  for (const role of ["instructor", "learner", "instructor"] as const) {
    statuses.push((await log()).status);
    await setRole(role);
  }
  statuses.push((await log()).status);
  await witness.client.call("DELETE /cohorts/{cohortId}/members/{userId}", {
    params: { cohortId, userId: userIdOf(learner) },
  });
  statuses.push((await log()).status);
  expect(statuses).toEqual([403, 200, 403, 200, 404]);
});
