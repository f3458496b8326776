import { Fault } from "@lyceum/shared/contract/fault";
import { type Failing, ModelFailure } from "../../aws/bedrock.ts";
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

/** What operators are told of models that fail. */
export interface Watch {
  /** `useless`: it has answered, and not as asked. */
  failed(model: string, kind: Failing | "useless"): void;
  /**
   * It is waited for, because what a function has not done when it answers may never be done. It must not fail.
   * @param since ms since 1970
   */
  breakerChanged(model: string, state: Breaker["state"], since: number): Promise<void>;
}

/** A model has answered, and not as asked: it is of no use to ask it the same once more. */
export class UselessAnswer extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UselessAnswer";
  }
}

export type Trying = ReturnType<typeof trying>;

/** Asks models until one answers: each some times, one after the other. A breaker is kept for each model. */
export function trying(clock: Clock & Watch) {
  const breakers = new Map<string, Breaker>();
  const breakerOf = (model: string) => breakers.get(model) ?? closed;

  async function change(model: string, breaker: Breaker): Promise<void> {
    const { state } = breakerOf(model);
    breakers.set(model, breaker);
    if (breaker.state !== state) await clock.breakerChanged(model, breaker.state, clock.now());
  }

  /** @returns whether the model may be asked */
  async function enter(model: string): Promise<boolean> {
    const admitted = admit(breakerOf(model), clock.now());
    if (admitted) await change(model, admitted);
    return admitted !== undefined;
  }

  /** Whether it is worth asking the same model again, after this. */
  async function failed(model: string, error: unknown): Promise<boolean> {
    const useless = error instanceof UselessAnswer;
    if (!useless && !(error instanceof ModelFailure)) throw error;
    const kind = useless ? "useless" : error.failing;
    clock.failed(model, kind);
    // A model that answers, or says why not, is there. That it is asked too much is what the pauses are for.
    await change(model, kind === "down" ? afterFailure(breakerOf(model), clock.now()) : closed);
    return kind === "down" || kind === "busy";
  }

  return {
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
          if (time === 0 || !(await enter(model))) break;
          const signal = AbortSignal.timeout(time);
          try {
            const answer = await attempt(model, signal);
            await change(model, closed);
            return answer;
          } catch (error) {
            last = error;
            // What hangs is not asked again: somebody waits, and another model may answer.
            if (!(await failed(model, error)) || signal.aborted || tries === mostTries) break;
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
