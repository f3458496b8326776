import { Worker } from "node:worker_threads";
import { ServiceError } from "../../cognito/errors.ts";
import type { Completion, ConverseRequest } from "../conversation.ts";
import type { Embed } from "../embedding/embed.ts";
import { unavailable } from "../errors.ts";
import type { Grounding, GroundingRequest } from "../extractive/grounding.ts";
import type { Order, Outcome, Settings } from "./protocol.ts";

/** The models that are built in, in a thread of their own that is started when one is first needed. */
export interface BuiltIn {
  embed: Embed;
  converse(request: ConverseRequest): Promise<Completion>;
  ground(request: GroundingRequest): Promise<Grounding>;
  stop(): Promise<void>;
}

interface Waiting {
  settle(outcome: Extract<Outcome, { ok: true }>): void;
  fail(error: Error): void;
}

export function createBuiltIn(settings: Settings): BuiltIn {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let orders = 0;

  function start(): Worker {
    const started = new Worker(new URL("./worker.ts", import.meta.url), { workerData: settings });
    started.on("message", (outcome: Outcome) => {
      const waiter = waiting.get(outcome.id);
      waiting.delete(outcome.id);
      if (outcome.ok) waiter?.settle(outcome);
      else waiter?.fail(new ServiceError(outcome.name, outcome.message, outcome.status));
    });
    let reason = "it was stopped";
    started.on("error", (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    started.on("exit", () => {
      worker = undefined;
      for (const { fail } of waiting.values()) fail(unavailable(`The built-in model ended: ${reason}`));
      waiting.clear();
    });
    return started;
  }

  function send<Kind extends Order["kind"]>(
    order: Omit<Extract<Order, { kind: Kind }>, "id">,
  ): Promise<Extract<Outcome, { ok: true }>> {
    worker ??= start();
    orders += 1;
    const id = orders;
    worker.postMessage({ ...order, id });
    return new Promise((settle, fail) => waiting.set(id, { settle, fail }));
  }

  return {
    async embed(texts) {
      const outcome = await send<"embed">({ kind: "embed", texts });
      return "vectors" in outcome ? outcome.vectors : [];
    },
    async converse(request) {
      const outcome = await send<"converse">({ kind: "converse", request });
      if (!("completion" in outcome)) throw unavailable("The built-in model gave no answer.");
      return outcome.completion;
    },
    async ground(request) {
      const outcome = await send<"ground">({ kind: "ground", request });
      if (!("grounding" in outcome)) throw unavailable("The built-in model gave no answer.");
      return outcome.grounding;
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
