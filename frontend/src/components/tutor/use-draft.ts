import { useEffect, useRef, useState } from "react";
import { drafts } from "../../lib/drafts.ts";
import { getSession } from "../../lib/session.ts";
import { isTaken, type Told } from "./asking.ts";

/**
 * A question that is being typed, kept in this tab. It goes when the server has taken the question, not before: what it
 * refuses, or never hears of, is there again on a page that is loaded anew.
 * @param place where it is kept; with another one it moves there
 * @param opening what is there at first, where nothing was kept
 * @param told the conversation, as far as it is known
 * @param isLoading whether more of it may be known in a moment
 */
export function useDraft(
  place: string,
  opening: string,
  told: readonly Told[] | undefined,
  isLoading: boolean,
) {
  // Pages that ask are of who is signed in alone.
  const [userId] = useState(() => getSession()?.userId ?? "");
  const [text, setText] = useState(() => drafts.kept(userId, place) ?? opening);
  const waiting = told?.findLast((one) => !isTaken(one))?.answer.question ?? "";
  const toKeep = text === "" ? waiting : text;

  // The page was left before it heard that the question was taken.
  const [isCompared, setIsCompared] = useState(false);
  if (!isCompared && told && !isLoading) {
    setIsCompared(true);
    if (text !== "" && text === told.at(-1)?.answer.question) setText("");
  }

  const last = useRef(place);
  useEffect(() => {
    if (last.current !== place) drafts.keep(userId, last.current, "");
    last.current = place;
    drafts.keep(userId, place, toKeep);
  }, [userId, place, toKeep]);
  return [text, setText] as const;
}
