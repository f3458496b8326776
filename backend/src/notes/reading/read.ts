import type { MediaType } from "@lyceum/shared/notes";
import type { Block } from "./blocks.ts";
import { type Part, partsOf, wordsOf } from "./chunks.ts";
import { assertType, textOf } from "./decode.ts";
import { readHtml } from "./html.ts";
import { readMarkdown } from "./markdown.ts";
import { readPdf } from "./pdf.ts";
import { readPlain } from "./plain.ts";
import { expandsTooMuch, ReadingProblem } from "./problem.ts";

/** Of a whole note: what five novels have. */
const mostCharactersOfNote = 3_000_000;

/**
 * A file as the parts of a note. The same file gives the same parts.
 * @throws ReadingProblem
 */
export async function read(bytes: Uint8Array, mediaType: MediaType): Promise<Part[]> {
  assertType(bytes, mediaType);
  const parts = partsOf(await blocksOf(bytes, mediaType).catch(orExpands));
  if (parts.every(({ text }) => !/[\p{L}\p{N}]/u.test(text))) {
    throw new ReadingProblem("no_text", "There is no text in the file. Upload one that has some.");
  }
  return parts;
}

/** The words of parts, those that are said twice once. */
export const wordsOfParts = (parts: readonly Part[]): number =>
  parts.reduce((sum, { text, overlap }) => sum + wordsOf(text.slice(overlap)), 0);

async function blocksOf(bytes: Uint8Array, mediaType: MediaType): Promise<Block[]> {
  if (mediaType === "application/pdf") return limited(await readPdf(bytes));
  const text = textOf(bytes);
  if (mediaType === "text/html") return limited(readHtml(text));
  if (text.length > mostCharactersOfNote) throw expandsTooMuch();
  if (/^\s*(?:<!doctype html|<html)\b/i.test(text)) {
    throw new ReadingProblem(
      "wrong_type",
      "The file is HTML under another name. Give it the ending .html and upload it again.",
    );
  }
  return mediaType === "text/markdown" ? readMarkdown(text) : readPlain(text);
}

/** The stack is what deep nesting fills. */
function orExpands(error: unknown): never {
  throw error instanceof RangeError ? expandsTooMuch() : error;
}

function limited(blocks: Block[]): Block[] {
  if (blocks.reduce((sum, { text }) => sum + text.length, 0) > mostCharactersOfNote) throw expandsTooMuch();
  return blocks;
}
