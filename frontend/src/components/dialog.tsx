import { Title } from "@mantine/core";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import classes from "./dialog.module.css";

/**
 * A modal dialog of the browser's own, which keeps the focus inside, closes on Escape and gives the focus back.
 * Mounted means open. Until it is closed, nothing outside of it takes the focus: whoever wants it elsewhere than where
 * it was closes the dialog with `flushSync` before.
 */
export function Dialog({
  heading,
  actions,
  onClose,
  children,
}: {
  heading: string;
  actions: ReactNode;
  /** Absent where it can't be closed, as while something is under way that can't be taken back. */
  onClose?: (() => void) | undefined;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  // Before React takes the element away: the browser gives the focus back for one that is on the page only.
  useLayoutEffect(() => {
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
        onClose?.();
      }}
      onClose={({ currentTarget: element }) => {
        // Of several Escapes in a row, browsers let a page prevent only the first ones.
        if (!element.isConnected || element.open) return;
        if (onClose) onClose();
        else element.showModal();
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
