import type { DisputeCase } from "@lyceum/shared/disputes";
import { Skeleton, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import pills from "../../components/pills.module.css";
import { ShowMore } from "../../components/show-more.tsx";
import { loadedItems } from "../../lib/cohorts.ts";
import { counted, dateTime, opening } from "../../lib/format.ts";
import { typeNames } from "../../lib/item-names.ts";
import classes from "./bank.module.css";
import { Instructors, Places } from "./instructors.tsx";
import { casesQuery, type State } from "./queries.ts";

const route = getRouteApi("/members/exams/$examId/disputes");

const states: readonly { value: State; label: string; empty: string }[] = [
  { value: "open", label: "Open", empty: "No dispute waits for an answer." },
  { value: "answered", label: "Answered", empty: "No dispute has been answered yet." },
];

/** As much of a stem as tells an item from others, in characters. */
const openingLength = 160;

/** The disputed items of an exam, for those who answer. */
export function CasesPage() {
  const { examId } = route.useParams();
  const { state = "open" } = route.useSearch();
  return (
    <Instructors>
      <Page title="Disputes">
        <Places examId={examId} here="disputes" />
        <div className={classes.section}>
          <nav aria-label="Which disputes" className={pills.pills}>
            {states.map(({ value, label }) => (
              <AnchorLink
                key={value}
                to="/exams/$examId/disputes"
                params={{ examId }}
                search={value === "open" ? {} : { state: value }}
                underline="never"
                className={pills.pill ?? ""}
                aria-current={value === state ? "page" : undefined}
              >
                {label}
              </AnchorLink>
            ))}
          </nav>
          <Cases key={`${examId} ${state}`} examId={examId} state={state} />
        </div>
      </Page>
    </Instructors>
  );
}

function Cases({ examId, state }: { examId: string; state: State }) {
  const pages = useInfiniteQuery(casesQuery(examId, state));
  const cases = loadedItems(pages.data);
  if (!cases) {
    return pages.isError ? (
      <LoadProblem what="The disputes" error={pages.error} onRetry={() => void pages.refetch()} />
    ) : (
      <div role="status" aria-label="Loading the disputes" className={classes.section}>
        <Skeleton height={72} />
        <Skeleton height={72} />
      </div>
    );
  }
  if (cases.length === 0) {
    return <Text className={classes.empty ?? ""}>{states.find(({ value }) => value === state)?.empty}</Text>;
  }
  return (
    <>
      <ul className={classes.cases}>
        {cases.map((one) => (
          <Case key={`${one.questionId} ${one.version}`} {...one} />
        ))}
      </ul>
      <ShowMore pages={pages} what="More disputes" />
    </>
  );
}

const Case = ({ questionId, version, taskId, type, stem, state, disputes, changedAt }: DisputeCase) => (
  <li className={classes.case}>
    <AnchorLink
      to="/questions/$questionId/$version"
      params={{ questionId, version: String(version) }}
      className={classes.itemLink ?? ""}
    >
      {opening(stem, openingLength)}
    </AnchorLink>
    <Text size="sm" c="dimmed">
      Disputed by {counted(disputes, "learner")} · task {taskId} · {typeNames[type].toLowerCase()} ·{" "}
      {state === "open" ? "last disputed" : "answered"}{" "}
      <time dateTime={changedAt}>{dateTime(changedAt)}</time>
    </Text>
  </li>
);
