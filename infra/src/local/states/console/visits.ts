import * as z from "zod";
import type { StoredEvent } from "../store/events.ts";

/** What one stay in a state was. */
export interface Visit {
  state: string;
  type: string;
  enteredAt: number;
  leftAt: number | undefined;
  /** JSON. */
  input: string;
  output: string | undefined;
  errors: string[];
  /** How many Maps and Parallels it is in. */
  depth: number;
  /** Which iteration of a Map it is in. */
  iteration: number | undefined;
  tries: number;
}

const Details = z.object({
  name: z.string().optional(),
  index: z.number().optional(),
  input: z.string().optional(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

interface Spot {
  visit: Visit | undefined;
  around: Spot | undefined;
  iteration: number | undefined;
}

/** The stays of an execution in its states, in the order in which they began. */
export function visitsOf(events: readonly StoredEvent[]): Visit[] {
  const visits: Visit[] = [];
  const spots = new Map<number, Spot>();
  const types = new Map<number, string>();
  for (const { id, previous, type, at, jsonDetails } of events) {
    const details = Details.parse(JSON.parse(jsonDetails));
    const before = spots.get(previous);
    types.set(id, type);
    const begins = /^(MapIteration|ParallelState)Started$/.test(types.get(previous) ?? "");
    if (type.endsWith("StateEntered")) {
      const around = begins ? before : before?.around;
      const iteration = begins ? before?.iteration : before?.visit?.iteration;
      const visit: Visit = {
        state: details.name ?? "",
        type: type.slice(0, -"StateEntered".length),
        enteredAt: at,
        leftAt: undefined,
        input: details.input ?? "",
        output: undefined,
        errors: [],
        depth: depthOf(around),
        iteration,
        tries: 0,
      };
      visits.push(visit);
      spots.set(id, { visit, around, iteration: undefined });
      continue;
    }
    // What ends a Map or a Parallel comes after the last event of what was in it.
    const isAfterInner = /^(Map|Parallel)State(Succeeded|Failed)$/.test(type);
    const spot = isAfterInner ? before?.around : before;
    spots.set(id, { visit: spot?.visit, around: spot?.around, iteration: details.index });
    const visit = spot?.visit;
    if (!visit) continue;
    if (type === "TaskScheduled") visit.tries += 1;
    if (type.endsWith("StateExited")) {
      visit.leftAt = at;
      visit.output = details.output;
    }
    if (details.error !== undefined)
      visit.errors.push([details.error, details.cause].filter(Boolean).join(": "));
  }
  return visits;
}

const depthOf = (spot: Spot | undefined): number => (spot ? 1 + depthOf(spot.around) : 0);
