import type { MediaType } from "@lyceum/shared/notes";

// Which files may become notes: what the server would refuse is refused before anything is sent.

/** Bytes; as the contract has it, which would bring zod along. */
const mostBytes = 20 * 1024 * 1024;

/** For the browser's file dialog. */
export const acceptedFiles = ".md,.markdown,.html,.htm,.pdf,.txt,.text";

const endings: Readonly<Record<string, MediaType>> = {
  md: "text/markdown",
  markdown: "text/markdown",
  html: "text/html",
  htm: "text/html",
  pdf: "application/pdf",
  txt: "text/plain",
  text: "text/plain",
};

const types: readonly MediaType[] = ["text/markdown", "text/html", "application/pdf", "text/plain"];

/** What a file is by its name, or by what the browser says where the name has no known ending. */
export function mediaTypeOf({ name, type }: Pick<File, "name" | "type">): MediaType | undefined {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  if (Object.hasOwn(endings, ending)) return endings[ending];
  return ending === "" ? types.find((each) => each === type) : undefined;
}

/** Why a file can't become a note, and what to do; `undefined` where it may. */
export function fileProblem(file: Pick<File, "name" | "type" | "size">): string | undefined {
  if (!mediaTypeOf(file)) {
    return "this kind of file can't be read. Save it as PDF, Markdown, HTML or plain text";
  }
  if (file.size === 0) return "it is empty";
  if (file.size > mostBytes) {
    return `it has ${sizeText(file.size)}, and 20 MB is the most. Split it, or leave its images out`;
  }
  return undefined;
}

/** A title from a file's name: without its ending, with spaces between its words. */
export function titleOf(fileName: string): string {
  const words = fileName
    .replace(/\.[^.\s]{1,8}$/, "")
    .replaceAll(/[_\s]+|(?<=\p{L})-(?=\p{L})/gu, " ")
    .trim()
    .slice(0, 200);
  return words === "" ? fileName.slice(0, 200) : words.charAt(0).toUpperCase() + words.slice(1);
}

const megabyte = 1024 * 1024;

export function sizeText(bytes: number): string {
  if (bytes >= megabyte) return `${(bytes / megabyte).toFixed(1)} MB`;
  return bytes >= 1024 ? `${Math.round(bytes / 1024)} kB` : `${bytes} bytes`;
}
