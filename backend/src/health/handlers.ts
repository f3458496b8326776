import { Fault } from "@lyceum/shared/contract/fault";
import type { health } from "@lyceum/shared/health";
import type { Handlers } from "../http/run.ts";

interface Dependencies {
  version: string;
  stage: string;
  /** Rejects when the table can't be read. */
  readTable: () => Promise<unknown>;
}

export const handlers = ({ version, stage, readTable }: Dependencies): Handlers<typeof health> => ({
  async get() {
    await readTable().catch((cause: unknown) => {
      throw new Fault(
        "unavailable",
        `The table can't be read: ${cause instanceof Error ? cause.name : cause}`,
      );
    });
    return { status: "ok", version, stage };
  },
});
