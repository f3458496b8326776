import type { Cohort } from "@lyceum/shared/cohorts";
import type { GroupQuestion } from "@lyceum/shared/review";
import { Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Meanings } from "../../components/item/figures.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { ReviewersPage } from "../../components/review/reviewers.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { loadedItems } from "../../lib/cohorts.ts";
import { groupQuestionsQuery } from "../../lib/review.ts";
import { ChangeDialog } from "./change-dialog.tsx";
import { QuestionRow } from "./question-row.tsx";
import classes from "./questions.module.css";
import { changedText, type To } from "./texts.ts";

const route = getRouteApi("/members/groups/$cohortId/questions");

/** The group's own questions that are in the bank, for those who look after them. */
export function QuestionsPage() {
  const { cohortId } = route.useParams();
  return (
    <ReviewersPage cohortId={cohortId} title="Questions">
      {(cohort) => <Questions cohort={cohort} />}
    </ReviewersPage>
  );
}

function Questions({ cohort }: { cohort: Cohort }) {
  const pages = useInfiniteQuery(groupQuestionsQuery(cohort.id));
  const questions = loadedItems(pages.data);
  const [asked, setAsked] = useState<{ question: GroupQuestion; to: To }>();
  const [done, setDone] = useState("");
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section className={classes.section} aria-labelledby="questions">
      <Title order={2} id="questions" tabIndex={-1} ref={heading}>
        In the group's bank
      </Title>
      <Text className={classes.reading ?? ""}>
        Questions that reviewers approved. Only members of this group meet them. A pilot takes an unscored
        place of a mock, and counts for nobody, until 30 have answered it and its figures are good, or until
        you sign it off.
      </Text>
      {done && <Notice kind="done">{done}</Notice>}
      {questions ? (
        questions.length > 0 || pages.hasNextPage ? (
          <>
            <Meanings />
            <ul className={classes.questions}>
              {questions.map((question) => (
                <QuestionRow
                  key={question.id}
                  cohort={cohort}
                  question={question}
                  onAsk={(to) => setAsked({ question, to })}
                />
              ))}
            </ul>
            <ShowMore pages={pages} what="More questions" />
          </>
        ) : (
          <div className={classes.empty}>
            <Text>The group has no questions of its own yet. What reviewers approve comes here.</Text>
            <ButtonLink to="/groups/$cohortId/review" params={{ cohortId: cohort.id }} variant="default">
              Go to the review
            </ButtonLink>
          </div>
        )
      ) : pages.isError ? (
        <LoadProblem what="The questions" error={pages.error} onRetry={() => void pages.refetch()} />
      ) : (
        <div role="status" aria-label="Loading the questions" className={classes.section}>
          <Skeleton height={120} />
          <Skeleton height={120} />
        </div>
      )}
      {asked && (
        <ChangeDialog
          cohort={cohort}
          {...asked}
          onClose={() => setAsked(undefined)}
          onDone={(to) => {
            flushSync(() => {
              setAsked(undefined);
              setDone(changedText(to));
            });
            heading.current?.focus();
          }}
        />
      )}
    </section>
  );
}
