import { transaction } from "../../cognito/store/database.ts";
import { openJournal } from "./database.ts";
import { type EventStore, eventStore } from "./events.ts";
import { type ExecutionStore, executionStore } from "./executions.ts";
import { type FlowStore, flowStore } from "./flows.ts";

/** Everything that the engine knows of its executions. */
export interface Journal {
  executions: ExecutionStore;
  flows: FlowStore;
  events: EventStore;
  /** All that `work` writes is kept, or nothing. */
  transaction<T>(work: () => T): T;
  /** The same, and it is on disk on return, with all that was written before: what was promised outlives a power cut. */
  acknowledged<T>(work: () => T): T;
  close(): void;
}

/** @throws when the file can't be written or is no database */
export function createJournal(file: string): Journal {
  const database = openJournal(file);
  return {
    executions: executionStore(database),
    flows: flowStore(database),
    events: eventStore(database),
    transaction: (work) => transaction(database, work),
    acknowledged(work) {
      database.exec("PRAGMA synchronous = FULL");
      try {
        return transaction(database, work);
      } finally {
        database.exec("PRAGMA synchronous = NORMAL");
      }
    },
    close: () => database.close(),
  };
}
