import { isDeepStrictEqual } from "node:util";
import { Fault } from "@lyceum/shared/contract/fault";
import type { BankEntry } from "@lyceum/shared/questions";
import {
  type Candidate,
  type CandidateSummary,
  type CandidateVersion,
  type Check,
  mostRounds,
  type review,
  type Vote,
} from "@lyceum/shared/review";
import type { Membership } from "../http/caller.ts";
import type { Handlers } from "../http/run.ts";
import type { CandidateRecord } from "./candidates/record.ts";
import { type CandidateStore, putUnsent, putVersion, putVote } from "./candidates/store.ts";
import { checksAfterEdit } from "./edits/rules.ts";
import type { Panels, Person } from "./panels.ts";
import { holding, newLease, verdicts } from "./rules.ts";
import { candidateView, summaryOf, votesOn } from "./views.ts";
import { decide, type Votes } from "./votes/rules.ts";
import { untilWritten, written } from "./writing.ts";

export interface Dependencies {
  store: CandidateStore;
  panels: Panels;
  /** As it is in the bank. */
  bankHead: (questionId: string) => Promise<BankEntry | undefined>;
  /** What can be said by rule of an edited version. */
  ruleChecks: (
    record: CandidateRecord,
    version: Pick<CandidateVersion, "item" | "passages">,
  ) => Promise<Check[]>;
  /** Tells the workflow what was decided. What goes wrong is made good by the sweeper, so that this never fails. */
  deliver: (record: CandidateRecord) => Promise<void>;
  /** ISO time. */
  now: () => string;
}

type CandidateHandlers = Pick<
  Handlers<typeof review>,
  "queue" | "candidate" | "versions" | "life" | "trail" | "lease" | "release" | "edit" | "vote"
>;

interface Named {
  cohortId: string;
  questionId: string;
}

/** A page of the queue is looked for among so many candidates, read so many at once. */
const readAtOnce = 100;
const mostReads = 10;

/** What reviewers do with candidates, one by one. */
export function candidateHandlers(dependencies: Dependencies): CandidateHandlers {
  const { store, panels, bankHead, ruleChecks, deliver, now } = dependencies;

  return {
    async queue({ member, query: { limit, cursor, state, ...filter } }) {
      const { panel } = await panels.of(member.cohortId);
      const looking = { userId: member.userId, panel, now: now() };
      const found: CandidateSummary[] = [];
      let next = cursor;
      for (let reads = 0; reads < mostReads; reads++) {
        const page = await store.queue(member.cohortId, state, { limit: readAtOnce, cursor: next });
        for (const [place, record] of page.items.entries()) {
          const summary = summaryOf(record, looking);
          if (!matches(summary, filter, looking)) continue;
          found.push(summary);
          if (found.length < limit) continue;
          const isLast = place === page.items.length - 1 && !page.cursor;
          return { items: found, ...(!isLast && { cursor: store.cursorAfter(record) }) };
        }
        next = page.cursor;
        if (!next) break;
      }
      return next ? { items: found, cursor: next } : { items: found };
    },

    candidate: async ({ member, params }) => view(await candidateOf(params), member),

    async versions({ params, query }) {
      const { id } = await candidateOf(params);
      return store.versions(id, query);
    },

    async life({ params, query }) {
      const { id } = await candidateOf(params);
      return store.life(id, query);
    },

    trail: ({ member, query }) => store.trail(member.cohortId, query),

    async lease({ member, params }) {
      const me = await actor(member);
      const record = await untilWritten(async () => {
        const before = await candidateOf(params);
        assertInReview(before);
        assertFree(before, member.userId);
        const at = now();
        const after = { ...before, lease: newLease(me, at) };
        return written(store.write(before, after, { at }), after);
      });
      return view(record, member);
    },

    async release({ member: { cohortId, userId }, params }) {
      await untilWritten(async () => {
        const before = await store.get(params.questionId);
        if (before?.cohortId !== cohortId || before.lease?.userId !== userId) return { done: undefined };
        const { lease: _, ...after } = before;
        return written(store.write(before, after, { at: now() }), undefined);
      });
    },

    async edit({ member, params, body: { id: editId, basedOn, item, comment } }) {
      const by = await actor(member);
      const record = await untilWritten(async () => {
        const next = basedOn + 1;
        // The head first: where this edit is made after that, the head is not written once more.
        const before = await candidateOf(params);
        const [base, made] = await Promise.all([
          store.version(params.questionId, basedOn),
          store.version(params.questionId, next),
        ]);
        // The same click again, or the same request because its answer did not arrive.
        if (made?.editId === editId) return { done: await candidateOf(params) };
        assertInReview(before);
        assertFree(before, member.userId);
        if (!base || before.version !== basedOn) throw new Fault("conflict", newerVersion(before));
        if (isDeepStrictEqual(base.item, item)) {
          throw new Fault(
            "conflict",
            "Nothing is different from the version before. Change something, or vote.",
          );
        }
        const at = now();
        const anew = await ruleChecks(before, { item, passages: base.passages });
        const checks = checksAfterEdit(base.checks, anew);
        const version = {
          version: next,
          at,
          item,
          made: { how: "edited" as const, by, comment },
          passages: base.passages,
          checks,
        };
        const { votes: _, ...rest } = before;
        const after: CandidateRecord = {
          ...rest,
          version: next,
          stem: item.stem,
          type: item.type,
          difficulty: item.difficulty,
          ...verdicts(checks),
          editor: by.userId,
        };
        const events = [
          { action: "edited" as const, version: next, detail: comment, ...acting(by) },
          { action: "checked" as const, version: next, detail: inWords(checks) },
        ];
        const more = [putVersion(before.id, { ...version, editId })];
        return written(store.write(before, after, { at, events, more }), after);
      });
      return view(record, member);
    },

    async vote({ member, params, body }) {
      const by = await actor(member);
      const record = await untilWritten(async () => {
        const [before, { panel }] = await Promise.all([candidateOf(params), panels.of(member.cohortId)]);
        // After the head: where this vote is stored in between, the head is another, and is not written once more.
        const stored = await store.vote(params.questionId, body.version, by.userId);
        // The same click again, or the same request because its answer did not arrive.
        if (stored?.id === body.id) {
          // Anew, with what the vote has decided.
          if (isDeepStrictEqual(stored.verdict, body.verdict)) return { done: await candidateOf(params) };
          throw new Fault("conflict", "This id names another vote. Load the question again.");
        }
        assertInReview(before);
        assertFree(before, by.userId);
        if (before.version !== body.version) throw new Fault("conflict", newerVersion(before));
        const vote: Vote = { ...body, at: now(), by };
        const after = { ...afterVote(before, vote, panel), revision: before.revision };
        const events = [
          {
            action: "voted" as const,
            version: vote.version,
            detail: saying(vote),
            said: vote.verdict.vote,
            ...acting(by),
          },
          ...(after.decision ? [decidedBy(vote, after.decision)] : []),
        ];
        const more = [putVote(before.id, vote), ...(after.decision ? [putUnsent(before.id)] : [])];
        return written(store.write(before, after, { at: vote.at, events, more }), after);
      });
      if (record.decision) await deliver(record);
      return view(record, member);
    },
  };

  /** @throws Fault not_found, also for another cohort's */
  async function candidateOf({ cohortId, questionId }: Named): Promise<CandidateRecord> {
    const record = await store.get(questionId);
    if (record?.cohortId === cohortId) return record;
    throw new Fault("not_found", "There is no such question in this group.");
  }

  /**
   * The caller as what is done is told of.
   * @throws Fault conflict where the cohort is archived
   */
  async function actor({ cohortId, userId }: Membership): Promise<Person> {
    const { people } = await panels.of(cohortId, "active");
    const me = people.get(userId);
    if (!me) throw new Fault("not_found", "You are not a reviewer of this group any more.");
    return { userId, name: me.name };
  }

  function assertFree({ lease }: CandidateRecord, userId: string): void {
    const held = holding(lease, now());
    if (!held || held.userId === userId) return;
    throw new Fault(
      "conflict",
      `${held.name} works on this question until ${held.until.slice(11, 16)} UTC. Take another one, or wait until then.`,
    );
  }

  async function view(record: CandidateRecord, { cohortId, userId }: Membership): Promise<Candidate> {
    const { id, version, admitted } = record;
    const [{ panel }, current, votes, question] = await Promise.all([
      panels.of(cohortId),
      version > 0 ? store.version(id, version) : undefined,
      version > 0 ? store.votes(id, version) : [],
      admitted === undefined ? undefined : bankHead(id),
    ]);
    return candidateView(record, { current, votes, question }, { userId, panel, now: now() });
  }
}

type Filter = {
  taskId?: string | undefined;
  type?: string | undefined;
  check?: string | undefined;
  olderThanDays?: number | undefined;
  mine?: "todo" | "leased" | undefined;
};

const dayMs = 86_400_000;

function matches(
  summary: CandidateSummary,
  { taskId, type, check, olderThanDays, mine }: Filter,
  { userId, now }: { userId: string; now: string },
): boolean {
  const { lease, failed, warned } = summary;
  if (taskId && summary.taskId !== taskId) return false;
  if (type && summary.type !== type) return false;
  if (check && ![...failed, ...warned].some((name) => name === check)) return false;
  if (olderThanDays && Date.parse(now) - Date.parse(summary.since) < olderThanDays * dayMs) return false;
  if (mine === "leased") return lease?.by.userId === userId;
  if (mine === "todo") return !summary.myVote && (!lease || lease.by.userId === userId);
  return true;
}

/** @throws Fault conflict with the reason */
function assertInReview({ state, decision }: CandidateRecord): void {
  if (state === "in_review" && !decision) return;
  throw new Fault("conflict", `${whatIs[state]} Load the question again.`);
}

const whatIs: Readonly<Record<CandidateRecord["state"], string>> = {
  draft: "This question is still being written and checked.",
  failed: "This question could not be written, so there is nothing to review.",
  in_review: "This question has just been decided.",
  changes_requested: "Changes were asked for, and the question is being written anew.",
  approved: "This question is approved already.",
  rejected: "This question is rejected already.",
  expired: "The time to review this question is over.",
  cancelled: "This question was cancelled before it was reviewed.",
};

const newerVersion = ({ version }: CandidateRecord) =>
  `There is a newer version of this question by now: version ${version}. Load it and look at that.`;

/**
 * A candidate after a vote, with what it decides.
 * @throws Fault conflict where no further changes can be asked for
 */
function afterVote(
  before: CandidateRecord,
  vote: Vote,
  panel: Parameters<typeof decide>[2],
): CandidateRecord {
  const { version, verdict, at, by } = vote;
  if (verdict.vote === "request_changes") {
    if (before.round >= mostRounds) {
      throw new Fault(
        "conflict",
        `Changes were asked for ${mostRounds} times already. Edit the question yourself, approve or reject it.`,
      );
    }
    const decision = {
      outcome: "changes_requested" as const,
      version,
      at,
      instructions: verdict.instructions,
    };
    return decided({ ...before, round: before.round + 1 }, decision);
  }
  const votes: Votes = new Map([...votesOn(before), [by.userId, verdict.vote]]);
  const after = { ...before, votes: { version, by: Object.fromEntries(votes) } };
  const outcome = decide(votes, by.userId, panel, before.editor);
  return outcome ? decided(after, { outcome, version, at }) : after;
}

function decided(
  { lease: _, ...record }: CandidateRecord,
  decision: NonNullable<CandidateRecord["decision"]>,
): CandidateRecord {
  return { ...record, state: decision.outcome, since: decision.at, decision };
}

const acting = ({ userId, name }: Person) => ({ actor: name, actorId: userId });

function decidedBy({ by, verdict, version }: Vote, { outcome }: NonNullable<CandidateRecord["decision"]>) {
  const detail = verdict.vote === "request_changes" ? verdict.instructions : reasonOf(verdict);
  return { action: outcome, version, ...acting(by), ...(detail && { detail }) };
}

type Verdict = Exclude<Vote["verdict"], { vote: "request_changes" }>;

const reasonOf = (verdict: Verdict): string | undefined =>
  verdict.vote === "reject" ? `${verdict.reason}: ${verdict.comment}` : verdict.comment;

/** A vote in words. */
function saying({ verdict }: Vote): string {
  switch (verdict.vote) {
    case "approve":
      return `Approves, rated ${verdict.angoff}.${verdict.comment ? ` ${verdict.comment}` : ""}`;
    case "reject":
      return `Rejects (${verdict.reason}). ${verdict.comment}`;
    case "request_changes":
      return `Asks for changes. ${verdict.instructions}`;
  }
}

/** What checks have found, in a line. */
function inWords(checks: readonly Check[]): string {
  const { failed, warned } = verdicts(checks);
  const parts = [
    ...(failed.length > 0 ? [`failed: ${failed.join(", ")}`] : []),
    ...(warned.length > 0 ? [`warnings: ${warned.join(", ")}`] : []),
  ];
  return parts.length > 0 ? parts.join("; ") : "nothing found by rule";
}
