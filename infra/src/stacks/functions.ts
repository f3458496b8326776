import { api, type Slice } from "@lyceum/shared/api";

/** What consumes the table's stream, beside the slice that it belongs to. */
export const consumers = ["attempts-consumer", "cohorts-consumer"] as const;
export type Consumer = (typeof consumers)[number];

/** What does the steps of workflows, beside the slice that it belongs to. */
export const workers = ["notes-worker", "generation-worker", "review-worker"] as const;
export type Worker = (typeof workers)[number];

/** What is done by the clock. No worker does it, because it starts workflows, and those need their workers first. */
export const sweepers = ["review-sweeper"] as const;
type Sweeper = (typeof sweepers)[number];

/** Each slice of the contract is a Lambda function; each of the others is one too, with a role of its own. */
export type FunctionName = Slice | Consumer | Worker | Sweeper;

const isSlice = (name: string): name is Slice => Object.hasOwn(api, name);

/** The slices of the contract, in its order. */
export const slices: readonly Slice[] = Object.keys(api).filter(isSlice);

export const functionNames: readonly FunctionName[] = [...slices, ...consumers, ...workers, ...sweepers];

/** The file that exports a function's `handler`, from the root of the repository. */
export function entryOf(name: FunctionName): string {
  const [slice, part = "lambda"] = name.split("-");
  return `backend/src/${slice}/${part}.ts`;
}
