import { Fault } from "@lyceum/shared/contract/fault";
import { ModelFailure } from "../../aws/bedrock.ts";
import { admit, afterFailure, type Breaker, closed } from "../breaker/rules.ts";
import { mostTries, pauseAfter, timeForTry } from "./rules.ts";

export interface Clock {
  /** ms since 1970. */
  now(): number;
  /** From 0 to 1. */
  random(): number;
  /** @param ms to wait */
  wait(ms: number): Promise<void>;
}

/** A model has answered, and not as asked: it is of no use to ask it the same once more. */
export class UselessAnswer extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UselessAnswer";
  }
}

/** Asks models until one answers: each some times, one after the other. A breaker is kept for each model. */
export function trying(clock: Clock) {
  const breakers = new Map<string, Breaker>();
  const breakerOf = (model: string) => breakers.get(model) ?? closed;

  /** @returns whether the model may be asked */
  function enter(model: string): boolean {
    const admitted = admit(breakerOf(model), clock.now());
    if (admitted) breakers.set(model, admitted);
    return admitted !== undefined;
  }

  /** Whether it is worth asking the same model again, after this. */
  function failed(model: string, error: unknown): boolean {
    if (error instanceof UselessAnswer || (error instanceof ModelFailure && error.failing !== "down")) {
      // It is there. That it is asked too much is what the pauses are for.
      breakers.set(model, closed);
      return error instanceof ModelFailure && error.failing === "busy";
    }
    if (!(error instanceof ModelFailure)) throw error;
    breakers.set(model, afterFailure(breakerOf(model), clock.now()));
    return true;
  }

  return {
    /** What each model that has been asked is like. */
    states: (): Record<string, Breaker["state"]> =>
      Object.fromEntries([...breakers].map(([model, { state }]) => [model, state])),

    /**
     * @param models the first that is to be asked, then those in its place
     * @param deadline ms since 1970
     * @param patience with one try, in ms
     * @param attempt one try. The signal ends it
     * @throws Fault model_unavailable when none has answered; its cause is the last failure
     */
    async untilAnswered<T>(
      models: readonly string[],
      { deadline, patience }: { deadline: number; patience: number },
      attempt: (model: string, signal: AbortSignal) => Promise<T>,
    ): Promise<T> {
      let last: unknown;
      for (const [place, model] of models.entries()) {
        for (let tries = 1; tries <= mostTries; tries++) {
          const hasNext = place < models.length - 1;
          const time = timeForTry(deadline - clock.now(), patience, hasNext);
          if (time === 0 || !enter(model)) break;
          try {
            const answer = await attempt(model, AbortSignal.timeout(time));
            breakers.set(model, closed);
            return answer;
          } catch (error) {
            last = error;
            if (!failed(model, error) || tries === mostTries) break;
            const pause = pauseAfter(tries, clock.random());
            if (clock.now() + pause >= deadline) break;
            await clock.wait(pause);
          }
        }
      }
      throw unavailable(last);
    },
  };
}

/** For people; the cause is for the operator, and holds nothing of what was asked. */
export function unavailable(cause: unknown): Fault {
  const fault = new Fault(
    "model_unavailable",
    "The language model does not answer as it should right now. Try again in a few minutes; if it lasts, tell the operator.",
  );
  fault.cause = cause;
  return fault;
}
