import type { BankEntry } from "@lyceum/shared/questions";
import type { review } from "@lyceum/shared/review";
import { localDays } from "../../cohorts/boards/windows/rules.ts";
import type { Handlers } from "../../http/run.ts";
import type { Counters } from "../../questions/statistics/rules.ts";
import { statisticsOf } from "../../questions/statistics/rules.ts";
import type { CandidateStore, TrailEvent } from "../candidates/store.ts";
import { isBad } from "../pilots/rules.ts";
import { acceptanceOf, agesOf, agreementOf, byWeek, firstPairs, weeksShown } from "./rules.ts";

interface VersionRef {
  questionId: string;
  version: number;
}

interface Dependencies {
  store: CandidateStore;
  /** A page of a group's own questions. */
  listOfCohort: (
    of: { examId: string; cohortId: string },
    page: { limit: number; cursor?: string | undefined },
  ) => Promise<{ items: BankEntry[]; cursor?: string }>;
  /** What was counted of versions; without those that nobody has answered. */
  counters: (
    examId: string,
    refs: readonly VersionRef[],
  ) => Promise<readonly (VersionRef & { counters: Counters })[]>;
  /** ISO time. */
  now: () => string;
}

/** The figures look at so many at most, the latest first: beyond that they would cost more than they say. */
const most = { events: 5000, queue: 2000, questions: 2000 };
const readAtOnce = 500;

const dayMs = 86_400_000;

export const qualityHandlers = ({
  store,
  listOfCohort,
  counters,
  now,
}: Dependencies): Pick<Handlers<typeof review>, "quality"> => ({
  async quality({ member: { cohortId, cohort } }) {
    const at = now();
    const from = new Date(Date.parse(at) - (7 * weeksShown + 1) * dayMs).toISOString();
    const [events, waiting, later] = await Promise.all([
      eventsSince(cohortId, from),
      collected(most.queue, (page) => store.queue(cohortId, "in_review", page)),
      laterOf(cohort.examId, cohortId),
    ]);
    return {
      weeks: byWeek(events, localDays(cohort.timeZone), at),
      queue: agesOf(
        waiting.map(({ since }) => since),
        at,
      ),
      acceptance: acceptanceOf(await decidedOnes(events)),
      agreement: agreementOf(firstPairs(events.flatMap(saidIn))),
      later,
    };

    async function eventsSince(id: string, since: string): Promise<TrailEvent[]> {
      const all = await collected(
        most.events,
        (page) => store.trail(id, page),
        (event) => event.at < since,
      );
      return all.filter((event) => event.at >= since);
    }

    /** A question that was decided twice, because it came back from its trial, counts by its first decision. */
    async function decidedOnes(all: readonly TrailEvent[]) {
      const outcomes = new Map(
        all.flatMap(({ questionId, action }) =>
          action === "approved" || action === "rejected"
            ? [[questionId, action === "approved"] as const]
            : [],
        ),
      );
      const records = await store.many([...outcomes.keys()]);
      return records.flatMap(({ id, prompt, taskId }) =>
        prompt ? [{ prompt, taskId, approved: outcomes.get(id) ?? false }] : [],
      );
    }

    async function laterOf(examId: string, id: string) {
      const heads = await collected(most.questions, (page) => listOfCohort({ examId, cohortId: id }, page));
      const counted = await counters(
        examId,
        heads.map(({ id: questionId, version }) => ({ questionId, version })),
      );
      const figures = counted.map((one) => statisticsOf(one.counters, [], []));
      return {
        known: figures.filter(({ lowN }) => !lowN).length,
        bad: figures.filter(isBad).length,
      };
    }
  },
});

const saidIn = ({ questionId, version, actorId, said, at }: TrailEvent) =>
  said && version && actorId ? [{ questionId, version, userId: actorId, said, at }] : [];

interface Page<T> {
  items: T[];
  cursor?: string;
}

/** What pages hold, until there is enough of it. */
async function collected<T>(
  enough: number,
  read: (page: { limit: number; cursor?: string | undefined }) => Promise<Page<T>>,
  isEnough: (last: T) => boolean = () => false,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ limit: readAtOnce, cursor });
    all.push(...page.items);
    cursor = page.cursor;
    const last = all.at(-1);
    if (last && isEnough(last)) break;
  } while (cursor && all.length < enough);
  return all.slice(0, enough);
}
