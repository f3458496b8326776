/** What a key asks for while a quiz is open. */
export type Command =
  | { type: "choose"; place: number }
  | { type: "next" }
  | { type: "previous" }
  | { type: "advance" }
  | { type: "help" };

/**
 * What has the focus, as far as keys of its own go: text fields and lists take all keys, radio buttons the arrows,
 * buttons and links Enter, and what is being dragged by keyboard all but letters.
 */
export type Focus = "typing" | "radio" | "control" | "dragging" | "page";

interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** The command of a key, or `undefined` where the key belongs to the browser or to what has the focus. */
export function commandOf(event: Key, focus: Focus): Command | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || focus === "typing") return undefined;
  switch (event.key) {
    case "?":
      return { type: "help" };
    case "n":
    case "N":
      return { type: "next" };
    case "p":
    case "P":
      return { type: "previous" };
    case "ArrowRight":
      return focus === "radio" || focus === "dragging" ? undefined : { type: "next" };
    case "ArrowLeft":
      return focus === "radio" || focus === "dragging" ? undefined : { type: "previous" };
    case "Enter":
      return focus === "control" || focus === "dragging" ? undefined : { type: "advance" };
  }
  if (/^[a-jA-J]$/.test(event.key))
    return { type: "choose", place: letters.indexOf(event.key.toLowerCase()) };
  if (/^[1-9]$/.test(event.key)) return { type: "choose", place: Number(event.key) - 1 };
  return undefined;
}

const letters = "abcdefghij";

/** What has the focus, of an element of the page. */
export function focusOf(element: Element | null): Focus {
  if (!element) return "page";
  if (element.closest("[data-dragging-keys]")) return "dragging";
  if (element.matches("select, textarea, [contenteditable]")) return "typing";
  if (element instanceof HTMLInputElement) {
    if (element.type === "radio") return "radio";
    return element.type === "checkbox" ? "page" : "typing";
  }
  return element.matches("button, a, summary") ? "control" : "page";
}
