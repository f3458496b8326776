import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { messageOf } from "../lib/api.ts";
import { BusyButton } from "./busy-button.tsx";
import classes from "./confirm-dialog.module.css";
import { Dialog } from "./dialog.tsx";
import { Notice } from "./notice.tsx";

/** Asks before something that can't be taken back, and says what it means. It stays open while that is done. */
export function ConfirmDialog({
  heading,
  confirm,
  dismiss = "Cancel",
  busy,
  error,
  onConfirm,
  onClose,
  children,
}: {
  heading: string;
  /** What the button says: what is done, not "OK". */
  confirm: string;
  /** What the other button says. */
  dismiss?: string;
  busy: boolean;
  /** Why it could not be done; `null` where nothing went wrong. */
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog
      heading={heading}
      onClose={busy ? undefined : onClose}
      actions={
        <>
          <Button variant="default" disabled={busy} onClick={onClose}>
            {dismiss}
          </Button>
          <BusyButton color="danger" busy={busy} onClick={onConfirm}>
            {confirm}
          </BusyButton>
        </>
      }
    >
      <div className={classes.body}>
        {children}
        {error !== null && <Notice kind="problem">{messageOf(error)}</Notice>}
      </div>
    </Dialog>
  );
}
