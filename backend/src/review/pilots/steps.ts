import { type BankEntry, DraftItem } from "@lyceum/shared/questions";
import type { CandidateVersion } from "@lyceum/shared/review";
import {
  type CandidateStore,
  putLifeEvent,
  putUnsent,
  putVersion,
  type Writes,
} from "../candidates/store.ts";
import { type FiguresDependencies, figuresOf } from "./figures.ts";
import { becomes, inWords } from "./rules.ts";
import { deletePilot, type PilotStore } from "./store.ts";

interface Dependencies extends FiguresDependencies {
  store: CandidateStore;
  pilots: PilotStore;
  bankHead: (questionId: string) => Promise<BankEntry | undefined>;
  /** A write that moves a question of the bank to another state, where it is still as it was read. */
  bankState: (before: BankEntry, to: "scored" | "in_review") => Writes[number];
  transact: (writes: Writes) => Promise<void>;
  unlessConflict: (error: unknown) => void;
  /** ISO time. */
  now: () => string;
}

const pilotsAtOnce = 25;

/**
 * Looks at all questions of groups that are on trial: those whose answers say enough count from now on, or go back to
 * people. Whatever changes meanwhile is left for the next time.
 */
export function lookAtPilots(dependencies: Dependencies) {
  const { store, pilots, bankHead, bankState, transact, unlessConflict, now } = dependencies;
  const figures = figuresOf(dependencies);

  return async (): Promise<void> => {
    let cursor: string | undefined;
    do {
      const page = await pilots.list({ limit: pilotsAtOnce, cursor });
      for (const { questionId } of page.items) await lookAt(questionId);
      cursor = page.cursor;
    } while (cursor);
  };

  async function lookAt(questionId: string): Promise<void> {
    const head = await bankHead(questionId);
    const [known] = head?.state === "pilot" ? await figures([head]) : [];
    if (!head?.cohortId || !known) return pilots.forget(questionId);
    const to = becomes(known.statistics, known.openDispute);
    const story = inWords(known.statistics);
    if (to === "scored") await promote(head, head.cohortId, story).catch(unlessConflict);
    if (to === "in_review") await sendBack(head, DraftItem.parse(known.item), story).catch(unlessConflict);
  }

  function promote(head: BankEntry, cohortId: string, detail: string): Promise<void> {
    const event = { at: now(), questionId: head.id, action: "promoted" as const, detail };
    return transact([
      bankState(head, "scored"),
      deletePilot(head.id),
      putLifeEvent(cohortId, event, `promoted-${head.version}`),
    ]);
  }

  /** No learner gets it from then on, and people decide anew: on a version of its own, because votes are on versions. */
  async function sendBack(head: BankEntry, item: DraftItem, story: string): Promise<void> {
    const { id } = head;
    const before = await store.get(id);
    const base = before && (await store.version(id, before.version));
    if (!before || !base || before.state !== "approved" || before.decision) return;
    const at = now();
    const next = before.version + 1;
    const { votes: _, lease: _lease, token: _token, ...rest } = before;
    const version: CandidateVersion = {
      version: next,
      at,
      item,
      made: withStory(base.made, `Back from its trial: ${story}`),
      passages: base.passages,
      checks: base.checks,
    };
    const after = {
      ...rest,
      state: "in_review" as const,
      since: at,
      reviewedSince: at,
      reminded: false,
      escalated: false,
      version: next,
      stem: item.stem,
      round: 0,
    };
    const execution = `${id}-${next}`;
    await store.write(before, after, {
      at,
      events: [{ action: "back_to_review", version: next, detail: story }],
      more: [
        bankState(head, "in_review"),
        deletePilot(id),
        putVersion(id, version),
        putUnsent(id, { execution }),
      ],
    });
  }
}

/** How a version came to be, with why it is looked at again. */
const withStory = (made: CandidateVersion["made"], story: string): CandidateVersion["made"] =>
  made.how === "edited" ? { ...made, comment: story } : { ...made, instructions: story };
