import { type MediaType, mostBytes } from "@lyceum/shared/notes";
import { ReadingProblem } from "./problem.ts";

/**
 * Compares what a file is with what it is said to be.
 * @throws ReadingProblem too_large, wrong_type
 */
export function assertType(bytes: Uint8Array, mediaType: MediaType): void {
  if (bytes.length > mostBytes) {
    throw new ReadingProblem("too_large", "The file is over 20 MB. Split it into several notes.");
  }
  const start = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  const isPdf = start.includes("%PDF-");
  if (isPdf !== (mediaType === "application/pdf")) {
    throw new ReadingProblem(
      "wrong_type",
      isPdf
        ? "The file is a PDF under another name. Give it the ending .pdf and upload it again."
        : "The file has the ending .pdf and is no PDF. Save it as PDF once more, or upload it as Markdown, HTML or plain text.",
    );
  }
  const other = signatures.find(({ begins }) => start.startsWith(begins));
  if (!isPdf && other) {
    throw new ReadingProblem(
      "wrong_type",
      `The file is ${other.name}, which can't be read. Save it as PDF, Markdown, HTML or plain text.`,
    );
  }
}

const signatures = [
  { begins: "PK\x03\x04", name: "an Office document or a ZIP archive" },
  { begins: "\xD0\xCF\x11\xE0", name: "an older Office document" },
  { begins: "\x1F\x8B", name: "a compressed file" },
  { begins: "\x89PNG", name: "an image" },
  { begins: "\xFF\xD8\xFF", name: "an image" },
  { begins: "GIF8", name: "an image" },
  { begins: "{\\rtf", name: "a Rich Text document" },
];

/**
 * Text of UTF-8, or of UTF-16 that says so by a byte order mark, with line feeds at its lines' ends.
 * @throws ReadingProblem not_utf8, wrong_type
 */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new ReadingProblem(
      "not_utf8",
      "The file's characters are not encoded as UTF-8. Save it with the encoding UTF-8 and upload it again.",
    );
  }
  if (text.includes("\0")) {
    throw new ReadingProblem(
      "wrong_type",
      "The file is no text. Save it as PDF, Markdown, HTML or plain text.",
    );
  }
  return text.replace(/\r\n?/g, "\n");
}
