import type { cohorts } from "@lyceum/shared/cohorts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Membership } from "../../http/caller.ts";
import type { Handlers } from "../../http/run.ts";
import { never } from "../boards/standings/rules.ts";
import type { BoardStore } from "../boards/store.ts";
import type { CohortStore } from "../store.ts";
import { dashboardOf, sharedOf } from "./rules.ts";
import type { DashboardStore } from "./store.ts";

interface Dependencies {
  members: Pick<CohortStore, "membersAmong">;
  standings: Pick<BoardStore, "totals">;
  store: DashboardStore;
  examOf: (examId: string) => Promise<ExamProfile | undefined>;
  /** ISO time. */
  now: () => string;
}

export type DashboardHandlers = Pick<Handlers<typeof cohorts>, "dashboard" | "learners">;

export function dashboardHandlers({
  members,
  standings,
  store,
  examOf,
  now,
}: Dependencies): DashboardHandlers {
  return {
    async dashboard({ member: { cohortId, cohort } }) {
      const [exam, totals] = await Promise.all([profileOf(cohort), standings.totals(cohortId)]);
      return dashboardOf(exam, totals, cohort.timeZone, now());
    },

    async learners({ member: { cohortId, cohort }, query }) {
      const { items, ...rest } = await store.leastActive(cohortId, query);
      const [exam, found] = await Promise.all([
        profileOf(cohort),
        members.membersAmong(
          cohortId,
          items.map(({ userId }) => userId),
        ),
      ]);
      // What learners choose and whether they still are learners is read from themselves: the list follows later.
      const learners = new Map(
        found.filter(({ role }) => role === "learner").map((one) => [one.userId, one]),
      );
      const sharing = [...learners.values()].filter(({ shares }) => shares).map(({ userId }) => userId);
      const totals = await store.ownTotals(cohortId, sharing);
      return {
        ...rest,
        items: items.flatMap(({ userId, lastDay }) => {
          const learner = learners.get(userId);
          if (!learner) return [];
          const { name, pseudonym, joinedAt, shares } = learner;
          const lastActiveOn = lastDay === never ? null : lastDay;
          const shared = shares && { shared: sharedOf(exam, totals.get(userId) ?? {}) };
          return [{ userId, name, pseudonym, joinedAt, lastActiveOn, ...shared }];
        }),
      };
    },
  };

  async function profileOf({ examId }: Membership["cohort"]): Promise<ExamProfile> {
    const exam = await examOf(examId);
    if (!exam) throw new Fault("not_found", "There is no such exam.");
    return exam;
  }
}
