import type { AttemptSummary } from "@lyceum/shared/attempts";
import { Button, Text } from "@mantine/core";
import { messageOf } from "../lib/api.ts";
import { counted } from "../lib/format.ts";
import { BusyButton } from "./busy-button.tsx";
import { Dialog } from "./dialog.tsx";
import { Notice } from "./notice.tsx";

/** Asks before a running attempt is thrown away. */
export function DiscardDialog({
  attempt: { kind, groupMock },
  answered,
  busy,
  error,
  onDiscard,
  onClose,
}: {
  attempt: Pick<AttemptSummary, "kind" | "groupMock">;
  /** How many answers would be lost. */
  answered: number;
  busy: boolean;
  /** Why it could not be discarded; `null` where nothing went wrong. */
  error: unknown;
  onDiscard: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog
      heading={`Discard this ${groupMock ? "group mock" : kind}?`}
      onClose={busy ? undefined : onClose}
      actions={
        <>
          <Button variant="default" disabled={busy} onClick={onClose}>
            Keep it
          </Button>
          <BusyButton color="danger" busy={busy} onClick={onDiscard}>
            Discard
          </BusyButton>
        </>
      }
    >
      <Text>
        {answered > 0 ? `Its ${counted(answered, "answer")} will be lost. ` : ""}
        It can't be resumed, and it counts nowhere.
        {groupMock && " A group mock can't be begun again: you would have no result in it."}
      </Text>
      {error !== null && <Notice kind="problem">{messageOf(error)}</Notice>}
    </Dialog>
  );
}
