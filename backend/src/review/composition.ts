import type { Table } from "../aws/table.ts";
import type { Workflows } from "../aws/workflows.ts";
import { cohortStore, putAudit, whileActive } from "../cohorts/store.ts";
import { noticeStore } from "../disputes/notices.ts";
import { disputeStore } from "../disputes/store.ts";
import type { Membership } from "../http/caller.ts";
import { statisticsStore } from "../questions/statistics/store.ts";
import { questionStore, stateWrite, versionWrites } from "../questions/store.ts";
import type { CandidateRecord } from "./candidates/record.ts";
import { candidateStore, deleteUnsent } from "./candidates/store.ts";
import { type Dependencies as CandidateDependencies, candidateHandlers } from "./handlers.ts";
import { panelsOf } from "./panels.ts";
import { groupQuestionHandlers } from "./pilots/handlers.ts";
import { lookAtPilots } from "./pilots/steps.ts";
import { pilotStore } from "./pilots/store.ts";
import { qualityHandlers } from "./quality/handlers.ts";
import { settingsHandlers } from "./settings/handlers.ts";
import { settingsStore } from "./settings/store.ts";
import { steps } from "./steps.ts";
import { sweep } from "./sweep.ts";
import { telling } from "./telling.ts";
import { summaryOf } from "./views.ts";
import { isConflict } from "./writing.ts";

type Stores = ReturnType<typeof storesOn>;

/** The stores of the review and of what it needs of other slices. */
function storesOn(table: Table) {
  const cohorts = cohortStore(table);
  const bank = questionStore(table);
  const settings = settingsStore(table);
  const statistics = statisticsStore(table);
  const disputes = disputeStore(table);
  return {
    store: candidateStore(table),
    pilots: pilotStore(table),
    cohorts,
    bank,
    settings,
    bankHead: bank.head,
    bankState: stateWrite,
    transact: table.transact,
    versions: bank.versions,
    counters: statistics.many,
    async disputed(refs: readonly { questionId: string; version: number }[]) {
      return (await disputes.casesOf(refs)).filter(({ state }) => state === "open");
    },
    panels: panelsOf({
      cohortOf: cohorts.get,
      async reviewersOf(cohortId) {
        const members = await cohorts.reviewers(cohortId);
        return members.map(({ userId, name, pseudonym, role }) => ({
          userId,
          role,
          name: name || pseudonym,
        }));
      },
      quorumOf: settings.quorum,
    }),
  };
}

interface Around {
  workflows: Pick<Workflows, "succeed">;
  /** ISO time. */
  now: () => string;
  warn: (message: string, questionId: string) => void;
}

/** What serves the review's routes, on a table. */
export function reviewOn(
  table: Table,
  { workflows, now, warn, ruleChecks }: Around & Pick<CandidateDependencies, "ruleChecks">,
) {
  const stores = storesOn(table);
  return {
    findMembership: stores.cohorts.membership,
    handlers: {
      ...candidateHandlers({
        ...stores,
        ruleChecks,
        async deliver({ id, token, decision }) {
          if (!token || !decision) return;
          try {
            await workflows.succeed(token, { outcome: decision.outcome });
          } catch (error) {
            warn(error instanceof Error ? error.message : String(error), id);
          }
        },
        now,
      }),
      ...settingsHandlers({ ...stores, putAudit, whileActive, now }),
      ...groupQuestionHandlers({ ...stores, now }),
      ...qualityHandlers({ ...stores, listOfCohort: stores.bank.listOfCohort, now }),
    },
  };
}

/** Candidates as a member of their cohort sees them in lists, on a table. */
export function summariesOn(table: Table, now: () => string) {
  const { panels } = storesOn(table);
  return async (records: readonly CandidateRecord[], { cohortId, userId }: Membership) => {
    const { panel } = await panels.of(cohortId);
    return records.map((record) => summaryOf(record, { userId, panel, now: now() }));
  };
}

/** The steps of the review's workflow, on a table. */
export function reviewStepsOn(
  table: Table,
  { workflows, now, writing }: Omit<Around, "warn"> & Pick<Parameters<typeof steps>[0], "writing">,
) {
  const stores = storesOn(table);
  return steps({
    ...stores,
    bankVersion: versionWrites,
    writing,
    send: workflows.succeed,
    tell: tellingOn(table, stores, now),
    now,
  });
}

const tellingOn = (table: Table, { store, panels }: Stores, now: () => string) =>
  telling({ store, panels, notices: noticeStore(table), now });

/** What the clock does for reviews, on a table. */
export function reviewClockOn(
  table: Table,
  { workflows, start, now, warn }: Around & Pick<Parameters<typeof sweep>[0], "start">,
) {
  const stores = storesOn(table);
  return {
    sweep: sweep({
      ...stores,
      start,
      send: (token, outcome) => workflows.succeed(token, { outcome }),
      forget: (questionId) => table.transact([deleteUnsent(questionId)]),
      warn,
      now,
    }),
    pilots: lookAtPilots({
      ...stores,
      unlessConflict(error) {
        if (!isConflict(error)) throw error;
      },
      now,
    }),
  };
}
