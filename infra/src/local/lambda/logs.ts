import { createWriteStream } from "node:fs";
import { rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import * as z from "zod";

export interface FunctionLog {
  /** Keeps every line of a process's output. */
  read(output: Readable): void;
  /** Keeps and shows a line of the platform's own, such as that a process has died. */
  report(line: string): void;
  close(): void;
}

/** A log is begun anew, and the one before kept, when it is larger than this at start. */
const largestLog = 20 * 1024 * 1024;
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
  const file = join(directory, `${name}.log`);
  const size = await stat(file).then(
    (stats) => stats.size,
    () => 0,
  );
  if (size > largestLog) await rename(file, `${file}.1`);
  const log = createWriteStream(file, { flags: "a" });

  return {
    read(output) {
      createInterface({ input: output, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
        log.write(`${line}\n`);
        const brief = briefError(line);
        if (brief) show(`${name}: ${brief}`);
      });
    },
    report(line) {
      log.write(`${new Date().toISOString()}\t${line}\n`);
      show(`${name}: ${line}`);
    },
    close() {
      log.end();
    },
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
