/**
 * Markdown that is still being written, as it can be shown without what comes next turning it into something else: no
 * half citation, no half table, nothing that is opened and not closed.
 */
export function settled(text: string): string {
  const { before, isCode } = lastFence(text);
  if (isCode) return text;
  const head = text.slice(0, before);
  const blockStart = text.lastIndexOf("\n\n") + 2;
  const start = Math.max(before, blockStart >= 2 ? blockStart : 0);
  return head + text.slice(head.length, start) + settledBlock(text.slice(start));
}

/** Where the text after the last block of code begins, and whether the text ends in one. */
function lastFence(text: string): { before: number; isCode: boolean } {
  let before = 0;
  let fence: string | undefined;
  for (const { 0: line, 1: mark = "", index } of text.matchAll(/^ {0,3}(`{3,}|~{3,}).*(?:\n|$)/gm)) {
    if (fence === undefined) fence = mark;
    else if (mark.startsWith(fence)) {
      fence = undefined;
      before = index + line.length;
    }
  }
  return { before, isCode: fence !== undefined };
}

function settledBlock(block: string): string {
  if (/^ {0,3}\|/.test(block)) return settledTable(block);
  const shown = block
    // A mark of a list or a heading without words, or what would make a heading of the line above.
    .replace(/(^|\n)[ \t]*(?:[-*+]|\d{1,3}[.)]?|#{1,6}|[-=]+|>)[ \t]*$/, "$1")
    .replace(/\[[\d?,\s]*$/, "")
    .replace(/\[([^\]\n]*)\]\([^)\n]*$/, "$1")
    .replace(/[*_~`]+$/, "")
    .trimEnd();
  const line = shown.slice(shown.lastIndexOf("\n") + 1);
  if (isOdd(line, /`/g)) return `${shown}\``;
  return isOdd(shown.replaceAll(/`[^`]*`/g, ""), /\*\*/g) ? `${shown}**` : shown;
}

/** The rows of a table that are whole; nothing before it can be known for a table. */
function settledTable(block: string): string {
  const lines = block.split("\n");
  const last = lines.at(-1) ?? "";
  const whole = /\|[ \t]*$/.test(last) && last.trim().length > 1 ? lines : lines.slice(0, -1);
  return whole.length >= 2 && /^[\s|:-]+$/.test(whole[1] ?? "") ? whole.join("\n") : "";
}

const isOdd = (text: string, mark: RegExp): boolean => (text.match(mark)?.length ?? 0) % 2 === 1;
