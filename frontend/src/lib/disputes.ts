import type { Dispute, DisputeReason } from "@lyceum/shared/disputes";
import { infiniteQueryOptions } from "@tanstack/react-query";
import { client, noCursor } from "./api.ts";

/** What is wrong with an item, as learners choose it and instructors read it. */
export const reasonNames: Readonly<Record<DisputeReason, string>> = {
  wrong_key: "The answer marked as right is wrong",
  two_right: "Another answer is right too",
  outdated: "It is out of date",
  unclear: "It is unclear",
  other: "Something else",
};

/** The caller's own disputes, the latest first, page by page. */
export const disputesQuery = infiniteQueryOptions({
  queryKey: ["disputes"],
  queryFn: ({ pageParam, signal }) =>
    client.call("GET /disputes", { query: { limit: 100, cursor: pageParam } }, { signal }),
  initialPageParam: noCursor(),
  getNextPageParam: (page) => page.cursor,
});

/** What the caller is told and has not dismissed, the latest first, page by page. */
export const noticesQuery = infiniteQueryOptions({
  queryKey: ["notices"],
  queryFn: ({ pageParam, signal }) =>
    client.call("GET /notices", { query: { limit: 25, cursor: pageParam } }, { signal }),
  initialPageParam: noCursor(),
  getNextPageParam: (page) => page.cursor,
});

/** What became of a dispute, in words. */
export function disputeState({ answer }: Pick<Dispute, "answer">): string {
  if (!answer) return "Waits for an answer";
  return answer.decision === "key_corrected"
    ? "Answered: the answer key was corrected"
    : "Answered: the answer key stays";
}

// How long the text of a dispute or of an answer may be, in characters.
const shortestText = 10;
export const longestText = 2000;

/** What is wrong with a dispute's or an answer's text; `undefined` where nothing is. */
export const textProblem = (text: string): string | undefined =>
  text.trim().length < shortestText ? `Write at least ${shortestText} characters.` : undefined;
