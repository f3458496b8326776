import type { Board, BoardWindow } from "@lyceum/shared/cohorts";
import { boards, windows } from "./names.ts";

/** Which board is on the page, as in its address; the usual one is left out. */
export interface BoardSearch {
  board?: Exclude<Board, "mastery">;
  window?: Exclude<BoardWindow, "week">;
}

/** What a page's address says of the board, without what makes no sense. */
export function boardSearch({ board, window }: Record<string, unknown>): BoardSearch {
  return searchOf(
    boards.find((one) => one === board) ?? "mastery",
    windows.find((one) => one === window) ?? "week",
  );
}

/** How an address says which board is meant. */
export const searchOf = (board: Board, window: BoardWindow): BoardSearch => ({
  ...(board !== "mastery" && { board }),
  ...(window !== "week" && { window }),
});
