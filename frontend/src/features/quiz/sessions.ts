import type { ItemSession } from "@lyceum/shared/attempts";
import type { Response } from "@lyceum/shared/questions";
import { sameResponse } from "../../lib/responses.ts";

/** An item's session in which nothing was done. The contract has it, too, but with its schemas. */
export const nothingDone: ItemSession = {
  response: null,
  initial: null,
  confidence: null,
  flagged: false,
  struck: [],
  note: "",
  highlights: [],
  seconds: 0,
};

/** What the learner puts on an item beside the response. */
export type Marks = Pick<ItemSession, "confidence" | "flagged" | "struck" | "note" | "highlights">;

/** An item's session alone, of something that says more about it. */
export const sessionOf = ({
  response,
  initial,
  confidence,
  flagged,
  struck,
  note,
  highlights,
  seconds,
}: ItemSession): ItemSession => ({
  response,
  initial,
  confidence,
  flagged,
  struck,
  note,
  highlights,
  seconds,
});

/** Whether two sessions show the same work of the learner. What is counted on the way does not show. */
export function sameWork(a: ItemSession, b: ItemSession): boolean {
  if (a === b) return true;
  return (
    sameResponse(a.response, b.response) &&
    a.confidence === b.confidence &&
    a.flagged === b.flagged &&
    a.note === b.note &&
    new Set(a.struck).symmetricDifference(new Set(b.struck)).size === 0 &&
    a.highlights.length === b.highlights.length &&
    a.highlights.every(({ from, to }, place) => {
      const other = b.highlights[place];
      return other?.from === from && other.to === to;
    })
  );
}

/** Whether nothing of one is missing in the other. */
export const sameSession = (a: ItemSession, b: ItemSession): boolean =>
  a === b || (sameWork(a, b) && sameResponse(a.initial, b.initial) && a.seconds === b.seconds);

/** The session with another response. An option that is chosen is not ruled out any more. */
export function withResponse(session: ItemSession, response: Response | null): ItemSession {
  const chosen = chosenOptions(response);
  return { ...session, response, struck: session.struck.filter((letter) => !chosen.includes(letter)) };
}

/** The options that are chosen, where options are chosen at all. */
export function chosenOptions(response: Response | null): readonly string[] {
  if (response?.type === "multiple_choice") return [response.choice];
  return response?.type === "multiple_response" ? response.choices : [];
}

/** The session as it is when its item is left: its first response is kept. */
export const withInitial = (session: ItemSession): ItemSession =>
  session.initial === null && session.response !== null ? { ...session, initial: session.response } : session;
