import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import classes from "./tutor-beside.module.css";

/** Where there is room for a page and something beside it; the same as in the style sheet. */
const wide = "(min-width: 72em)";

/**
 * Something beside the page, which stays as usable as before; where there is no room, over it, and then it keeps the
 * focus. Takes the focus when it opens and gives it back; Escape closes it. Mounted means open.
 */
export function BesideFrame({
  label,
  onClose,
  children,
}: {
  label: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isWide = useMediaQuery(wide, undefined, { getInitialValueInEffect: false });
  // Before React takes the element away: the browser gives the focus back for one that is on the page only.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (isWide) element?.show();
    else element?.showModal();
    return () => element?.close();
  }, [isWide]);
  // Beside the page the browser doesn't care for Escape. It is meant for this where the focus is in here, or nowhere.
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const focused = document.activeElement;
    const isHere = focused === document.body || dialog.current?.contains(focused);
    if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing && isHere) onClose();
  });
  useEffect(() => {
    if (!isWide) return;
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [isWide]);
  return (
    <dialog
      ref={dialog}
      className={classes.beside}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={({ currentTarget: element }) => {
        // Of several Escapes in a row, browsers let a page prevent only the first ones.
        if (element.isConnected && !element.open) onClose();
      }}
    >
      {children}
    </dialog>
  );
}
