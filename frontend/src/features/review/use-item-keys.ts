import { type RefObject, useEffect } from "react";

/**
 * N and P go to the next and the previous item, as they do in a running quiz, while the focus is in the list; nowhere
 * else, and not in the dialog of an item, where people write.
 * @param list holds the items, each of them a `details`
 */
export function useItemKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = stepOf(event);
      const focused = document.activeElement;
      const here = focused?.closest("dialog") ? null : focused?.closest("details[data-item]");
      if (step === 0 || !here || !list.current?.contains(here)) return;
      const items = [...list.current.querySelectorAll("details[data-item]")];
      const target = items[items.indexOf(here) + step]?.querySelector("summary");
      if (!target) return;
      event.preventDefault();
      target.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [list]);
}

function stepOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): number {
  if (ctrlKey || metaKey || altKey) return 0;
  if (key === "n" || key === "N") return 1;
  return key === "p" || key === "P" ? -1 : 0;
}
