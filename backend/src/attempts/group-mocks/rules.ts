import type { GroupMock, GroupMockResult } from "@lyceum/shared/attempts";
import type { MemberChoices } from "@lyceum/shared/cohorts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { CohortRole } from "@lyceum/shared/contract/route";

/** How long after its deadline what was sent to an attempt in time may still arrive, in ms. */
export const grace = 15_000;

/** When a mock may be sat, in ISO times: from `opensAt` up to, not including, `closesAt`. */
export interface Window {
  opensAt: string;
  closesAt: string;
}

const minute = 60_000;
const day = 86_400_000;

/** Questions of a mock are held back from who has sat it until it closes, so it may not stay open for ever. */
export const longestDays = 60;

/**
 * @param minutes how long the mock takes
 * @throws Fault invalid_request where nobody, or not everybody, could sit the mock within the window, or it is too long
 */
export function assertWindow({ opensAt, closesAt }: Window, minutes: number, now: string): void {
  const length = Date.parse(closesAt) - Date.parse(opensAt);
  const problem =
    length <= 0
      ? "The mock must close after it opens."
      : Date.parse(closesAt) <= Date.parse(now)
        ? "The mock would have closed already. Choose a later time."
        : length < minutes * minute
          ? `The mock takes ${minutes} minutes. Leave at least that long between opening and closing.`
          : length > longestDays * day
            ? `A mock may stay open for ${longestDays} days at most. Close it earlier.`
            : undefined;
  if (problem) throw new Fault("invalid_request", problem);
}

export function mockState({ opensAt, closesAt }: Window, now: string): GroupMock["state"] {
  const time = Date.parse(now);
  if (time >= Date.parse(closesAt)) return "closed";
  return time >= Date.parse(opensAt) ? "open" : "scheduled";
}

/** @throws Fault conflict, saying since when or from when */
export function assertOpen(window: Window, now: string): void {
  const state = mockState(window, now);
  if (state === "scheduled") {
    throw new Fault("conflict", `This mock can't be begun yet. It opens on ${inWords(window.opensAt)}.`);
  }
  if (state === "closed") {
    throw new Fault(
      "conflict",
      `This mock can't be begun any more. It closed on ${inWords(window.closesAt)}.`,
    );
  }
}

/** @throws Fault conflict, saying from when there are results */
export function assertClosed(window: Window, now: string): void {
  if (mockState(window, now) !== "closed") {
    const when = inWords(window.closesAt);
    throw new Fault("conflict", `The results are shown when everybody has finished: on ${when}.`);
  }
}

const inWords = (time: string): string => {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, 10)} at ${iso.slice(11, 16)} UTC`;
};

/**
 * An attempt's deadline: its own, but not after the mock has closed; ISO times. It is some thousandths of a second before
 * that, by the mock: a learner's attempts at two mocks that close together must not end in the same moment, because the
 * order of their ends decides which answer was the first.
 */
export function cutDeadline(own: string, closesAt: string, mockId: string): string {
  const before = [...mockId].reduce((sum, letter) => (31 * sum + letter.charCodeAt(0)) % 997, 0);
  const last = Date.parse(closesAt) - before;
  return Date.parse(own) < last ? own : new Date(last).toISOString();
}

/** When the results of a mock are told: when nothing can be saved in it any more, not even what was on its way. */
export const resultsAt = ({ closesAt }: Pick<Window, "closesAt">): string =>
  new Date(Date.parse(closesAt) + grace).toISOString();

/** Whether nothing is told yet of an attempt that has been submitted, because others may still sit the same form. */
export const isSealed = (
  { groupMock }: { groupMock?: { closesAt: string } | undefined },
  now: string,
): boolean => groupMock !== undefined && Date.parse(now) < Date.parse(resultsAt(groupMock));

interface Member extends MemberChoices {
  userId: string;
  role: CohortRole;
}

/**
 * As whom a viewer is shown somebody among a mock's results. Oneself always. Others while they stand on the boards, which
 * are for learners: to learners under their pseudonyms; to instructors, who know whose pseudonym is whose, where they
 * share their results with them.
 *
 * @param member the place in the cohort; absent for who has left it
 * @returns `undefined` where nothing is shown
 */
export function shownAs(
  member: Member | undefined,
  viewer: { userId: string; role: CohortRole },
): Omit<GroupMockResult, "result"> | undefined {
  if (!member) return undefined;
  const me = member.userId === viewer.userId;
  const teaches = viewer.role !== "learner";
  const told = teaches ? member.shares : member.listed;
  if (!me && !(told && member.role === "learner")) return undefined;
  const named = teaches && member.name !== "";
  return { pseudonym: member.pseudonym, ...(named && { name: member.name }), me };
}
