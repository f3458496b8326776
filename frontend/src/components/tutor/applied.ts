import type { Answer, TutorEvent } from "@lyceum/shared/tutor";

/** What a question says; all else follows from the answer to it. */
export type Question = Pick<Answer, "id" | "conversationId" | "question" | "help" | "about" | "within">;

/** An answer of which nothing has come yet. */
export const begun = (question: Question, askedAt: string): Answer => ({
  ...question,
  askedAt,
  state: "answering",
  searched: "",
  passages: [],
  tools: [],
  text: "",
  claims: [],
  citations: [],
  reported: false,
});

export const isOver = ({ state }: Pick<Answer, "state">): boolean => state !== "answering";

/** An answer after one more event of its stream. One that is over stays as it is. */
export function applied(answer: Answer, event: TutorEvent): Answer {
  if (isOver(answer)) return answer;
  switch (event.event) {
    case "passages":
      return { ...answer, searched: event.searched, passages: event.passages };
    case "tool":
      return { ...answer, tools: [...answer.tools, event.tool] };
    case "text":
      return { ...answer, text: answer.text + event.text };
    case "citations":
      return { ...answer, text: event.text, claims: event.claims, citations: event.citations };
    case "usage":
      return { ...answer, by: event.by, usage: event.usage };
    case "end":
      return {
        ...answer,
        state: event.state,
        // What was said before it was known that it may not be said, or rests on nothing.
        ...((event.state === "declined" || event.state === "not_in_notes") && { text: "" }),
        ...(event.notice !== undefined && { notice: event.notice }),
      };
    case "fault":
      return failed(answer, event.message);
  }
}

/** An answer that was broken off, with what is to be told of it. */
export const failed = (answer: Answer, notice: string): Answer => ({ ...answer, state: "failed", notice });

/**
 * What is known of an answer from its stream and from the store. While it is written, the store may be behind what has
 * been shown already.
 */
export const further = (shown: Answer, stored: Answer): Answer =>
  !isOver(stored) && stored.text.length < shown.text.length ? { ...stored, text: shown.text } : stored;

/**
 * How far an answer is. `looking`: nothing is found yet. `reading`: passages are, and nothing is said. `checked`: it is
 * said and compared with the notes.
 */
export type Stage = "looking" | "reading" | "writing" | "checked" | "over";

export function stageOf(answer: Answer): Stage {
  if (isOver(answer)) return "over";
  if (answer.by || answer.claims.length > 0 || answer.citations.length > 0) return "checked";
  if (answer.text !== "") return "writing";
  return answer.searched === "" ? "looking" : "reading";
}
