import type { Dispute } from "@lyceum/shared/disputes";
import { Skeleton, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { DisputeAnswer } from "../../components/dispute-answer.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { loadedItems, useExamCode } from "../../lib/cohorts.ts";
import { disputesQuery } from "../../lib/disputes.ts";
import classes from "./disputes.module.css";

/** What the learner has disputed, and what was answered. */
export const DisputesPage = () => (
  <Page title="My disputes">
    <Disputes />
  </Page>
);

function Disputes() {
  const pages = useInfiniteQuery(disputesQuery);
  const disputes = loadedItems(pages.data);
  if (!disputes) {
    return pages.isError ? (
      <LoadProblem what="Your disputes" error={pages.error} onRetry={() => void pages.refetch()} />
    ) : (
      <div role="status" aria-label="Loading your disputes" className={classes.list}>
        <Skeleton height={120} />
        <Skeleton height={120} />
      </div>
    );
  }
  if (disputes.length === 0) {
    return (
      <Text className={classes.empty ?? ""}>
        You have disputed nothing. Where you think that a question is wrong, say so at that question in the
        review of a quiz, a drill or a mock.
      </Text>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {disputes.map((dispute) => (
          <OneDispute key={`${dispute.questionId} ${dispute.version}`} dispute={dispute} />
        ))}
      </ul>
      <ShowMore pages={pages} what="Older disputes">
        Show older
      </ShowMore>
    </>
  );
}

function OneDispute({ dispute }: { dispute: Dispute }) {
  const { examId, taskId, attemptId, position } = dispute;
  const exam = useExamCode(examId);
  return (
    <li className={classes.dispute}>
      <AnchorLink
        to="/attempts/$attemptId"
        params={{ attemptId }}
        hash={`question-${position}`}
        className={classes.link ?? ""}
      >
        {exam}, task {taskId}: question {position} of its review
      </AnchorLink>
      <DisputeAnswer dispute={dispute} />
    </li>
  );
}
