import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Children } from "../process/children.ts";
import { tryLock } from "../process/lock.ts";
import { runNode } from "../process/run.ts";
import type { Progress } from "../progress.ts";
import { hashOf, hashOfAssembly, unlessMade } from "./stamp.ts";

export interface Built {
  /** The cloud assembly. */
  assembly: string;
  /** The built front end. */
  site: string;
}

/**
 * Synthesizes the CDK app and builds the front end, side by side, each only where its sources have changed.
 * @param root of the repository
 * @throws Problem with the compiler's messages
 */
export async function buildAll(
  root: string,
  options: { withSite: boolean; children: Children; progress: Progress },
): Promise<Built> {
  const { children, progress } = options;
  const cache = join(root, "node_modules/.cache/lyceum");
  const built = { assembly: join(root, "cdk.out"), site: join(root, "frontend/dist") };
  await mkdir(cache, { recursive: true });
  const release = await lock(join(cache, "lock"));
  try {
    const everywhere = ["shared/src", "shared/package.json", "package.json", "package-lock.json"];
    const [forCloud, forSite] = await Promise.all([
      hashOf(root, [...everywhere, "infra/src", "infra/package.json", "backend/src", "backend/package.json"]),
      hashOf(root, [
        ...everywhere,
        ...["src", "public", "index.html", "vite.config.ts", "package.json"].map(
          (path) => `frontend/${path}`,
        ),
      ]),
    ]);
    await Promise.all([
      unlessMade(
        join(cache, "assembly"),
        forCloud,
        () => hashOfAssembly(built.assembly),
        () =>
          progress.step("synthesizing the CDK app", () =>
            runNode(children, "synthesizing the CDK app", ["infra/src/local/building/synthesize.ts"], {
              cwd: root,
            }),
          ),
      ),
      options.withSite &&
        unlessMade(
          join(cache, "site"),
          forSite,
          () => hashOf(built.site, ["index.html"]),
          () =>
            progress.step("building the front end", () =>
              runNode(children, "building the front end", [viteCommand(), "build", "--logLevel", "warn"], {
                cwd: join(root, "frontend"),
              }),
            ),
        ),
    ]);
    return built;
  } finally {
    release();
  }
}

function viteCommand(): string {
  return join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin/vite.js");
}

/** Two platforms that start at once must not write the same files. */
async function lock(file: string): Promise<() => void> {
  for (;;) {
    const release = tryLock(file);
    if (release) return release;
    await wait(200);
  }
}
