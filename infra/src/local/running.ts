import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const Variables = z.record(z.string(), z.string());

const fileIn = (dataDirectory: string) => join(dataDirectory, "running.json");

/**
 * Says where the platform's parts are, for programs that are run beside it on the same data.
 * @returns what takes it back when the platform stops
 */
export async function announce(
  dataDirectory: string,
  variables: Readonly<Record<string, string>>,
): Promise<() => Promise<void>> {
  const file = fileIn(dataDirectory);
  await writeFile(file, JSON.stringify(variables));
  return () => rm(file, { force: true });
}

/** What a running platform has announced; `undefined` where none runs on this data. One that was killed leaves it behind. */
export async function announced(
  dataDirectory: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const text = await readFile(fileIn(dataDirectory), "utf8").catch(() => undefined);
  return text === undefined ? undefined : Variables.parse(JSON.parse(text));
}
