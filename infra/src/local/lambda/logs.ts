import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import * as z from "zod";
import { openLogFile } from "../log-file.ts";

export interface FunctionLog {
  /** Keeps every line of a process's output. */
  read(output: Readable): void;
  /** Keeps and shows a line of the platform's own, such as that a process has died. */
  report(line: string): void;
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

const longestBrief = 300;

/**
 * The log of a function: `<directory>/<name>.log`. Errors are shown in brief as well.
 * @param show takes a line for the console
 */
export async function openLog(
  directory: string,
  name: string,
  show: (line: string) => void,
): Promise<FunctionLog> {
  const file = await openLogFile(directory, name);
  return {
    read(output) {
      createInterface({ input: output, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
        file.write(line);
        const brief = briefError(line);
        if (brief) show(`${name}: ${brief}`);
      });
    },
    report(line) {
      file.write(`${new Date().toISOString()}\t${line}`);
      show(`${name}: ${line}`);
    },
    close: file.close,
  };
}

const Cause = z.object({ name: z.string().optional(), message: z.string() });
const Thrown = z.object({ errorType: z.string(), errorMessage: z.string() });
const Entry = z.object({
  message: z.union([z.string(), Thrown]),
  errorType: z.string().optional(),
  errorMessage: z.string().optional(),
  error: Cause.optional(),
});

/** What a log line says of an error, in one line; `undefined` where it is not an error. */
export function briefError(line: string): string | undefined {
  const brief = line.startsWith("{") ? briefJson(line) : briefText(line);
  return brief?.replaceAll(/\s+/g, " ").trim().slice(0, longestBrief);
}

function briefText(line: string): string | undefined {
  const [, text = undefined] = /\t(?:ERROR|FATAL)\t(.*)/.exec(line) ?? [];
  const thrown = text && /\t(\{"errorType":.*\})$/.exec(text)?.[1];
  if (!thrown) return text;
  const parsed = Thrown.safeParse(JSON.parse(thrown));
  return parsed.success ? `${parsed.data.errorType}: ${parsed.data.errorMessage}` : text;
}

function briefJson(line: string): string | undefined {
  if (!/"level":\s*"(?:ERROR|FATAL|CRITICAL)"/.test(line)) return undefined;
  try {
    const { message, errorType, errorMessage, error } = Entry.parse(JSON.parse(line));
    if (typeof message !== "string") return `${message.errorType}: ${message.errorMessage}`;
    if (error) return `${message}: ${error.name ?? "Error"}: ${error.message}`;
    return errorType ? `${errorType}: ${errorMessage ?? message}` : message;
  } catch {
    return line;
  }
}
