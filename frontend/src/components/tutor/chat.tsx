import type { Cohort } from "@lyceum/shared/cohorts";
import type { Answer } from "@lyceum/shared/tutor";
import { Skeleton } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { useLocalModels } from "../../lib/local-models.ts";
import { draftPlace } from "../../lib/tutor.ts";
import { LoadProblem, Notice } from "../notice.tsx";
import { ShowMore } from "../show-more.tsx";
import { AnswerView } from "./answer-view.tsx";
import { isOver } from "./applied.ts";
import { isTaken } from "./asking.ts";
import classes from "./chat.module.css";
import { Composer } from "./composer.tsx";
import { Memory } from "./memory.tsx";
import { ReadAloud } from "./read-aloud.tsx";
import { Suggestions } from "./suggestions.tsx";
import { answererText, type Help } from "./texts.ts";
import { useConversation } from "./use-conversation.ts";
import { useDraft } from "./use-draft.ts";

/** A conversation with a group's tutor. To be keyed by it. */
export function Chat({
  cohort,
  conversationId,
  isNew,
  about,
  within,
  scope = "Only in this note",
  opening = "",
  draftAt,
  onAsked,
}: {
  cohort: Cohort;
  conversationId: string;
  /** Nothing has been asked in it before. */
  isNew: boolean;
  about?: Answer["about"];
  within?: Answer["within"];
  /** What `within` says, in words. */
  scope?: string | undefined;
  /** What is in the field at first. */
  opening?: string | undefined;
  /** Where what is typed is kept, where that is by what it is about and not by the conversation. */
  draftAt?: string;
  onAsked?: () => void;
}) {
  const talk = useConversation(cohort.id, conversationId, isNew);
  const [help, setHelp] = useLocalStorage<Help>({ key: "lyceum-tutor-help", defaultValue: "full" });
  const [isNarrow, setIsNarrow] = useState(true);
  const [hasAsked, setHasAsked] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { told, current, pages } = talk;
  // One of which the server doesn't know yet can't be come back to: a text is kept for whichever is begun next.
  const isFresh = isNew && !told?.some(isTaken);
  const place = draftAt ?? draftPlace(cohort.id, isFresh ? undefined : conversationId);
  const [text, setText] = useDraft(place, opening, told, pages.isFetching);
  const narrowed = isNarrow ? within : undefined;
  const isArchived = cohort.state === "archived";
  const mayAsk = !current && !isArchived && told !== undefined;
  const end = useFollowing(told);

  function ask(question: string): void {
    if (!mayAsk) return;
    talk.ask({ question, help, ...(about && { about }), ...(narrowed && { within: narrowed }) });
    // A suggestion leaves what is being typed.
    if (question === text.trim()) setText("");
    setHasAsked(true);
    onAsked?.();
  }

  return (
    <div className={classes.chat}>
      {told === undefined ? (
        pages.isError ? (
          <LoadProblem what="The conversation" error={pages.error} onRetry={() => void pages.refetch()} />
        ) : (
          <div role="status" aria-label="Loading the conversation" className={classes.entries}>
            <Skeleton height={44} width="60%" ml="auto" />
            <Skeleton height={160} />
          </div>
        )
      ) : told.length === 0 ? (
        <Empty>
          {!isArchived && (
            <Suggestions
              cohort={cohort}
              about={about}
              within={narrowed}
              onChoose={(question) => {
                ask(question);
                field.current?.focus({ preventScroll: true });
              }}
            />
          )}
        </Empty>
      ) : (
        <div className={classes.entries}>
          <ShowMore pages={pages} what="Earlier questions">
            Show earlier questions
          </ShowMore>
          {told.map((one) => (
            <AnswerView
              key={one.answer.id}
              cohortId={cohort.id}
              examId={cohort.examId}
              told={one}
              isStopping={talk.isStopping && one === current}
              mayAsk={mayAsk}
              onAskAgain={() => {
                setHasAsked(true);
                talk.askAgain(one);
                // The button that was pressed is gone, or waits for the answer.
                field.current?.focus({ preventScroll: true });
              }}
              onChange={talk.keep}
            />
          ))}
        </div>
      )}
      {told?.some(({ answer }) => isOver(answer)) && (
        <Memory cohortId={cohort.id} conversationId={conversationId} />
      )}
      <ReadAloud told={hasAsked ? told?.at(-1) : undefined} />
      <div className={classes.dock}>
        {talk.stopProblem && <Notice kind="problem">It could not be stopped. {talk.stopProblem}</Notice>}
        <Answerer last={told?.findLast(({ answer }) => answer.by)?.answer} />
        {isArchived && (
          <Notice kind="notice">
            This group is archived: what was asked can be read, and nothing asked.
          </Notice>
        )}
        <Composer
          field={field}
          text={text}
          onText={setText}
          help={help}
          onHelp={setHelp}
          scope={narrowed ? scope : undefined}
          onWiden={() => setIsNarrow(false)}
          isAnswering={current !== undefined}
          isStopping={talk.isStopping}
          isClosed={isArchived}
          onAsk={() => ask(text.trim())}
          onStop={talk.stop}
        />
      </div>
      <div ref={end} className={classes.end} />
    </div>
  );
}

const Empty = ({ children }: { children: React.ReactNode }) => (
  <section className={classes.empty} aria-label="How it works">
    <p>
      The tutor answers from your group's notes and the exam's, and shows the sentences that it rests on.
      Where the notes don't answer, it says so.
    </p>
    {children}
  </section>
);

/** What answers, always in view. */
function Answerer({ last }: { last: Answer | undefined }) {
  const local = useLocalModels();
  return <p className={classes.answerer}>{local && answererText(local, last?.by?.model)}</p>;
}

/** Keeps the end of a conversation in view while it grows, for as long as whoever reads it stays there. */
function useFollowing(told: ReturnType<typeof useConversation>["told"]) {
  const end = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const last = told?.at(-1)?.answer;
  const lastId = last?.id;

  useEffect(() => {
    const element = end.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => {
        isAtEnd.current = entries.some(({ isIntersecting }) => isIntersecting);
      },
      { rootMargin: "80px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (lastId !== undefined) end.current?.scrollIntoView({ block: "end" });
  }, [lastId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever it grows
  useEffect(() => {
    if (last && isAtEnd.current) end.current?.scrollIntoView({ block: "end" });
  }, [last?.text, last?.state, last?.passages]);
  return end;
}
