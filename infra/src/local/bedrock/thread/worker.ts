import { parentPort, workerData } from "node:worker_threads";
import * as z from "zod";
import { createEngine } from "../embedding/engine.ts";
import { asServiceError } from "../errors.ts";
import { groundingOf } from "../extractive/grounding.ts";
import { converseExtractively } from "../extractive/model.ts";
import type { Order, Outcome } from "./protocol.ts";

// The thread that computes, so that the platform's own never waits for it.

const Settings = z.object({ cacheFile: z.string(), vectorFiles: z.array(z.string()) });
const { cacheFile, vectorFiles } = Settings.parse(workerData);
const engine = createEngine(cacheFile, vectorFiles);

parentPort?.on("message", (order: Order) => {
  const tell = (outcome: Outcome) => parentPort?.postMessage(outcome);
  const { id } = order;
  obey(order).then(tell, (error: unknown) => {
    const { name, message, status } = asServiceError(error);
    tell({ id, ok: false, name, message, status });
  });
});

async function obey(order: Order): Promise<Outcome> {
  const embed = await engine;
  const { id } = order;
  if (order.kind === "embed") return { id, ok: true, vectors: await embed(order.texts) };
  if (order.kind === "ground") return { id, ok: true, grounding: await groundingOf(order.request, embed) };
  return { id, ok: true, completion: await converseExtractively(order.request, embed) };
}
