import type { Notice as Told } from "@lyceum/shared/disputes";
import { Button, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { ButtonLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { useAllPages } from "../../lib/all-pages.ts";
import { client, messageOf } from "../../lib/api.ts";
import { loadedItems, useExamCode } from "../../lib/cohorts.ts";
import { noticesQuery } from "../../lib/disputes.ts";
import { dateTime } from "../../lib/format.ts";
import classes from "./home.module.css";
import { noticeText } from "./told.ts";

/** What the learner is told and has not dismissed. Nothing is shown where there is nothing. */
export function Notices() {
  const pages = useInfiniteQuery(noticesQuery);
  const notices = loadedItems(pages.data);
  const heading = useRef<HTMLHeadingElement>(null);
  const dismiss = useDismiss();
  // Where all that are loaded are dismissed, the older ones come by themselves.
  useAllPages({ ...pages, hasNextPage: pages.hasNextPage && notices?.length === 0 });
  if (pages.isError && !notices) {
    return <LoadProblem what="Your notices" error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  if (!notices || (notices.length === 0 && !pages.hasNextPage && !dismiss.isError)) return null;
  return (
    <section className={`${classes.section} ${classes.continue}`} aria-labelledby="notices">
      <Title order={2} id="notices" ref={heading} tabIndex={-1}>
        News of your results
      </Title>
      {dismiss.isError && <Notice kind="problem">{messageOf(dismiss.error)}</Notice>}
      {notices.map((notice) => (
        <OneNotice
          key={notice.id}
          notice={notice}
          onDismiss={() => {
            // The button that has the focus goes; with the last one of all the section goes too.
            (notices.length > 1 || pages.hasNextPage
              ? heading.current
              : document.querySelector("h1")
            )?.focus();
            dismiss.mutate(notice.id);
          }}
        />
      ))}
      <ShowMore pages={pages} what="Older notices">
        Show older
      </ShowMore>
    </section>
  );
}

function OneNotice({ notice, onDismiss }: { notice: Told; onDismiss: () => void }) {
  const exam = useExamCode("examId" in notice ? notice.examId : "");
  const { heading, sentence } = noticeText(notice);
  return (
    <Notice
      kind="notice"
      heading={`${"cohortName" in notice ? notice.cohortName : exam}: ${heading}`}
      actions={
        <>
          {"cohortId" in notice ? (
            <ButtonLink
              to="/groups/$cohortId/review"
              params={{ cohortId: notice.cohortId }}
              variant="default"
              size="sm"
            >
              To the queue
            </ButtonLink>
          ) : (
            <ButtonLink
              to="/attempts/$attemptId"
              params={{ attemptId: notice.attemptId }}
              hash={notice.kind === "dispute_answered" ? `question-${notice.position}` : ""}
              variant="default"
              size="sm"
            >
              See the review
            </ButtonLink>
          )}
          {notice.kind === "dispute_answered" && (
            <ButtonLink to="/disputes" variant="default" size="sm">
              My disputes
            </ButtonLink>
          )}
          <Button
            variant="subtle"
            size="sm"
            aria-label={`Dismiss: ${heading}, ${dateTime(notice.at)}`}
            onClick={onDismiss}
          >
            Dismiss
          </Button>
        </>
      }
    >
      {sentence}
      {"text" in notice && (
        <Text component="blockquote" className={classes.quote ?? ""}>
          {notice.text}
        </Text>
      )}
      <Text size="sm" c="dimmed" component="time" dateTime={notice.at}>
        {dateTime(notice.at)}
      </Text>
    </Notice>
  );
}

/** Dismisses a notice at once; it comes back where the server could not be told. */
function useDismiss() {
  const queryClient = useQueryClient();
  const { queryKey } = noticesQuery;
  return useMutation({
    mutationFn: (noticeId: string) => client.call("DELETE /notices/{noticeId}", { params: { noticeId } }),
    onMutate: async (noticeId) => {
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData(
        queryKey,
        (data) =>
          data && {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              items: page.items.filter(({ id }) => id !== noticeId),
            })),
          },
      );
    },
    onError: () => queryClient.invalidateQueries({ queryKey }),
  });
}
