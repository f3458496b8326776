import type { LifeEvent } from "@lyceum/shared/review";
import { csvOf } from "../../lib/csv.ts";
import { lifeSentence } from "../../lib/life.ts";

/** Events as CSV, a row each, in their order. Times are ISO, in UTC. */
export const trailCsv = (events: readonly LifeEvent[]): string =>
  csvOf([
    ["at", "question", "action", "version", "actor", "actor_id", "model", "prompt", "what", "detail"],
    ...events.map((event) => [
      event.at,
      event.questionId,
      event.action,
      event.version ?? null,
      event.actor ?? null,
      event.actorId ?? null,
      event.by?.model ?? null,
      event.by?.prompt ?? null,
      lifeSentence(event),
      event.detail ?? null,
    ]),
  ]);
