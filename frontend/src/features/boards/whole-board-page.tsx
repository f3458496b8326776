import type { Board, BoardWindow } from "@lyceum/shared/cohorts";
import { Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { GroupPage } from "../../components/group/group-page.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { boardRowsQuery, loadedItems } from "../../lib/cohorts.ts";
import { BoardTable } from "./board-table.tsx";
import classes from "./boards.module.css";
import { onceEach } from "./lines.ts";
import { boardNames, windowNames } from "./names.ts";
import { BoardRules } from "./rules.tsx";
import { searchOf } from "./search.ts";
import { WindowPicker } from "./window-picker.tsx";

const route = getRouteApi("/members/groups/$cohortId/board");

/** All who are on a board, best first, page by page. */
export function WholeBoardPage() {
  const { cohortId } = route.useParams();
  const { board = "mastery", window = "week" } = route.useSearch();
  const navigate = useNavigate();
  return (
    <GroupPage cohortId={cohortId} title={`${boardNames[board].label} board`}>
      {(cohort) => (
        <section aria-labelledby="board" className={classes.main}>
          <AnchorLink
            to="/groups/$cohortId"
            params={{ cohortId }}
            search={searchOf(board, window)}
            className={classes.link ?? ""}
          >
            Back to the boards
          </AnchorLink>
          <Title order={2} id="board">
            {boardNames[board].label}: the whole board
          </Title>
          <div className={classes.head}>
            <p>{boardNames[board].about}</p>
            <WindowPicker
              window={window}
              onChange={(chosen) =>
                void navigate({
                  to: "/groups/$cohortId/board",
                  params: { cohortId },
                  search: searchOf(board, chosen),
                  replace: true,
                  resetScroll: false,
                })
              }
            />
          </div>
          <Rows key={`${board} ${window}`} cohortId={cohortId} board={board} window={window} />
          <BoardRules board={board} timeZone={cohort.timeZone} />
        </section>
      )}
    </GroupPage>
  );
}

function Rows({ cohortId, board, window }: { cohortId: string; board: Board; window: BoardWindow }) {
  const pages = useInfiniteQuery(boardRowsQuery(cohortId, board, window));
  const items = loadedItems(pages.data);
  if (items) {
    return items.length === 0 ? (
      <Text className={classes.few ?? ""}>This board has too few people to show ranks: it takes five.</Text>
    ) : (
      <>
        <BoardTable
          board={board}
          caption={`${boardNames[board].label}, ${windowNames[window].toLowerCase()}`}
          runs={[onceEach(items)]}
        />
        <ShowMore pages={pages} what="More of the board" />
      </>
    );
  }
  return pages.isError ? (
    <LoadProblem what="The board" error={pages.error} onRetry={() => void pages.refetch()} />
  ) : (
    <div role="status" aria-label="Loading the board" className={classes.loading}>
      <Skeleton height={44} />
      <Skeleton height={44} />
      <Skeleton height={44} />
    </div>
  );
}
