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

const mostOfTitle = 200;

/** A title from a file's name: without its ending, with spaces between its words. Dates keep their hyphens. */
export function titleOf(fileName: string): string {
  const words = fileName
    .replace(/\.[^.\s]{1,8}$/, "")
    .replaceAll(/[_\s]+|(?<!\d)-+|-+(?!\d)/g, " ")
    .replaceAll(/ +/g, " ")
    .trim()
    .slice(0, mostOfTitle);
  return words === "" ? fileName.slice(0, mostOfTitle) : words.charAt(0).toUpperCase() + words.slice(1);
}

/** As many bytes of a file as are read to find its title: front matter may come before a heading. */
const readForTitle = 8192;

/** A title for what becomes of a file: as it calls itself, or else by its name. */
export async function proposedTitle(file: File): Promise<string> {
  if (mediaTypeOf(file) !== "text/markdown") return titleOf(file.name);
  // What can't be read is told when it is sent.
  const start = await file
    .slice(0, readForTitle)
    .text()
    .catch(() => "");
  return headingOf(start) ?? titleOf(file.name);
}

const frontMatter = /^---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;
/** Titles of several lines are left alone. */
const titleInFront =
  /^title:(?![ \t]*[>|])[ \t]*(?:"((?:\\.|[^"\\\n])+)"|'((?:''|[^'\n])+)'|((?:[^\n#]|(?<=\S)#)+))/m;
const hash = /^#{1,6}[ \t]+([^\r\n]+)/;
const underlined = /^([^\r\n]+)\r?\n(?:=+|-+)[ \t]*(?:\r?\n|$)/;

/** What Markdown is called: the title in its front matter, or a heading that it begins with. */
export function headingOf(markdown: string): string | undefined {
  const text = markdown.replace(/^\uFEFF/, "");
  const front = frontMatter.exec(text);
  const named = titleInFront.exec(front?.[1] ?? "");
  const [, double, single, plain = ""] = named ?? [];
  const title = (double?.replaceAll(/\\(.)/g, "$1") ?? single?.replaceAll("''", "'") ?? plain).trim();
  if (title !== "") return title.slice(0, mostOfTitle);
  const body = text.slice(front?.[0].length ?? 0).replace(/^(?:\s|<!--[\s\S]*?-->)+/, "");
  const heading = (hash.exec(body) ?? underlined.exec(body))?.[1] ?? "";
  return withoutMarks(heading).slice(0, mostOfTitle) || undefined;
}

/** A heading as it is read: without tags and anchors, marks of emphasis and code, addresses of links. */
const withoutMarks = (heading: string): string =>
  heading
    .replaceAll(/<\/?[a-z][^>]*>/gi, "")
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/(\*{1,3}|`+)([^*`]+)\1/g, "$2")
    .replace(/[ \t]*\{#[^}]*\}[ \t]*$/, "")
    .replace(/[ \t]+#+[ \t]*$/, "")
    .replaceAll(/\\([!-/:-@[-`{-~])/g, "$1")
    .trim();

const megabyte = 1024 * 1024;

export function sizeText(bytes: number): string {
  if (bytes >= megabyte) return `${(bytes / megabyte).toFixed(1)} MB`;
  return bytes >= 1024 ? `${Math.round(bytes / 1024)} kB` : `${bytes} bytes`;
}
