import type { BoardRow, cohorts } from "@lyceum/shared/cohorts";
import type { Membership } from "../../http/caller.ts";
import type { Handlers } from "../../http/run.ts";
import { type Board, type BoardStore, placeOf, type RankedRow } from "./store.ts";
import { windowKeys } from "./windows/rules.ts";

interface Dependencies {
  boards: BoardStore;
  /** ISO time. */
  now: () => string;
}

interface Asked {
  member: Membership;
  params: { cohortId: string } & Pick<Board, "board"> & { window: "week" | "season" | "all" };
}

const best = 3;
const neighbours = 2;
/** On a board with fewer members a rank would tell who is who. */
const enoughMembers = 5;

export type BoardHandlers = Pick<Handlers<typeof cohorts>, "board" | "boardRows"> & {
  /** Changes with everything that a view of the board shows. */
  tag(request: Asked): Promise<string>;
};

export function boardHandlers({ boards, now }: Dependencies): BoardHandlers {
  return {
    async board(request) {
      const board = boardOf(request);
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
      const board = boardOf(request);
      const head = await boards.head(board);
      if (head.total < enoughMembers) return { items: [] };
      const { items, ...rest } = await boards.page(board, head, request.query);
      return { ...rest, items: items.map(viewFor(request.member.userId)) };
    },

    async tag(request) {
      const board = boardOf(request);
      // The view is the viewer's own: another person at the same browser must not be answered with it.
      const viewer = await placeOf(board.cohortId, request.member.userId);
      // At half the price it may miss what was written a moment ago: the next request sees that.
      const { version } = await boards.head(board, "eventual");
      return `${board.window}.${version}.${viewer}`;
    },
  };

  function boardOf({ member, params: { cohortId, board, window } }: Asked): Board {
    return { cohortId, board, window: windowKeys(member.cohort.timeZone, now())[window] };
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
