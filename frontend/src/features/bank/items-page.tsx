import { Button, Checkbox, Loader, NativeSelect, Skeleton, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Meanings } from "../../components/item/figures.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { useAllPages } from "../../lib/all-pages.ts";
import { examQuery } from "../../lib/api.ts";
import { loadedItems } from "../../lib/cohorts.ts";
import { counted } from "../../lib/format.ts";
import classes from "./bank.module.css";
import { Instructors, Places } from "./instructors.tsx";
import { type Item, type Look, looked, sortNames, sorts, tasksOf } from "./items.ts";
import { ItemsTable } from "./items-table.tsx";
import { statisticsQuery } from "./queries.ts";

const route = getRouteApi("/members/exams/$examId/items");

/** How an exam's items have been answered, for those who look after them. */
export function ItemsPage() {
  const { examId } = route.useParams();
  return (
    <Instructors>
      <Page title="Items">
        <Places examId={examId} here="items" />
        <Items key={examId} examId={examId} />
      </Page>
    </Instructors>
  );
}

function Items({ examId }: { examId: string }) {
  const pages = useInfiniteQuery(statisticsQuery(examId));
  useAllPages(pages);
  const items = loadedItems(pages.data);
  if (!items) {
    return pages.isError ? (
      <LoadProblem what="The items" error={pages.error} onRetry={() => void pages.refetch()} />
    ) : (
      <div role="status" aria-label="Loading the items" className={classes.section}>
        <Skeleton height={44} />
        <Skeleton height={56} />
        <Skeleton height={56} />
        <Skeleton height={56} />
      </div>
    );
  }
  if (items.length === 0) {
    return (
      <Text className={classes.empty ?? ""}>
        No item has been answered yet. Figures come with the first attempt that is submitted, a moment later.
      </Text>
    );
  }
  return (
    <div className={classes.section}>
      <Text className={classes.reading ?? ""}>
        Each version of a question that has been answered, with what the first answers say about it. Flags
        mark what is worth a look; open an item to see its key and how often each option was chosen.
      </Text>
      <Meanings />
      <LookedItems examId={examId} items={items} loading={pages.hasNextPage && !pages.isFetchNextPageError} />
      {pages.isFetchNextPageError && (
        <LoadProblem what="More items" error={pages.error} onRetry={() => void pages.fetchNextPage()} />
      )}
    </div>
  );
}

function LookedItems({
  examId,
  items,
  loading,
}: {
  examId: string;
  items: readonly Item[];
  /** Whether more of them are on their way. */
  loading: boolean;
}) {
  const look = route.useSearch();
  const shown = looked(items, look);
  return (
    <>
      <Choices examId={examId} items={items} look={look} />
      <Text role="status" className={classes.loading ?? ""}>
        {loading && <Loader size={16} aria-hidden />}
        {loading
          ? `${counted(items.length, "item")} loaded so far, more are coming …`
          : `${shown.length} of ${counted(items.length, "item")} shown`}
      </Text>
      {shown.length > 0 ? <ItemsTable items={shown} /> : !loading && <NothingShown />}
    </>
  );
}

function useLook() {
  const navigate = useNavigate();
  return (search: Look) =>
    void navigate({ to: ".", search: { ...search }, replace: true, resetScroll: false });
}

/** What to look at, and in which order. It is kept in the address. */
function Choices({ examId, items, look }: { examId: string; items: readonly Item[]; look: Look }) {
  const exam = useQuery(examQuery(examId)).data;
  const titles = new Map(exam?.domains.flatMap(({ tasks }) => tasks).map(({ id, title }) => [id, title]));
  const change = useLook();
  const { flagged: _flagged, ...anyFlag } = look;
  const { enough: _enough, ...anyNumber } = look;
  const { task, ...anyTask } = look;
  const { sort = "task", ...byTask } = look;
  return (
    <div className={classes.choices}>
      <NativeSelect
        label="Task"
        value={task ?? ""}
        onChange={({ currentTarget: { value } }) =>
          change(value === "" ? anyTask : { ...anyTask, task: value })
        }
        data={[
          { value: "", label: "All tasks" },
          ...tasksOf(items).map((id) => ({ value: id, label: `${id} ${titles.get(id) ?? ""}` })),
        ]}
      />
      <NativeSelect
        label="Order"
        value={sort}
        onChange={({ currentTarget: { value } }) => {
          const chosen = sorts.find((each) => each === value);
          change(chosen && chosen !== "task" ? { ...byTask, sort: chosen } : byTask);
        }}
        data={sorts.map((value) => ({ value, label: sortNames[value] }))}
      />
      <Checkbox
        label="Only flagged ones"
        checked={look.flagged ?? false}
        onChange={({ currentTarget: { checked } }) => change(checked ? { ...look, flagged: true } : anyFlag)}
      />
      <Checkbox
        label="Hide low n"
        checked={look.enough ?? false}
        onChange={({ currentTarget: { checked } }) => change(checked ? { ...look, enough: true } : anyNumber)}
      />
    </div>
  );
}

function NothingShown() {
  const change = useLook();
  return (
    <div className={classes.empty}>
      <Text>No item fits what you chose.</Text>
      <Button variant="default" onClick={() => change({})}>
        Show all items
      </Button>
    </div>
  );
}
