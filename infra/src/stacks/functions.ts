import { api, type Slice } from "@lyceum/shared/api";

/** What consumes the table's stream, beside the slice that it belongs to. */
export const consumers = ["attempts-consumer", "cohorts-consumer"] as const;
export type Consumer = (typeof consumers)[number];

/** Each slice of the contract is a Lambda function; each consumer is another, with a role of its own. */
export type FunctionName = Slice | Consumer;

const isSlice = (name: string): name is Slice => Object.hasOwn(api, name);

/** The slices of the contract, in its order. */
export const slices: readonly Slice[] = Object.keys(api).filter(isSlice);

export const functionNames: readonly FunctionName[] = [...slices, ...consumers];

/** The file that exports a function's `handler`, from the root of the repository. */
export function entryOf(name: FunctionName): string {
  const slice = name.replace(/-consumer$/, "");
  return `backend/src/${slice}/${name === slice ? "lambda" : "consumer"}.ts`;
}
