import { api, type Slice } from "@lyceum/shared/api";

/** Each slice of the contract is a Lambda function; what consumes the table's stream is another, with a role of its own. */
export type FunctionName = Slice | "attempts-consumer";

const isSlice = (name: string): name is Slice => Object.hasOwn(api, name);

/** The slices of the contract, in its order. */
export const slices: readonly Slice[] = Object.keys(api).filter(isSlice);

export const functionNames: readonly FunctionName[] = [...slices, "attempts-consumer"];

/** The file that exports a function's `handler`, from the root of the repository. */
export function entryOf(name: FunctionName): string {
  return name === "attempts-consumer" ? "backend/src/attempts/consumer.ts" : `backend/src/${name}/lambda.ts`;
}
