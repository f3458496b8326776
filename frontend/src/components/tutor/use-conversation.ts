import type { Answer } from "@lyceum/shared/tutor";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { ulid } from "ulid";
import { client, messageOf } from "../../lib/api.ts";
import { loadedItems } from "../../lib/cohorts.ts";
import { streamed } from "../../lib/stream.ts";
import { answersQuery, renewConversation } from "../../lib/tutor.ts";
import { begun, isOver, type Question } from "./applied.ts";
import { asked, followed, type Told, type Ways } from "./asking.ts";

/** How long to wait before the server is asked again what it has kept of an answer, in ms. */
const pause = 1_500;

export type Wish = Omit<Question, "id" | "conversationId">;

/**
 * A conversation with the tutor, as far as it is known, and what can be done in it. Whoever leaves the page hears no
 * more; the tutor goes on, and the answer is there when they come back.
 * @param isNew whether the server can't know it yet
 */
export function useConversation(cohortId: string, conversationId: string, isNew: boolean) {
  const queryClient = useQueryClient();
  const [began] = useState(!isNew);
  const pages = useInfiniteQuery({ ...answersQuery(cohortId, conversationId), enabled: began });
  /** What this page has heard by itself: it is ahead of what was loaded. */
  const [own, setOwn] = useState<readonly Told[]>([]);
  const [stopping, setStopping] = useState<{ id: string; problem?: string }>();
  const leaving = useRef(new AbortController());
  const stream = useRef<AbortController>(undefined);

  useEffect(() => {
    leaving.current = new AbortController();
    const { current } = leaving;
    return () => current.abort();
  }, []);

  const loaded = loadedItems(pages.data);
  const told = began && !loaded ? undefined : merged(loaded ?? [], own);
  const current = told?.findLast(({ answer }) => !isOver(answer));

  const put = (one: Told) =>
    setOwn((before) =>
      before.some(({ answer }) => answer.id === one.answer.id)
        ? before.map((other) => (other.answer.id === one.answer.id ? one : other))
        : [...before, one],
    );

  async function hear(stories: AsyncIterable<Told>, answer: Answer): Promise<void> {
    let isKnown = false;
    for await (const one of stories) {
      put(one);
      // With its first passages a question is kept, and the conversation is in the list.
      if (!isKnown && one.answer.searched !== "") {
        isKnown = true;
        void renewConversation(queryClient, answer, cohortId);
      }
    }
    if (!leaving.current.signal.aborted) await renewConversation(queryClient, answer, cohortId);
  }

  function waysOf({ id, question, help, about, within }: Answer): Ways {
    const { signal } = leaving.current;
    const params = { cohortId, conversationId };
    const listening = new AbortController();
    return {
      events: () => {
        stream.current = listening;
        const body = { id, question, help, ...(about && { about }), ...(within && { within }) };
        return streamed(
          "POST /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers",
          { params, body },
          { signal: AbortSignal.any([signal, listening.signal]) },
        );
      },
      stored: () =>
        client.call(
          "GET /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}",
          { params: { ...params, answerId: id } },
          { signal },
        ),
      pause: () => waited(pause, signal),
      isLeft: () => signal.aborted,
    };
  }

  function ask(wish: Wish, id = `ans_${ulid()}`): void {
    const answer = begun({ ...wish, id, conversationId }, new Date().toISOString());
    put({ answer, hearing: "stream" });
    void hear(asked(answer, waysOf(answer)), answer);
  }

  const follow = useEffectEvent((answers: readonly Answer[]) => {
    for (const answer of answers) {
      if (isOver(answer) || own.some((one) => one.answer.id === answer.id)) continue;
      void hear(followed(answer, waysOf(answer)), answer);
    }
  });
  // After a page was loaded anew in the middle of an answer.
  useEffect(() => {
    follow(loadedItems(pages.data) ?? []);
  }, [pages.data]);

  async function stop(): Promise<void> {
    if (!current) return;
    const { id } = current.answer;
    setStopping({ id });
    try {
      await client.call(
        "POST /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/stop",
        { params: { cohortId, conversationId, answerId: id } },
      );
      stream.current?.abort();
    } catch (error) {
      setStopping({ id, problem: messageOf(error) });
    }
  }

  const isStopping = current !== undefined && stopping?.id === current.answer.id;
  return {
    /** Oldest first; `undefined` until it is known. */
    told,
    /** Those that were asked before the page was opened, in pages. */
    pages,
    /** What is being answered. */
    current,
    isStopping: isStopping && stopping.problem === undefined,
    /** Why it could not be stopped. */
    stopProblem: isStopping ? stopping.problem : undefined,
    ask: (wish: Wish) => ask(wish),
    /** Asks the same once more. What the server has never taken keeps its id. */
    askAgain: ({ answer, isUnsent }: Told) => {
      const { id, question, help, about, within } = answer;
      ask({ question, help, ...(about && { about }), ...(within && { within }) }, isUnsent ? id : undefined);
    },
    stop: () => void stop(),
    /** Takes what the server says of an answer after a change. */
    keep: (answer: Answer) => put({ answer, hearing: "over" }),
  };
}

/** What was loaded, newest first, and what was heard since; oldest first. */
function merged(loaded: readonly Answer[], own: readonly Told[]): Told[] {
  const heard = new Map(own.map((one) => [one.answer.id, one]));
  const before = loaded
    .toReversed()
    .map((answer): Told => heard.get(answer.id) ?? { answer, hearing: isOver(answer) ? "over" : "stored" });
  const known = new Set(loaded.map(({ id }) => id));
  return [...before, ...own.filter(({ answer }) => !known.has(answer.id))];
}

/** @throws where it is aborted before */
function waited(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
