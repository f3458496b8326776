import type { BoardRow, cohorts } from "@lyceum/shared/cohorts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Membership } from "../../http/caller.ts";
import type { Handlers } from "../../http/run.ts";
import type { CohortStore } from "../store.ts";
import { type Board, type BoardStore, placeOf, type RankedRow } from "./store.ts";
import { windowKeys } from "./windows/rules.ts";

interface Dependencies {
  store: CohortStore;
  boards: BoardStore;
  /** ISO time. */
  now: () => string;
}

interface Named {
  params: { cohortId: string } & Pick<Board, "board"> & { window: "week" | "season" | "all" };
}

const best = 3;
const neighbours = 2;
/** On a board with fewer members a rank would tell who is who. */
const enoughMembers = 5;

export type BoardHandlers = Pick<Handlers<typeof cohorts>, "board" | "boardRows"> & {
  /** Changes with everything that a view of the board shows. */
  tag(request: Named & { member: Membership }): Promise<string>;
};

export function boardHandlers({ store, boards, now }: Dependencies): BoardHandlers {
  return {
    async board(request) {
      const board = await boardOf(request);
      const { userId } = request.member;
      const head = await boards.head(board);
      const [top, around] = await Promise.all([
        head.total >= enoughMembers ? boards.top(board, best) : [],
        boards.around(board, head, userId, neighbours),
      ]);
      if (head.total < enoughMembers) {
        const own = around?.rows[around.own]?.score ?? null;
        return { state: "too_few", members: head.total, needed: enoughMembers, own };
      }
      const view = viewFor(userId);
      return {
        state: "ranked",
        members: head.total,
        top: top.map(view),
        around: (around?.rows ?? []).map(view),
      };
    },

    async boardRows(request) {
      const board = await boardOf(request);
      const head = await boards.head(board);
      if (head.total < enoughMembers) return { items: [] };
      const { items, ...rest } = await boards.page(board, head, request.query);
      return { ...rest, items: items.map(viewFor(request.member.userId)) };
    },

    async tag(request) {
      const board = await boardOf(request);
      // The view is the viewer's own: another person at the same browser must not be answered with it.
      const viewer = await placeOf(board.cohortId, request.member.userId);
      return `${board.window}.${(await boards.head(board)).version}.${viewer}`;
    },
  };

  async function boardOf({ params: { cohortId, board, window } }: Named): Promise<Board> {
    const cohort = await store.get(cohortId);
    if (!cohort || cohort.state === "deleting") throw new Fault("not_found", "There is no such group.");
    return { cohortId, board, window: windowKeys(cohort.timeZone, now())[window] };
  }
}

/** What anybody may see of a row: never who is behind a pseudonym. */
const viewFor =
  (viewer: string) =>
  ({ rank, pseudonym, score, userId }: RankedRow): BoardRow => ({
    rank,
    pseudonym,
    score,
    me: userId === viewer,
  });
