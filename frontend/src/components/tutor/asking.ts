import { ClientError } from "@lyceum/shared/contract/client";
import type { Answer, TutorEvent } from "@lyceum/shared/tutor";
import { isTransient, messageOf } from "../../lib/api.ts";
import { applied, failed, further, isOver } from "./applied.ts";

/** How the page hears of an answer. `stored`: its stream is gone, and what the server has kept is asked for. */
export type Hearing = "stream" | "stored" | "over";

/** An answer as far as this page knows it. */
export interface Told {
  answer: Answer;
  hearing: Hearing;
  /** Whether the server has never taken it: asked again, it may have the same id. */
  isUnsent?: boolean;
}

/** Whether the server is known to have the question, or to have had it when nothing more was heard. */
export const isTaken = ({ answer, hearing, isUnsent }: Told): boolean =>
  !isUnsent && (hearing !== "stream" || answer.searched !== "" || isOver(answer));

/** What an answer is asked for by. Each of them ends with an error when its signal is aborted. */
export interface Ways {
  /** Asks, and hears what comes. */
  events: () => AsyncIterable<TutorEvent>;
  /** What the server has kept of it. */
  stored: () => Promise<Answer>;
  /** Ends after some time. */
  pause: () => Promise<void>;
  /** Whether nobody is interested any more. */
  isLeft: () => boolean;
}

/** After these nobody knows whether the question was taken. */
const mayHaveArrived: readonly string[] = ["network", "unavailable", "internal"];

/**
 * Asks a question and tells how its answer grows, until it is over. Where the stream is lost, or somebody stopped
 * listening to it, it goes on with what the server has kept.
 */
export async function* asked(question: Answer, ways: Ways): AsyncGenerator<Told> {
  let answer = question;
  try {
    for await (const event of ways.events()) {
      answer = applied(answer, event);
      yield { answer, hearing: "stream" };
      if (isOver(answer)) break;
    }
  } catch (error) {
    if (ways.isLeft()) return;
    if (error instanceof ClientError && !mayHaveArrived.includes(error.code)) {
      yield { answer: failed(answer, messageOf(error)), hearing: "over", isUnsent: true };
      return;
    }
  }
  if (isOver(answer)) yield { answer: await asStored(answer, ways), hearing: "over" };
  else yield* followed(answer, ways);
}

/** Tells how an answer grows by what the server keeps of it, until it is over. */
export async function* followed(begun: Answer, ways: Ways): AsyncGenerator<Told> {
  let answer = begun;
  while (!ways.isLeft()) {
    yield { answer, hearing: "stored" };
    try {
      await ways.pause();
      answer = further(answer, await ways.stored());
    } catch (error) {
      if (ways.isLeft()) return;
      if (isTransient(error)) continue;
      const notice =
        error instanceof ClientError && error.code === "not_found"
          ? "The question did not reach the tutor. Ask it again."
          : messageOf(error);
      yield { answer: failed(answer, notice), hearing: "over", isUnsent: true };
      return;
    }
    if (isOver(answer)) {
      yield { answer, hearing: "over" };
      return;
    }
  }
}

/** The server may have masked something, and knows what it has cost. What can't be had is done without. */
async function asStored(answer: Answer, { stored }: Ways): Promise<Answer> {
  try {
    const kept = await stored();
    return isOver(kept) ? kept : answer;
  } catch {
    return answer;
  }
}
