import { inflateSync } from "node:zlib";
import { getDocumentProxy } from "unpdf";
import { type Block, outline } from "./blocks.ts";
import { expandsTooMuch, ReadingProblem } from "./problem.ts";

const mostPages = 2000;
/** Of one stream, in bytes; a page of text has some thousand. */
const mostInflated = 64 * 1024 * 1024;
/** Streams may be compressed several times over. */
const mostLayers = 4;

/** A line of a page, as it is seen. */
interface Line {
  page: number;
  text: string;
  /** Of its letters, in points. */
  size: number;
  /** From the bottom of the page. */
  y: number;
}

/**
 * The paragraphs of a PDF with the pages on which they begin. What is set larger than most of the text, in a line of its
 * own, is a heading.
 * @throws ReadingProblem encrypted, damaged, no_text, expands_too_much
 */
export async function readPdf(bytes: Uint8Array): Promise<Block[]> {
  if (inflatesTooFar(bytes)) throw expandsTooMuch();
  const document = await open(bytes);
  try {
    if (document.numPages > mostPages) throw expandsTooMuch();
    const lines: Line[] = [];
    for (let page = 1; page <= document.numPages; page++) {
      lines.push(...(await linesOf(document, page)));
    }
    if (lines.reduce((sum, { text }) => sum + text.length, 0) < 20) {
      throw new ReadingProblem(
        "no_text",
        "The PDF has no text in it: its pages are pictures, as from a scanner. Run text recognition (OCR) on it and upload the result.",
      );
    }
    return blocksOf(lines);
  } catch (error) {
    if (error instanceof ReadingProblem) throw error;
    throw damaged();
  } finally {
    await document.loadingTask.destroy();
  }
}

type Document = Awaited<ReturnType<typeof getDocumentProxy>>;

async function open(bytes: Uint8Array): Promise<Document> {
  try {
    // A copy: it takes the bytes away.
    return await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  } catch (error) {
    if (error instanceof Error && error.name === "PasswordException") {
      throw new ReadingProblem(
        "encrypted",
        "The PDF is protected by a password. Save it without one and upload it again.",
      );
    }
    throw damaged();
  }
}

const damaged = () =>
  new ReadingProblem(
    "damaged",
    "The PDF is damaged: it can't be opened. Save or print it as PDF once more and upload that.",
  );

async function linesOf(document: Document, page: number): Promise<Line[]> {
  const { items } = await (await document.getPage(page)).getTextContent();
  const lines: Line[] = [];
  let line: Line | undefined;
  for (const item of items) {
    if (!("str" in item)) continue;
    if (item.str.trim() !== "") {
      line ??= { page, text: "", size: item.height, y: Number(item.transform[5]) };
      line.size = Math.max(line.size, item.height);
    }
    if (line) line.text += item.str;
    if (item.hasEOL && line) {
      lines.push(line);
      line = undefined;
    }
  }
  if (line) lines.push(line);
  return lines.map((each) => ({ ...each, text: each.text.replace(/\s+/g, " ").trim() }));
}

function blocksOf(lines: readonly Line[]): Block[] {
  const body = usualSize(lines);
  const isHeading = ({ size, text }: Line) =>
    size >= body * 1.15 && text.split(" ").length <= 20 && /\p{L}/u.test(text);
  const sizes = [...new Set(lines.filter(isHeading).map(({ size }) => Math.round(size)))].sort(
    (a, b) => b - a,
  );
  const above = outline();
  const blocks: Block[] = [];
  let before: Line | undefined;
  /** The paragraph that is being read. */
  let open: { page: number; text: string } | undefined;
  const close = () => {
    if (open) blocks.push({ headings: above.path(), page: open.page, kind: "prose", text: open.text });
    open = undefined;
  };
  let heading: { depth: number; title: string } | undefined;
  for (const line of lines) {
    if (isHeading(line)) {
      close();
      const depth = Math.min(6, 1 + sizes.indexOf(Math.round(line.size)));
      // A heading of two lines.
      const title = heading?.depth === depth ? joined(heading.title, line.text) : line.text;
      heading = { depth, title };
      above.heading(depth, title);
    } else {
      heading = undefined;
      if (open && before && begins(line, before)) close();
      open = open
        ? { page: open.page, text: joined(open.text, line.text) }
        : { page: line.page, text: line.text };
    }
    before = line;
  }
  close();
  return blocks;
}

/** Whether a line begins a paragraph: by its distance, or on a new page unless the sentence goes on there. */
function begins(line: Line, before: Line): boolean {
  if (line.page !== before.page) return /[.!?:]["')\]]?$/.test(before.text) || !/^\p{Ll}/u.test(line.text);
  const down = before.y - line.y;
  return down > 1.7 * Math.max(line.size, before.size) || /^(?:[•▪◦–-]|\d{1,2}[.)])\s/u.test(line.text);
}

/** A word that is parted at the end of a line is one again. */
const joined = (text: string, next: string): string =>
  /\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(next) ? text.slice(0, -1) + next : `${text} ${next}`;

/** That of most letters. */
function usualSize(lines: readonly Line[]): number {
  const letters = new Map<number, number>();
  for (const { size, text } of lines) {
    const rounded = Math.round(size * 2) / 2;
    letters.set(rounded, (letters.get(rounded) ?? 0) + text.length);
  }
  const [most = [0]] = [...letters].sort(([, a], [, b]) => b - a);
  return most[0];
}

/** Whether a stream of the file inflates to more than a page can hold. Found before anything opens it. */
function inflatesTooFar(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = file.indexOf("stream"); at >= 0; at = file.indexOf("stream", at + 6)) {
    let start = at + 6;
    if (file[start] === 0x0d) start++;
    if (file[start] === 0x0a) start++;
    let layer: Buffer = file.subarray(start);
    for (let depth = 0; depth < mostLayers && isDeflated(layer); depth++) {
      try {
        layer = inflateSync(layer, { maxOutputLength: mostInflated });
      } catch (error) {
        if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") return true;
        break;
      }
    }
  }
  return false;
}

const codeOf = (error: unknown) =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;

const isDeflated = (bytes: Buffer): boolean =>
  bytes.length > 2 && ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
