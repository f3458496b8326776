import { useEffectEvent, useLayoutEffect } from "react";

/**
 * Runs what keys stand for while the page is open and nothing lies over it; never while somebody types, and never with
 * a modifier, which is the browser's.
 * @param keys by what they type, in lower case
 */
export function useKeys(enabled: boolean, keys: Readonly<Record<string, () => void>>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(document.activeElement) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const run = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (!run) return;
    event.preventDefault();
    run();
  });
  // Before the page is painted: who sees it may press a key.
  useLayoutEffect(() => {
    if (!enabled) return;
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [enabled]);
}

/** Whether an element takes letters for itself. */
function isTyping(element: Element | null): boolean {
  if (element instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(element.type);
  return element?.matches("select, textarea, [contenteditable]") ?? false;
}
