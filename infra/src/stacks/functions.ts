import { api, type Slice } from "@lyceum/shared/api";
import type { Route } from "@lyceum/shared/contract/route";

/** What consumes the table's stream, beside the slice that it belongs to. */
export const consumers = ["attempts-consumer", "cohorts-consumer"] as const;
export type Consumer = (typeof consumers)[number];

/** What does the steps of workflows, beside the slice that it belongs to. */
export const workers = ["notes-worker", "generation-worker", "review-worker"] as const;
export type Worker = (typeof workers)[number];

/** What is done by the clock. No worker does it, because it starts workflows, and those need their workers first. */
export const sweepers = ["review-sweeper"] as const;
type Sweeper = (typeof sweepers)[number];

/** What serves the routes of a slice that stream: such a function is held for as long as it speaks. */
export const streamers = ["tutor-stream"] as const;
export type Streamer = (typeof streamers)[number];

/** Each slice of the contract is a Lambda function; each of the others is one too, with a role of its own. */
export type FunctionName = Slice | Streamer | Consumer | Worker | Sweeper;

const isSlice = (name: string): name is Slice => Object.hasOwn(api, name);

/** The slices of the contract, in its order. */
export const slices: readonly Slice[] = Object.keys(api).filter(isSlice);

export const functionNames: readonly FunctionName[] = [
  ...slices,
  ...streamers,
  ...consumers,
  ...workers,
  ...sweepers,
];

/** What serves routes. */
export type Server = Slice | Streamer;

export const isStreamer = (name: Server): name is Streamer => streamers.some((streamer) => streamer === name);

/** How long an answer may be streamed, in seconds. */
export const streamSeconds = 90;

/** The function that serves a route. */
export function serverOf(slice: Slice, { stream }: Route): Server {
  if (!stream) return slice;
  const found = streamers.find((name) => name === `${slice}-stream`);
  if (!found) throw new TypeError(`${slice} has a route that streams, and no function for it`);
  return found;
}

/** The file that exports a function's `handler`, from the root of the repository. */
export function entryOf(name: FunctionName): string {
  const [slice, part = "lambda"] = name.split("-");
  return `backend/src/${slice}/${part}.ts`;
}
