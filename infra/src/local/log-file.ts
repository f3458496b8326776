import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { rename, stat } from "node:fs/promises";
import { join } from "node:path";

export interface LogFile {
  write(line: string): void;
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

/** A log is begun anew, and the one before kept, when it is larger than this at start. */
const largestLog = 20 * 1024 * 1024;

/** Opens `<directory>/<name>.log` to add lines to it. */
export async function openLogFile(directory: string, name: string): Promise<LogFile> {
  const file = join(directory, `${name}.log`);
  const size = await stat(file).then(
    (stats) => stats.size,
    () => 0,
  );
  if (size > largestLog) await rename(file, `${file}.1`);
  const stream = createWriteStream(file, { flags: "a" });
  return {
    write: (line) => void stream.write(`${line}\n`),
    async close() {
      const closed = once(stream, "close");
      stream.end();
      await closed;
    },
  };
}
