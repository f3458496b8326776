import { isDeepStrictEqual } from "node:util";
import type { Attempt, attempts } from "@lyceum/shared/attempts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Question, QuestionSummary, Response } from "@lyceum/shared/questions";
import type { Handlers } from "../http/run.ts";
import { asOwn, asShown, itemReview, responseProblem } from "../questions/rules.ts";
import { optionOrder, type Random, scoreAttempt, selectItems } from "./rules.ts";
import type { AttemptRecord, AttemptStore, Place, ResponseRecord } from "./store.ts";
import { attemptSummary, type Loaded, runningView, savedView, submittedView, view } from "./views.ts";

export interface Dependencies {
  store: AttemptStore;
  getExam: (examId: string) => Promise<ExamProfile | undefined>;
  /** The questions of an exam that may be given to learners. */
  published: (examId: string) => Promise<readonly QuestionSummary[]>;
  /** The pinned versions, in the order asked for. */
  versions: (refs: readonly { questionId: string; version: number }[]) => Promise<readonly Question[]>;
  /** ISO time. */
  now: () => string;
  random: Random;
}

export function handlers(dependencies: Dependencies): Handlers<typeof attempts> {
  const { store, getExam, published, versions, now, random } = dependencies;

  return {
    async start({ caller, body }) {
      const exam = await examOf(body.examId);
      const [candidates, lastSeen] = await Promise.all([published(exam.id), store.lastSeen(caller.userId)]);
      const selected = selectItems({
        exam,
        candidates,
        scope: body.scope,
        count: body.count,
        lastSeen,
        random,
      });
      const questions = await versions(selected.map(({ id, version }) => ({ questionId: id, version })));
      const places = questions.map(({ id, version, taskId, item }) => ({
        questionId: id,
        version,
        taskId,
        order: [...optionOrder(item, random)],
      }));
      const record: AttemptRecord = {
        ...body,
        userId: caller.userId,
        state: "running",
        startedAt: now(),
        answered: new Set(),
      };
      try {
        await store.create(record, places);
      } catch (error) {
        if (!isConflict(error)) throw error;
        return sameAsBefore(record);
      }
      return runningView({ record, places, questions, responses: new Map() });
    },

    async list({ caller, query: { limit, cursor } }) {
      const kept: AttemptRecord[] = [];
      let next = cursor;
      // What was discarded is passed over, so that a page is full as long as there is something to fill it with.
      do {
        const page = await store.list(caller.userId, { limit: limit - kept.length, cursor: next });
        kept.push(...page.items.filter((record) => record.state !== "discarded"));
        next = page.cursor;
      } while (next && kept.length < limit);
      const items = (await Promise.all(kept.map(settle))).map(attemptSummary);
      return next ? { items, cursor: next } : { items };
    },

    async get({ caller, params }) {
      return view(await load({ userId: caller.userId, id: params.attemptId }));
    },

    async respond({ caller, params, body }) {
      const attempt = { userId: caller.userId, id: params.attemptId };
      const { place } = await placeAt(attempt, params.position);
      const response = body.response && (await checkedResponse(place, body.response));
      const saved: ResponseRecord = {
        position: params.position,
        response,
        revision: body.revision,
        savedAt: now(),
      };
      try {
        await store.save(attempt, saved);
        return savedView(saved, place);
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
      await assertRunning(attempt);
      const stored = await store.response(attempt, params.position);
      // The same request again, because its answer did not arrive.
      if (stored?.revision === body.revision && isDeepStrictEqual(stored.response, response)) {
        return savedView(stored, place);
      }
      throw new Fault(
        "conflict",
        stored?.checkedAt
          ? "This answer is settled, because it was checked."
          : "This answer was changed somewhere else, perhaps in another tab. Load the quiz again to see it.",
      );
    },

    async check({ caller, params, body }) {
      const attempt = { userId: caller.userId, id: params.attemptId };
      const [{ record, place }, stored] = await Promise.all([
        placeAt(attempt, params.position),
        store.response(attempt, params.position),
      ]);
      if (record.mode !== "practice")
        throw new Fault("conflict", "Answers can be checked in practice mode only.");
      const response = await checkedResponse(place, body.response);
      const settled = stored?.checkedAt ? stored : await settleResponse(response, stored?.revision ?? 0);
      const [question] = await versions([place]);
      if (!question || settled.response === null) throw new TypeError("a settled response without an item");
      return {
        response: asShown(settled.response, place.order),
        review: itemReview(question.item, place.order, settled.response),
      };

      async function settleResponse(response: Response, revision: number): Promise<ResponseRecord> {
        const at = now();
        const next = {
          position: params.position,
          response,
          revision: revision + 1,
          savedAt: at,
          checkedAt: at,
        };
        try {
          await store.save(attempt, next);
          return next;
        } catch (error) {
          if (!isConflict(error)) throw error;
        }
        await assertRunning(attempt);
        const other = await store.response(attempt, params.position);
        // What was settled first counts. An answer that was saved in between is overruled by this one.
        return other?.checkedAt ? other : settleResponse(response, other?.revision ?? revision);
      }
    },

    async submit({ caller, params }) {
      const attempt = { userId: caller.userId, id: params.attemptId };
      const record = await recordOf(attempt);
      if (record.state === "running") await store.close(attempt, now()).catch(unlessConflict);
      return submittedView(await load(attempt));
    },

    async discard({ caller, params }) {
      const attempt = { userId: caller.userId, id: params.attemptId };
      const record = await store.get(attempt);
      if (!record) throw new Fault("not_found", noAttempt);
      if (record.state === "discarded") return;
      await store.discard(attempt, now()).catch(async (error: unknown) => {
        unlessConflict(error);
        if ((await store.get(attempt))?.state !== "discarded") throw new Fault("attempt_closed", closed);
      });
    },
  };

  async function examOf(examId: string): Promise<ExamProfile> {
    const exam = await getExam(examId);
    if (!exam) throw new Fault("not_found", "There is no such exam.");
    return exam;
  }

  /** @throws Fault not_found, also for another person's attempt and for one that was discarded */
  async function recordOf(attempt: { userId: string; id: string }): Promise<AttemptRecord> {
    const record = await store.get(attempt);
    if (!record || record.state === "discarded") throw new Fault("not_found", noAttempt);
    return record;
  }

  async function assertRunning(attempt: { userId: string; id: string }): Promise<void> {
    if ((await recordOf(attempt)).state !== "running") throw new Fault("attempt_closed", closed);
  }

  async function placeAt(attempt: { userId: string; id: string }, position: number) {
    const [record, places] = await Promise.all([recordOf(attempt), store.form(attempt)]);
    const place = places[position - 1];
    if (!place) throw new Fault("not_found", "The quiz has no such item.");
    return { record, place };
  }

  /** A learner's response in the item's own letters. */
  async function checkedResponse(place: Place, response: Response): Promise<Response> {
    const [question] = await versions([place]);
    if (!question) throw new TypeError(`${place.questionId} has no version ${place.version}`);
    const own = asOwn(response, place.order);
    const problem = responseProblem(question.item, own);
    if (problem) throw new Fault("invalid_request", problem);
    return own;
  }

  /** Scores what was closed and not yet scored, because whoever closed it did not come that far. */
  async function settle(record: AttemptRecord): Promise<AttemptRecord> {
    if (record.state !== "closing") return record;
    const [exam, places, responses] = await Promise.all([
      examOf(record.examId),
      store.form(record),
      store.responses(record),
    ]);
    const byPosition = new Map(responses.map((response) => [response.position, response]));
    const questions = await versions(places);
    const result = scoreAttempt(
      exam,
      questions.map((question, index) => ({
        taskId: question.taskId,
        key: question.item.key,
        response: byPosition.get(index + 1)?.response ?? null,
      })),
    );
    await store.finish(record, result).catch(unlessConflict);
    return recordOf(record);
  }

  async function load(attempt: { userId: string; id: string }): Promise<Loaded> {
    const record = await settle(await recordOf(attempt));
    const [places, responses] = await Promise.all([store.form(attempt), store.responses(attempt)]);
    const questions = await versions(places);
    return {
      record,
      places,
      questions,
      responses: new Map(responses.map((response) => [response.position, response])),
    };
  }

  /** The caller sent the same request again, or has used this id for something else. */
  async function sameAsBefore(wanted: AttemptRecord): Promise<Attempt> {
    const before = await store.get(wanted);
    const asked = ({ examId, mode, scope, count }: AttemptRecord) => ({ examId, mode, scope, count });
    if (!before || !isDeepStrictEqual(asked(before), asked(wanted))) {
      throw new Fault("conflict", "This id names another quiz. Start again.");
    }
    return view(await load(wanted));
  }
}

const noAttempt = "There is no such quiz. It may have been discarded.";
const closed = "This quiz has been submitted.";

const isConflict = (error: unknown) => error instanceof Fault && error.code === "conflict";

function unlessConflict(error: unknown): void {
  if (!isConflict(error)) throw error;
}
