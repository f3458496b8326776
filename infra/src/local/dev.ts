import { readdir } from "node:fs/promises";
import type { Server } from "node:http";
import { join } from "node:path";
import { createServer } from "vite";
import { bundleDirectory, watch } from "../bundle.ts";
import { hashOf } from "./building/stamp.ts";
import type { FunctionPool } from "./lambda/pool.ts";
import type { Progress } from "./progress.ts";
import type { FileHandler } from "./site/site.ts";

/**
 * The front end straight from its sources, with hot reload over the platform's own server.
 * @param directory the front end's
 */
export async function startVite(
  directory: string,
  server: Server,
): Promise<{ files: FileHandler; stop: () => Promise<void> }> {
  const vite = await createServer({
    configFile: join(directory, "vite.config.ts"),
    appType: "spa",
    server: { middlewareMode: true, hmr: { server } },
  });
  return {
    files: (request, response, next) => vite.middlewares(request, response, next),
    stop: () => vite.close(),
  };
}

/**
 * Bundles the functions anew when their sources change, and lets them run the new code.
 * @returns what ends it
 */
export async function watchFunctions(
  functions: readonly FunctionPool[],
  progress: Progress,
): Promise<() => Promise<void>> {
  const pools = await byBundle(functions);
  return watch({
    onRebuilt(name) {
      const pool = pools.get(name);
      if (!pool) return progress.warn(`${name} is new: start the platform again to have it`);
      pool.replaceCode(join(bundleDirectory, name));
      pool.warm();
      progress.say(`reloaded ${name}`);
    },
    onFailed: progress.warn,
  });
}

/** Which function runs which bundle: the assembly's copy of it was made from the same sources. */
async function byBundle(functions: readonly FunctionPool[]): Promise<Map<string, FunctionPool>> {
  const hashes = new Map<string, FunctionPool>();
  for (const pool of functions) hashes.set(await hashOf(pool.config.directory, ["."]), pool);
  const pools = new Map<string, FunctionPool>();
  for (const name of await readdir(bundleDirectory)) {
    const pool = hashes.get(await hashOf(join(bundleDirectory, name), ["."]));
    if (pool) pools.set(name, pool);
  }
  return pools;
}
