import { useEffectEvent, useLayoutEffect } from "react";
import { type Command, commandOf, focusOf } from "./shortcuts.ts";

/** Runs commands of the keyboard while the page is open, nothing lies over it, and the learner wants it. */
export function useShortcuts(enabled: boolean, run: (command: Command) => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || document.querySelector("dialog[open]")) return;
    const command = commandOf(event, focusOf(document.activeElement));
    if (!command) return;
    event.preventDefault();
    run(command);
  });
  // Before the page is painted: who sees it may press a key.
  useLayoutEffect(() => {
    if (!enabled) return;
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [enabled]);
}
