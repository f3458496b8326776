import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Notice } from "../../components/notice.tsx";
import { messageOf } from "../../lib/api.ts";
import classes from "./cohorts.module.css";

/** Asks before something that can't be taken back, and says what it means. */
export function ConfirmDialog({
  heading,
  confirm,
  busy,
  error,
  onConfirm,
  onClose,
  children,
}: {
  heading: string;
  /** What the button says: what is done, not "OK". */
  confirm: string;
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
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <BusyButton color="danger" busy={busy} onClick={onConfirm}>
            {confirm}
          </BusyButton>
        </>
      }
    >
      <div className={classes.form}>
        {children}
        {error !== null && <Notice kind="problem">{messageOf(error)}</Notice>}
      </div>
    </Dialog>
  );
}
