import type { Board, BoardView, BoardWindow, Cohort } from "@lyceum/shared/cohorts";
import { Progress, Skeleton, Text, Title, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { GroupPage } from "../../components/group/group-page.tsx";
import { NextMock } from "../../components/group/next-mock.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { boardQuery } from "../../lib/cohorts.ts";
import { counted } from "../../lib/format.ts";
import { BoardTable } from "./board-table.tsx";
import classes from "./boards.module.css";
import { onceEach, ownRow, rankNews, runsOf, sharedRanks } from "./lines.ts";
import { boardNames, boards, windowNames } from "./names.ts";
import { BoardRules } from "./rules.tsx";
import { scoreInWords, wholeNumber } from "./scores.ts";
import { searchOf } from "./search.ts";
import { Tabs } from "./tabs.tsx";
import { WindowPicker } from "./window-picker.tsx";

const route = getRouteApi("/members/groups/$cohortId/");

/** A group's home: how its members do, on the board of one's choice. */
export function BoardsPage() {
  const { cohortId } = route.useParams();
  return (
    <GroupPage cohortId={cohortId} title="Boards" home>
      {(cohort) => (
        <>
          {cohort.state === "active" && <NextMock cohortId={cohortId} />}
          <Boards cohort={cohort} />
        </>
      )}
    </GroupPage>
  );
}

function Boards({ cohort }: { cohort: Cohort }) {
  const { board = "mastery", window = "week" } = route.useSearch();
  const navigate = useNavigate();
  const show = (board: Board, window: BoardWindow) =>
    void navigate({
      to: "/groups/$cohortId",
      params: { cohortId: cohort.id },
      search: searchOf(board, window),
      replace: true,
      resetScroll: false,
    });
  return (
    <div className={classes.columns}>
      <section aria-labelledby="boards" className={classes.main}>
        <VisuallyHidden>
          <h2 id="boards">Boards</h2>
        </VisuallyHidden>
        <Tabs
          label="Board"
          tabs={boards.map((value) => ({ value, label: boardNames[value].label }))}
          value={board}
          onChange={(chosen) => show(chosen, window)}
        >
          <div className={classes.head}>
            <p>{boardNames[board].about}</p>
            <WindowPicker window={window} onChange={(chosen) => show(board, chosen)} />
          </div>
          <LiveBoard key={`${board} ${window}`} cohort={cohort} board={board} window={window} />
          <BoardRules board={board} timeZone={cohort.timeZone} />
        </Tabs>
      </section>
      <OwnPlace cohort={cohort} />
    </div>
  );
}

function LiveBoard({ cohort, board, window }: { cohort: Cohort; board: Board; window: BoardWindow }) {
  const { data: view, isError, error, refetch } = useQuery(boardQuery(cohort.id, board, window));
  const news = useRankNews(view);
  return (
    <>
      <VisuallyHidden role="status">{news}</VisuallyHidden>
      {view ? (
        <>
          <BoardShown cohort={cohort} board={board} window={window} view={view} />
          {isError && (
            <Text size="sm" c="dimmed" role="status">
              This may have changed meanwhile: the server gives no newer board just now. We keep asking.
            </Text>
          )}
        </>
      ) : isError ? (
        <LoadProblem what="The board" error={error} onRetry={() => void refetch()} />
      ) : (
        <div role="status" aria-label="Loading the board" className={classes.loading}>
          <Skeleton height={44} />
          <Skeleton height={44} />
          <Skeleton height={44} />
          <Skeleton height={44} />
          <Skeleton height={44} />
        </div>
      )}
    </>
  );
}

/** What is read out when one's own rank has changed since the last look. */
function useRankNews(view: BoardView | undefined): string | undefined {
  const [news, setNews] = useState<string>();
  const seen = useRef<{ rank: number | undefined }>(undefined);
  useEffect(() => {
    if (view?.state !== "ranked") return;
    const rank = ownRow(view)?.rank;
    const told = seen.current && rankNews(seen.current.rank, rank, view.members);
    seen.current = { rank };
    if (told) setNews(told);
  }, [view]);
  return news;
}

function BoardShown({
  cohort,
  board,
  window,
  view,
}: {
  cohort: Cohort;
  board: Board;
  window: BoardWindow;
  view: BoardView;
}) {
  if (view.state === "too_few") return <TooFew cohort={cohort} board={board} view={view} />;
  const own = ownRow(view);
  return (
    <>
      {own ? (
        <p className={classes.own}>
          You {isShared(view, own.rank) ? "share" : "have"} rank <strong>{wholeNumber(own.rank)}</strong>
          {` of ${wholeNumber(view.members)}: ${scoreInWords(board, own.score)}.`}
        </p>
      ) : (
        <NotOnIt cohort={cohort} board={board} />
      )}
      <BoardTable
        board={board}
        caption={`${boardNames[board].label}, ${windowNames[window].toLowerCase()}: the best three${own ? ", and you among your neighbours" : ""}`}
        runs={runsOf(view)}
      />
      <p className={classes.foot}>
        <AnchorLink
          to="/groups/$cohortId/board"
          params={{ cohortId: cohort.id }}
          search={searchOf(board, window)}
          className={classes.link ?? ""}
        >
          The whole board: {wholeNumber(view.members)} people
        </AnchorLink>
        <Text span size="sm" c="dimmed">
          Changes show by themselves.
        </Text>
      </p>
    </>
  );
}

const isShared = ({ top, around }: Extract<BoardView, { state: "ranked" }>, rank: number): boolean =>
  sharedRanks(onceEach([...top, ...around])).has(rank);

function TooFew({
  cohort,
  board,
  view: { members, needed, own },
}: {
  cohort: Cohort;
  board: Board;
  view: Extract<BoardView, { state: "too_few" }>;
}) {
  return (
    <div className={classes.few}>
      <Text fw={600}>
        {members === 0
          ? "Nobody is on this board yet."
          : `${counted(members, "person is", "people are")} on this board so far.`}
      </Text>
      <Text>Ranks show from {needed} people on: with fewer, one would guess who is who.</Text>
      <Progress
        value={(100 * members) / needed}
        aria-label={`${members} of ${needed} people`}
        className={classes.progress ?? ""}
      />
      {own === null ? (
        <NotOnIt cohort={cohort} board={board} />
      ) : (
        <Text>
          Your own score, which only you see: <strong>{scoreInWords(board, own)}</strong>.
        </Text>
      )}
    </div>
  );
}

const waysOn: Readonly<Record<Board, string>> = {
  mastery: "It takes 20 first answers in this time.",
  effort: "It takes a day with 5 first answers in this time.",
  improvement: "It takes 20 first answers in this time, and 20 before them.",
};

/** Why the caller is not on the board, and the way to be. */
function NotOnIt({ cohort: { id: cohortId, me, state }, board }: { cohort: Cohort; board: Board }) {
  if (me.role !== "learner") return null;
  if (!me.listed) {
    return (
      <Text>
        You are not on the boards, because you chose so.{" "}
        <AnchorLink to="/groups/$cohortId/me" params={{ cohortId }}>
          Change it
        </AnchorLink>
      </Text>
    );
  }
  if (state === "archived") return null;
  return (
    <Text>
      You are not on this board yet. {waysOn[board]}{" "}
      <AnchorLink to="/">Start with a few questions</AnchorLink>
    </Text>
  );
}

/** How the caller appears to others here. */
function OwnPlace({ cohort: { id: cohortId, me } }: { cohort: Cohort }) {
  return (
    <aside aria-labelledby="own" className={classes.aside}>
      <Title order={2} size="h3" id="own">
        You in this group
      </Title>
      <p>
        Others know you as <strong>{me.pseudonym}</strong>.
      </p>
      <Text size="sm" c="dimmed">
        {me.role !== "learner"
          ? "Instructors and owners look after the group: the boards are for its learners."
          : me.listed
            ? "You are on the boards. You can leave them at any time."
            : "You are not on the boards."}
      </Text>
      <AnchorLink to="/groups/$cohortId/me" params={{ cohortId }} className={classes.link ?? ""}>
        Change how you appear
      </AnchorLink>
    </aside>
  );
}
