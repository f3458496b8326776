import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Notice } from "../../components/notice.tsx";
import { messageOf } from "../../lib/api.ts";
import classes from "./review.module.css";

/** What belongs to a decision, and the way to send it. It stays open while it is sent. */
export const VoteDialog = ({
  heading,
  confirm,
  danger = false,
  busy,
  error,
  onConfirm,
  onClose,
  children,
}: {
  heading: string;
  /** What the button says; absent where it can't be done. */
  confirm?: string;
  danger?: boolean;
  busy: boolean;
  /** Why it could not be done; `null` where nothing went wrong. */
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}) => (
  <Dialog
    heading={heading}
    onClose={busy ? undefined : onClose}
    actions={
      <>
        <Button variant="default" disabled={busy} onClick={onClose}>
          {confirm ? "Cancel" : "Close"}
        </Button>
        {confirm && (
          <BusyButton busy={busy} {...(danger && { color: "danger" })} onClick={onConfirm}>
            {confirm}
          </BusyButton>
        )}
      </>
    }
  >
    <div className={classes.form}>
      {children}
      {error !== null && <Notice kind="problem">{messageOf(error)}</Notice>}
    </div>
  </Dialog>
);
