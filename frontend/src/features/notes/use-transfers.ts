import { ClientError } from "@lyceum/shared/contract/client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { client, messageOf } from "../../lib/api.ts";
import { renewNotes } from "../../lib/notes.ts";
import { subscribeToSession } from "../../lib/session.ts";
import { putFile } from "./put-file.ts";
import { announcement, createTransfers, type Transfer } from "./transfers.ts";

/** Those of this page load; they outlive the page that began them. */
export const transfers = createTransfers({
  async announce(transfer, signal) {
    const { put } = await client.call(
      "POST /cohorts/{cohortId}/notes/{noteId}/uploads",
      { params: placeOf(transfer), body: announcement(transfer) },
      { signal },
    );
    return put;
  },
  put: putFile,
  arrived: (transfer, signal) =>
    client.call(
      "POST /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}/file",
      { params: { ...placeOf(transfer), uploadId: transfer.uploadId } },
      { signal },
    ),
  async giveUp(transfer) {
    try {
      await client.call("DELETE /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}", {
        params: { ...placeOf(transfer), uploadId: transfer.uploadId },
      });
    } catch (error) {
      // It was never announced.
      if (!(error instanceof ClientError && error.code === "not_found")) throw error;
    }
  },
  messageOf,
});

const placeOf = ({ cohortId, noteId }: Pick<Transfer, "cohortId" | "noteId">) => ({ cohortId, noteId });

subscribeToSession(() => transfers.clear());

// Whoever closes the page would lose what is on its way.
addEventListener("beforeunload", (event) => {
  if (transfers.get().some(({ state }) => state !== "failed")) event.preventDefault();
});

/** The files that are on their way to a group's notes. When one has come, the notes are asked for anew. */
export function useTransfers(cohortId: string): readonly Transfer[] {
  const queryClient = useQueryClient();
  const all = useSyncExternalStore(transfers.subscribe, transfers.get);
  useEffect(
    () =>
      transfers.onArrived((arrived) => {
        if (arrived === cohortId) void renewNotes(queryClient, cohortId);
      }),
    [queryClient, cohortId],
  );
  return useMemo(() => all.filter((each) => each.cohortId === cohortId), [all, cohortId]);
}
