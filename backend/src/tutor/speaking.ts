import { setTimeout as wait } from "node:timers/promises";
import { Fault } from "@lyceum/shared/contract/fault";
import type { MadeBy } from "@lyceum/shared/questions";
import { ToolUse, type TutorEvent } from "@lyceum/shared/tutor";
import type { SpokenPart } from "../models/models.ts";
import { harmless, shownUpTo } from "./markdown/rules.ts";
import { notInNotes } from "./prompts/answer-question.ts";
import { isLeak, repeats } from "./speech/rules.ts";

/** How a model's answer has ended. */
export type Ended =
  | "end"
  | "too_long"
  /** The model, or a filter of its own, stopped it. */
  | "refused"
  /** No model answered, or not to the end. */
  | "broken"
  /** It talked nonsense. */
  | "unusable"
  /** The learner stopped it. */
  | "stopped";

export interface Speech {
  text: string;
  ended: Ended;
  /** A fault's code, where it is broken. */
  why?: string;
  by?: MadeBy;
  usd: number;
  tokens: { input: number; output: number };
}

interface Limits {
  stopped: AbortSignal;
  /** What nobody is to be told word by word. */
  secret: string;
  /** Called with all that was given out. */
  said: (text: string) => void;
  used: (tool: ToolUse) => void;
}

/** How long the end of a model's stream is waited for that nobody reads any more, in ms. */
const patienceWithEnd = 1_000;

const toolName = ToolUse.shape.name;

/**
 * Gives out what a model says, as it can be shown: without what would load something or lead somewhere. The last words
 * wait until it is clear what they are.
 */
export async function* speaking(
  parts: AsyncIterable<SpokenPart>,
  { stopped, secret, said, used }: Limits,
): AsyncGenerator<TutorEvent, Speech> {
  const speech: Speech = { text: "", ended: "broken", usd: 0, tokens: { input: 0, output: 0 } };
  const iterator = parts[Symbol.asyncIterator]();
  const stop = new Promise<undefined>((resolve) => {
    if (stopped.aborted) resolve(undefined);
    stopped.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  let given = "";
  try {
    for (;;) {
      const next = iterator.next();
      // Where it is not waited for any more, nobody else hears of its failure.
      next.catch(() => {});
      const heard = await Promise.race([next, stop]);
      if (!heard) {
        speech.ended = "stopped";
        return speech;
      }
      if (heard.done) return speech;
      const part = heard.value;
      if ("tool" in part) {
        const name = toolName.safeParse(part.tool.name);
        // One that there isn't was not used.
        if (!name.success) continue;
        const tool = { ...part.tool, name: name.data };
        used(tool);
        yield { event: "tool", tool };
      } else if ("text" in part) {
        speech.text += part.text;
        if (isLeak(speech.text, secret) || repeats(speech.text)) {
          speech.ended = "unusable";
          return speech;
        }
        yield* shown(shownUpTo(speech.text));
      } else {
        const { ended, by, usd, tokens } = part;
        Object.assign(speech, { ended, by, usd, tokens });
        yield* shown(speech.text.length);
      }
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    speech.why = error.code;
    return speech;
  } finally {
    const ended = Promise.resolve(iterator.return?.());
    ended.catch(() => {});
    await Promise.race([ended, wait(patienceWithEnd, undefined, { ref: false })]);
  }

  function* shown(upTo: number): Generator<TutorEvent> {
    if (saysNotInNotes(speech.text)) return;
    const text = harmless(speech.text.slice(0, upTo));
    // What comes later can change what came before: then it waits for the end.
    if (text.length <= given.length || !text.startsWith(given)) return;
    const more = text.slice(given.length);
    given = text;
    said(given);
    yield { event: "text", text: more };
  }
}

/** Whether a model says that the notes don't answer. */
export const saysNotInNotes = (text: string): boolean => new RegExp(`^[\\W_]*${notInNotes}`).test(text);
