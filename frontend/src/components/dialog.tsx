import { Title } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef } from "react";
import classes from "./dialog.module.css";

/**
 * A modal dialog of the browser's own, which keeps the focus inside, closes on Escape and gives the focus back.
 * Mounted means open.
 */
export function Dialog({
  heading,
  actions,
  onClose,
  children,
}: {
  heading: string;
  actions: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-labelledby={headingId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <Title order={2} id={headingId} tabIndex={-1} autoFocus className={classes.heading}>
        {heading}
      </Title>
      {children}
      <div className={classes.actions}>{actions}</div>
    </dialog>
  );
}
