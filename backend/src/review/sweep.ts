import type { CandidateRecord } from "./candidates/record.ts";
import type { CandidateStore, Unsent } from "./candidates/store.ts";

interface Dependencies {
  store: CandidateStore;
  send: (
    token: string,
    outcome: NonNullable<CandidateRecord["decision"]>["outcome"],
  ) => Promise<"sent" | "gone">;
  /** Starts an execution of the review; one with this name is let be. */
  start: (name: string, questionId: string) => Promise<void>;
  forget: (questionId: string) => Promise<void>;
  warn: (message: string, questionId: string) => void;
  /** ISO time. */
  now: () => string;
}

/** A workflow that has not taken a decision up by then, and doesn't wait either, has ended before its time. */
const takenUpMs = 15 * 60_000;

/** To write a candidate anew and to check it takes this long at most, with all its tries. */
const writtenMs = 2 * 3_600_000;

/**
 * Makes good what a crash has left between the table and the workflows: decisions that were not sent are sent again, and
 * executions that were not started are. A decision stays on the list until its workflow has taken it up. Where there is
 * no workflow any more, another one is started, which finds the decision and does what follows from it.
 */
export const sweep =
  ({ store, send, start, forget, warn, now }: Dependencies) =>
  async (): Promise<void> => {
    for (const unsent of await store.unsent()) {
      const { questionId } = unsent;
      try {
        await makeGood(unsent);
      } catch (error) {
        // One must not keep the others from being looked at; it comes again with the next sweep.
        warn(error instanceof Error ? error.message : String(error), questionId);
      }
    }

    async function makeGood({ questionId, execution, takenAt }: Unsent): Promise<void> {
      if (takenAt && since(takenAt) < writtenMs) return;
      const record = await store.get(questionId);
      if (!record?.decision) {
        if (record && execution) await start(execution, questionId);
        else await forget(questionId);
        return;
      }
      const { outcome, at } = record.decision;
      const reached = record.token ? await send(record.token, outcome) : "gone";
      if (reached === "sent" || since(at) < takenUpMs) return;
      warn("a decision is not taken up: its workflow is started anew", questionId);
      // A name is good for one execution. Where that has failed as well, there is another one an hour later.
      await start(`${questionId}-${record.revision}-${now().slice(0, 13).replaceAll(/\D/g, "")}`, questionId);
    }

    function since(time: string): number {
      return Date.parse(now()) - Date.parse(time);
    }
  };
