import type { BreakerState, GroupFigures } from "@lyceum/shared/tutor";
import { Button, Loader, Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ButtonLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import {
  endingsSentence,
  modelName,
  sumOf,
  supportSentence,
  thumbsSentence,
} from "../../components/tutor-figures/figures.ts";
import { FiguresMeanings, FiguresTable } from "../../components/tutor-figures/figures-table.tsx";
import { MonthField } from "../../components/tutor-figures/month-field.tsx";
import { useAllPages } from "../../lib/all-pages.ts";
import { loadedItems } from "../../lib/cohorts.ts";
import { counted, dateTime, dollars } from "../../lib/format.ts";
import { monthOf, monthText } from "../../lib/months.ts";
import { isOperator, useSession } from "../../lib/session.ts";
import classes from "./operations.module.css";
import { operationsQuery } from "./queries.ts";
import { breakerText, byModel, gapsText, troubled } from "./texts.ts";

const route = getRouteApi("/members/operations");

/** How all tutors of the platform do, for those who run it. */
export function OperationsPage() {
  const { month = monthOf(new Date()) } = route.useSearch();
  if (!isOperator(useSession())) {
    return (
      <Page title="For operators" reading>
        <Notice kind="notice" actions={<ButtonLink to="/">Go home</ButtonLink>}>
          This page is for those who run the platform. Whoever looks after its accounts can make you an
          operator; sign out and in again afterwards.
        </Notice>
      </Page>
    );
  }
  return (
    <Page title="Operations">
      <Tutors key={month} month={month} />
    </Page>
  );
}

function Tutors({ month }: { month: string }) {
  const navigate = useNavigate();
  const pages = useInfiniteQuery(operationsQuery(month));
  useAllPages(pages);
  const figures = loadedItems(pages.data);
  const first = pages.data?.pages[0];
  const loading = pages.hasNextPage && !pages.isFetchNextPageError;
  return (
    <div className={classes.sections}>
      {first && (
        <section className={classes.section} aria-labelledby="now">
          <Title order={2} id="now">
            Now
          </Title>
          <Breakers breakers={first.breakers} />
          <Text>{gapsText(first.gaps)}</Text>
        </section>
      )}
      <section className={classes.section} aria-labelledby="tutor">
        <Title order={2} id="tutor">
          The tutor in {monthText(month)}
        </Title>
        <MonthField
          month={month}
          onChange={(chosen) =>
            void navigate({ to: ".", search: { month: chosen }, replace: true, resetScroll: false })
          }
        />
        {figures ? (
          <>
            {loading && (
              <Text role="status" className={classes.loading ?? ""}>
                <Loader size={16} aria-hidden />
                {counted(figures.length, "row")} loaded so far, more are coming …
              </Text>
            )}
            {pages.isFetchNextPageError && (
              <LoadProblem
                what="The figures of more groups"
                error={pages.error}
                onRetry={() => void pages.fetchNextPage()}
              />
            )}
            <OfMonth month={month} figures={figures} />
          </>
        ) : pages.isError ? (
          <LoadProblem what="The figures" error={pages.error} onRetry={() => void pages.refetch()} />
        ) : (
          <div role="status" aria-label="Loading the figures" className={classes.section}>
            <Skeleton height={120} />
            <Skeleton height={240} />
          </div>
        )}
      </section>
    </div>
  );
}

/** Models that are let alone, or that all are asked. */
function Breakers({ breakers }: { breakers: readonly BreakerState[] }) {
  const list = troubled(breakers);
  if (list.length === 0) return <Notice kind="done">All models are asked as usual.</Notice>;
  return (
    <ul className={classes.breakers}>
      {list.map(({ model, state, since }) => (
        <li key={model}>
          <Notice
            kind="notice"
            heading={`${model} is ${state === "open" ? "let alone" : "tried again"} since ${dateTime(since)}`}
          >
            {breakerText(state === "half_open" ? state : "open")}
          </Notice>
        </li>
      ))}
    </ul>
  );
}

/** So many groups at first, and so many more each time. */
const step = 50;

function OfMonth({ month, figures }: { month: string; figures: readonly GroupFigures[] }) {
  const [shown, setShown] = useState(step);
  if (figures.length === 0) {
    return (
      <Text className={classes.empty ?? ""}>
        Nobody asked a tutor in {monthText(month)}. Figures come with the first answer, a moment later.
      </Text>
    );
  }
  const sum = sumOf(figures);
  const groups = new Set(figures.map(({ cohortId }) => cohortId)).size;
  return (
    <>
      <ul className={classes.sentences}>
        <li>
          In {counted(groups, "group")} {endingsSentence(sum)}
        </li>
        <li>{supportSentence(sum)}</li>
        <li>{thumbsSentence(sum)}</li>
        <li>Models and guardrails cost {dollars(sum.usd)} at list prices.</li>
      </ul>
      <Title order={3}>By model</Title>
      <FiguresTable
        caption={`How tutors did in ${monthText(month)}, by model`}
        head="Model"
        rows={byModel(figures).map(({ model, groups: asked, sum: each }) => ({
          id: model,
          heading: (
            <>
              {modelName(model)}
              <span className={classes.beside}>{counted(asked, "group")}</span>
            </>
          ),
          figures: each,
        }))}
      />
      <Title order={3}>By group and model</Title>
      <FiguresTable
        caption={`How tutors did in ${monthText(month)}, by group and model`}
        head="Group, model"
        rows={figures.slice(0, shown).map((each) => ({
          id: `${each.cohortId} ${each.model}`,
          heading: (
            <>
              {each.cohortName}
              <code className={classes.id}>{each.cohortId}</code>
              <span className={classes.beside}>{modelName(each.model)}</span>
            </>
          ),
          figures: each,
          times: each,
        }))}
      />
      {figures.length > shown && (
        <Button variant="default" w="fit-content" onClick={() => setShown((count) => count + step)}>
          Show more
        </Button>
      )}
      <FiguresMeanings />
    </>
  );
}
