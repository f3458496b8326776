import * as z from "zod";
import type { StoredEvent } from "../store/events.ts";

const Details = z.record(z.string(), z.unknown());
const data = ["input", "output", "parameters"];

/** An event as GetExecutionHistory gives it. */
export function historyEvent(
  { id, previous, type, at, jsonDetails }: StoredEvent,
  withData: boolean,
): object {
  const details = Object.entries(Details.parse(JSON.parse(jsonDetails)));
  const shown = withData ? details : details.filter(([name]) => !data.includes(name));
  const field = fieldOf(type);
  return {
    id,
    previousEventId: previous,
    type,
    timestamp: at / 1000,
    ...(field !== undefined && { [field]: Object.fromEntries(shown) }),
  };
}

/** Where the details of an event of this type are; some types have none. */
function fieldOf(type: string): string | undefined {
  if (type.endsWith("StateEntered")) return "stateEnteredEventDetails";
  if (type.endsWith("StateExited")) return "stateExitedEventDetails";
  if (type.startsWith("Parallel") || /^MapState(Succeeded|Failed)$/.test(type)) return undefined;
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}
