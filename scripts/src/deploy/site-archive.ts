import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { strToU8, type Zippable, zipSync } from "fflate";

/**
 * The built front end as a zip archive.
 *
 * @param directory where Vite put it; its hidden folders are left out
 * @param added files beside it that depend on the deployment: name to content
 */
export async function packSite(
  directory: string,
  added: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files: Zippable = {};
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const name = relative(directory, file).replaceAll(sep, "/");
    if (entry.isFile() && !/(^|\/)\./.test(name)) files[name] = await readFile(file);
  }
  for (const [name, content] of Object.entries(added)) files[name] = strToU8(content);
  return zipSync(files);
}
