import type { Received } from "@lyceum/shared/contract/client";
import { mediaTypeOf } from "./files.ts";

type Put = Received<"POST /cohorts/{cohortId}/notes/{noteId}/uploads">["put"];

/** A file on its way to the server, as a note of a group or as a note's next version. */
export interface Transfer {
  cohortId: string;
  noteId: string;
  uploadId: string;
  file: File;
  title: string;
  taskIds: string[];
  state: "waiting" | "sending" | "failed";
  /** How much of the file has been sent, from 0 to 1. Once it is all, only the server has to be told. */
  sent: number;
  /** Why it failed, and what to do. */
  problem?: string;
}

export type Wanted = Pick<Transfer, "cohortId" | "noteId" | "uploadId" | "file" | "title" | "taskIds">;

const almostAll = 0.99;

/** What transfers need of the outside. Each may be asked for again. */
export interface Ways {
  /** Tells the server which file is coming. */
  announce(transfer: Wanted, signal: AbortSignal): Promise<Put>;
  put(file: File, put: Put, signal: AbortSignal, onProgress: (sent: number) => void): Promise<void>;
  /** Tells the server that it has come. */
  arrived(transfer: Wanted, signal: AbortSignal): Promise<unknown>;
  /** Tells the server that it won't come. */
  giveUp(transfer: Wanted): Promise<unknown>;
  messageOf(error: unknown): string;
}

export interface Transfers {
  get(): readonly Transfer[];
  /** @returns a function that ends the subscription */
  subscribe(listener: () => void): () => void;
  add(wanted: readonly Wanted[]): void;
  retry(uploadId: string): void;
  cancel(uploadId: string): Promise<void>;
  /** Stops everything, as when somebody signs out. */
  clear(): void;
  /** Says of which group a file has come. @returns a function that ends the subscription */
  onArrived(listener: (cohortId: string) => void): () => void;
}

/** Sends files one after the other, whichever page is open meanwhile. */
export function createTransfers(ways: Ways): Transfers {
  let all: readonly Transfer[] = [];
  let running: { uploadId: string; controller: AbortController } | undefined;
  const listeners = new Set<() => void>();
  const arrivals = new Set<(cohortId: string) => void>();

  function set(changed: readonly Transfer[]): void {
    all = changed;
    for (const listener of listeners) listener();
  }
  const change = (uploadId: string, changes: Partial<Transfer>) =>
    set(all.map((each) => (each.uploadId === uploadId ? { ...each, ...changes } : each)));
  const drop = (uploadId: string) => set(all.filter((each) => each.uploadId !== uploadId));

  async function next(): Promise<void> {
    const transfer = all.find(({ state }) => state === "waiting");
    if (running || !transfer) return;
    const { uploadId } = transfer;
    const controller = new AbortController();
    const { signal } = controller;
    running = { uploadId, controller };
    const isThere = transfer.sent === 1;
    change(uploadId, { state: "sending" });
    try {
      if (!isThere) {
        const put = await ways.announce(transfer, signal);
        // Sent is not yet kept: that is known when it has been answered.
        await ways.put(transfer.file, put, signal, (sent) =>
          change(uploadId, { sent: Math.min(sent, almostAll) }),
        );
        change(uploadId, { sent: 1 });
      }
      await ways.arrived(transfer, signal);
      drop(uploadId);
      for (const listener of arrivals) listener(transfer.cohortId);
    } catch (error) {
      if (!signal.aborted) change(uploadId, { state: "failed", problem: ways.messageOf(error) });
    }
    running = undefined;
    void next();
  }

  return {
    get: () => all,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(wanted) {
      set([...all, ...wanted.map((each) => ({ ...each, state: "waiting" as const, sent: 0 }))]);
      void next();
    },
    retry(uploadId) {
      const failed = all.find((each) => each.uploadId === uploadId && each.state === "failed");
      if (!failed) return;
      const { problem: _, ...again } = failed;
      set(all.map((each) => (each === failed ? { ...again, state: "waiting" } : each)));
      void next();
    },
    async cancel(uploadId) {
      const transfer = all.find((each) => each.uploadId === uploadId);
      if (!transfer) return;
      if (running?.uploadId === uploadId) running.controller.abort();
      drop(uploadId);
      // The server forgets by itself what never comes; it is told so that nobody waits for it.
      await ways.giveUp(transfer).catch(() => {});
      for (const listener of arrivals) listener(transfer.cohortId);
    },
    clear() {
      running?.controller.abort();
      set([]);
    },
    onArrived(listener) {
      arrivals.add(listener);
      return () => arrivals.delete(listener);
    },
  };
}

/** What the server is told of a file before it comes. */
export const announcement = ({ uploadId, file, title, taskIds }: Wanted) => ({
  id: uploadId,
  title,
  taskIds,
  fileName: file.name.slice(-255),
  mediaType: mediaTypeOf(file) ?? "text/plain",
  bytes: file.size,
});
