import { AuthorItem, type BankEntry, type Question } from "@lyceum/shared/questions";
import type { CandidateVersion } from "@lyceum/shared/review";
import type { CandidateRecord } from "./candidates/record.ts";
import { type CandidateStore, deleteUnsent, putUnsent, type Writes } from "./candidates/store.ts";
import { putPilot } from "./pilots/store.ts";
import { meanRating } from "./rules.ts";
import { untilWritten, written } from "./writing.ts";

/** What the workflow goes on by. `gone`: there is nothing to review any more. */
type Outcome = NonNullable<CandidateRecord["decision"]>["outcome"] | "gone";

interface Dependencies {
  store: CandidateStore;
  bankHead: (questionId: string) => Promise<BankEntry | undefined>;
  /** The writes that make a version the current one, where the head is still as it was read. */
  bankVersion: (question: Question, before?: BankEntry) => Writes;
  /** A write that moves a question of the bank to another state. */
  bankState: (before: BankEntry, to: "retired") => Writes[number];
  /** Makes the next version of a candidate, and checks it. A model that has answered is not asked again. */
  writing: {
    write: (questionId: string, how: { attempt: string; instructions: string }) => Promise<unknown>;
    check: (questionId: string, how: { attempt: string }) => Promise<unknown>;
  };
  send: (token: string, output: { outcome: Outcome }) => Promise<"sent" | "gone">;
  /** Tells reviewers, or owners, that questions wait. Once a day and cohort, however often it is called. */
  tell: (cohortId: string, kind: "review_reminder" | "review_escalation") => Promise<void>;
  /** ISO time. */
  now: () => string;
}

export type Steps = ReturnType<typeof steps>;

/**
 * The steps of the workflow that brings one candidate to a decision. Each may be run again, from the beginning or from
 * where it was cut short.
 */
export function steps(dependencies: Dependencies) {
  const { store, bankHead, bankVersion, bankState, writing, send, tell, now } = dependencies;

  return {
    /** Puts a draft into review. What is in review, or decided and not taken up, goes on. */
    open: (questionId: string): Promise<{ open: boolean }> =>
      untilWritten(async () => {
        const before = await store.get(questionId);
        if (!before) return { done: { open: false } };
        const goesOn = before.state === "in_review" || before.decision !== undefined;
        const at = now();
        if (before.state === "draft" && before.version > 0) {
          const { step: _, ...rest } = before;
          const after = { ...rest, ...reviewedFrom(at), prompt: await promptOf(questionId) };
          const events = [{ action: "sent_to_review" as const, version: before.version }];
          return written(store.write(before, after, { at, events }), { open: true });
        }
        if (before.state !== "in_review" || before.decision) return { done: { open: goesOn } };
        // Its workflow runs now.
        return written(store.write(before, before, { at, more: [deleteUnsent(questionId)] }), { open: true });
      }),

    /** Waits with a token for a decision, or answers it with the one that there is. */
    async wait(questionId: string, token: string): Promise<void> {
      const known = await untilWritten<Outcome | undefined>(async () => {
        const before = await store.get(questionId);
        if (before?.decision) return { done: before.decision.outcome };
        if (before?.state !== "in_review") return { done: "gone" };
        return written(store.write(before, { ...before, token }, { at: now() }), undefined);
      });
      if (known) await send(token, { outcome: known });
    },

    async remind(questionId: string): Promise<void> {
      const before = await store.get(questionId);
      if (before?.state !== "in_review" || before.reminded) return;
      await tell(before.cohortId, "review_reminder");
      await mark(questionId, "reminded");
    },

    async escalate(questionId: string): Promise<void> {
      const before = await store.get(questionId);
      if (before?.state !== "in_review" || before.escalated) return;
      await tell(before.cohortId, "review_escalation");
      await mark(questionId, "escalated");
    },

    /** Ends what nobody has decided. A decision that came first stands. */
    expire: (questionId: string): Promise<{ outcome: Outcome }> =>
      untilWritten<{ outcome: Outcome }>(async () => {
        const before = await store.get(questionId);
        if (before?.decision) return { done: { outcome: before.decision.outcome } };
        if (before?.state !== "in_review") return { done: { outcome: "gone" } };
        const at = now();
        const { lease: _, ...rest } = before;
        const decision = { outcome: "expired" as const, version: before.version, at };
        const after = { ...rest, state: decision.outcome, since: at, decision };
        const events = [{ action: decision.outcome, version: before.version }];
        const more = [putUnsent(questionId)];
        return written(store.write(before, after, { at, events, more }), { outcome: decision.outcome });
      }),

    /** Puts an approved candidate into the bank, on trial. */
    admit: (questionId: string): Promise<void> =>
      untilWritten(async () => {
        const before = await store.get(questionId);
        if (before?.decision?.outcome !== "approved") return { done: undefined };
        const head = await bankHead(questionId);
        const question = await questionOf(before, before.decision.version, head);
        const at = now();
        const { decision: _, token: _token, ...rest } = before;
        const after = { ...rest, admitted: question.version };
        const detail = `Version ${question.version} in the bank, on trial: it does not count yet. Expected to be got right by ${Math.round(100 * question.item.angoff.rating)} % of just-qualified candidates.`;
        const events = [{ action: "admitted" as const, version: before.version, detail }];
        const more = [...bankVersion(question, head), putPilot(questionId), deleteUnsent(questionId)];
        return written(store.write(before, after, { at, events, more }), undefined);
      }),

    /** Takes note of a rejection or an expiry. A question that was in the bank before is retired. */
    close: (questionId: string): Promise<void> =>
      untilWritten(async () => {
        const before = await store.get(questionId);
        const outcome = before?.decision?.outcome;
        if (!before || (outcome !== "rejected" && outcome !== "expired")) return { done: undefined };
        const head = before.admitted === undefined ? undefined : await bankHead(questionId);
        const retires = head?.state === "in_review" ? head : undefined;
        const { decision: _, token: _token, ...after } = before;
        const events = retires ? [{ action: "retired" as const, version: before.version }] : [];
        const more = [deleteUnsent(questionId), ...(retires ? [bankState(retires, "retired")] : [])];
        return written(store.write(before, after, { at: now(), events, more }), undefined);
      }),

    /** Has a candidate written anew by what the reviewer has asked for. */
    async rewrite(questionId: string): Promise<void> {
      const record = await untilWritten(async () => {
        const before = await store.get(questionId);
        if (before?.decision?.outcome !== "changes_requested") return { done: undefined };
        // Taken up: another workflow meanwhile would have it written twice at once.
        const { token: _, ...after } = before;
        const takenAt = now();
        const more = [putUnsent(questionId, { takenAt })];
        return written(store.write(before, after, { at: takenAt, more }), before);
      });
      const { instructions = "", version } = record?.decision ?? {};
      if (record && record.version === version) {
        await writing.write(questionId, { attempt: attemptOf(record), instructions });
      }
    },

    async check(questionId: string): Promise<void> {
      const record = await store.get(questionId);
      if (record?.decision?.outcome !== "changes_requested") return;
      if (record.version > record.decision.version) {
        await writing.check(questionId, { attempt: attemptOf(record) });
      }
    },

    /**
     * Puts a candidate back into review after it was written anew; as it was, where that went wrong.
     * @param error its name; `none` where there was none
     */
    reopen: (questionId: string, error: string): Promise<void> =>
      untilWritten(async () => {
        const before = await store.get(questionId);
        if (before?.decision?.outcome !== "changes_requested") return { done: undefined };
        const at = now();
        const isNew = before.version > before.decision.version;
        const { decision: _, token: _token, step: _step, editor, votes: _votes, ...rest } = before;
        const after = { ...rest, ...reviewedFrom(at), ...(!isNew && editor && { editor }) };
        const failed = { action: "failed" as const, version: before.version, detail: whyNotWritten(error) };
        const events = [
          ...(isNew ? [] : [failed]),
          { action: "sent_to_review" as const, version: before.version },
        ];
        const more = [deleteUnsent(questionId)];
        return written(store.write(before, after, { at, events, more }), undefined);
      }),
  };

  function mark(questionId: string, flag: "reminded" | "escalated"): Promise<void> {
    return untilWritten(async () => {
      const before = await store.get(questionId);
      if (before?.state !== "in_review" || before[flag]) return { done: undefined };
      const after = { ...before, [flag]: true };
      const events = [{ action: flag, version: before.version }];
      return written(store.write(before, after, { at: now(), events }), undefined);
    });
  }

  async function versionOf(questionId: string, version: number): Promise<CandidateVersion> {
    const found = await store.version(questionId, version);
    if (!found) throw new TypeError(`${questionId} has no version ${version}`);
    return found;
  }

  /** The prompt that wrote the first version. */
  async function promptOf(questionId: string): Promise<string | undefined> {
    const { made } = await versionOf(questionId, 1);
    return made.how === "generated" ? made.by.prompt : undefined;
  }

  /** What a model has made last, up to a version. */
  async function madeBy(questionId: string, version: number) {
    for (let number = version; number > 0; number--) {
      const { made } = await versionOf(questionId, number);
      if (made.how === "generated") return made.by;
    }
    throw new TypeError(`no version of ${questionId} was generated`);
  }

  async function questionOf(
    { id, examId, taskId, cohortId }: CandidateRecord,
    version: number,
    head: BankEntry | undefined,
  ): Promise<Question> {
    const [{ item }, votes, by] = await Promise.all([
      versionOf(id, version),
      store.votes(id, version),
      madeBy(id, version),
    ]);
    const ratings = votes.flatMap(({ verdict }) => (verdict.vote === "approve" ? [verdict.angoff] : []));
    const approved = AuthorItem.parse({
      ...item,
      angoff: { rating: meanRating(ratings), reason: `The mean of what ${ratings.length} reviewers expect.` },
      provenance: { origin: "generated", by, on: now().slice(0, 10), approvals: ratings.length },
    });
    const next = (head?.version ?? 0) + 1;
    return { id, examId, taskId, cohortId, state: "pilot", version: next, item: approved };
  }
}

/** In review from now on. */
const reviewedFrom = (at: string) => ({
  state: "in_review" as const,
  since: at,
  reviewedSince: at,
  reminded: false,
  escalated: false,
});

/**
 * Names a round of writing, so that one that is run again is the same; and no other, though rounds begin anew when a
 * question comes back from its trial.
 */
const attemptOf = ({ round, decision }: CandidateRecord) => `round-${round}-${decision?.version ?? 0}`;

const whyNotWritten = (error: string): string =>
  `${reasons.get(error) ?? "It could not be written anew"}, so it is as it was. Edit it yourself, ask again, approve or reject it.`;

const reasons: ReadonlyMap<string, string> = new Map([
  ["budget_spent", "What the group may spend on models this month is spent"],
  ["model_unavailable", "No model has answered"],
]);
