/** What a key asks for while an attempt is open. */
export type Command =
  | { type: "choose"; place: number }
  | { type: "strike"; place: number }
  | { type: "next" }
  | { type: "previous" }
  | { type: "advance" }
  | { type: "flag" }
  | { type: "confidence" }
  | { type: "note" }
  | { type: "highlight" }
  | { type: "next unanswered" }
  | { type: "filter" }
  | { type: "help" };

/**
 * What has the focus, as far as keys of its own go: text fields and lists take all keys, radio buttons the arrows,
 * buttons and links Enter, and what is being dragged by keyboard all but letters.
 */
export type Focus = "typing" | "radio" | "control" | "dragging" | "page";

interface Key {
  key: string;
  /** Where the key is on the keyboard: with Shift, a digit's key types something else. */
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** Letters that name no option: items have ten at most, from A to J. */
const commands: Readonly<Record<string, Command>> = {
  n: { type: "next" },
  p: { type: "previous" },
  m: { type: "flag" },
  s: { type: "confidence" },
  t: { type: "note" },
  l: { type: "highlight" },
  u: { type: "next unanswered" },
  v: { type: "filter" },
  "?": { type: "help" },
};

const letters = "abcdefghij";

/** The command of a key, or `undefined` where the key belongs to the browser or to what has the focus. */
export function commandOf(event: Key, focus: Focus): Command | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || focus === "typing") return undefined;
  switch (event.key) {
    case "ArrowRight":
      return focus === "radio" || focus === "dragging" ? undefined : { type: "next" };
    case "ArrowLeft":
      return focus === "radio" || focus === "dragging" ? undefined : { type: "previous" };
    case "Enter":
      return focus === "control" || focus === "dragging" ? undefined : { type: "advance" };
  }
  const key = event.key.toLowerCase();
  const place = placeOf(key, event.code);
  if (place !== undefined) return { type: event.shiftKey ? "strike" : "choose", place };
  return commands[key];
}

/** The place of an option that a key names, from 0. */
function placeOf(key: string, code: string): number | undefined {
  if (key.length === 1 && letters.includes(key)) return letters.indexOf(key);
  const digit = /^[1-9]$/.exec(key)?.[0] ?? /^Digit([1-9])$/.exec(code)?.[1];
  return digit === undefined ? undefined : Number(digit) - 1;
}

/** What has the focus, of an element of the page. */
export function focusOf(element: Element | null): Focus {
  if (!element) return "page";
  if (element.closest("[data-dragging-keys]")) return "dragging";
  if (element.matches("select, textarea, [contenteditable]")) return "typing";
  if (element instanceof HTMLInputElement) {
    if (element.type === "radio") return "radio";
    return element.type === "checkbox" ? "page" : "typing";
  }
  return element.matches("button, a, summary, [role=button]") ? "control" : "page";
}
