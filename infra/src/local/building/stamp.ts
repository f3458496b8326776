import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/**
 * A hash over files and directories, their names and contents, without tests.
 * @param paths relative to `root`; one that is not there counts as such
 */
export async function hashOf(root: string, paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of await filesBelow(join(root, path))) {
      hash.update(`${relative(root, file)}\0`);
      hash.update(await readFile(file));
    }
  }
  return hash.digest("hex");
}

async function filesBelow(path: string): Promise<string[]> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isDirectory()) return stats ? [path] : [];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * A hash of a cloud assembly's manifest and templates. `npm run synth` and `npm run deploy` write to the same
 * directory, another stage too; whatever they make, its code included, has its hashes in these files.
 */
export async function hashOfAssembly(directory: string): Promise<string> {
  const names = await readdir(directory).catch(() => []);
  return hashOf(directory, [
    "manifest.json",
    ...names.filter((name) => name.endsWith(".template.json")).sort(),
  ]);
}

/**
 * Does some work unless its result is there already, made from the same inputs.
 * @param stampFile says from what the result was made
 * @param inputs a hash
 * @param hashResult of what tells one result from another: when it has changed since, somebody else has made another
 */
export async function unlessMade(
  stampFile: string,
  inputs: string,
  hashResult: () => Promise<string>,
  work: () => Promise<void>,
): Promise<void> {
  const stamp = async () => `${inputs} ${await hashResult()}`;
  const found = await readFile(stampFile, "utf8").catch(() => undefined);
  if (found === (await stamp())) return;
  await work();
  await mkdir(dirname(stampFile), { recursive: true });
  await writeFile(stampFile, await stamp());
}
