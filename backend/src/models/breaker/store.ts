import { BreakerState } from "@lyceum/shared/tutor";
import type { Table } from "../../aws/table.ts";

const partition = "BREAKERS";
const prefix = "MODEL#";

export type BreakerStore = ReturnType<typeof breakerStore>;

/**
 * What the breakers of models are like, for operators: one item a model. Each instance of a function has breakers of its
 * own, so it is the last change of any of them.
 */
export const breakerStore = (table: Pick<Table, "put" | "queryAll">) => ({
  changed: (state: BreakerState): Promise<void> =>
    table.put({ pk: partition, sk: `${prefix}${state.model}`, entity: "breaker", ...state }),

  /** There are as many as models. */
  all: (): Promise<BreakerState[]> => table.queryAll(BreakerState, { pk: partition, prefix }),
});
