import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { hashOf } from "./building/stamp.ts";
import type { Children } from "./process/children.ts";
import { runNode } from "./process/run.ts";
import type { Progress } from "./progress.ts";

const SignIns = z.array(z.object({ role: z.string(), email: z.string(), password: z.string() }));

/**
 * Puts in the content and the demo sign-ins: at the first start, and again when the content has changed.
 * @param root of the repository
 * @param variables where the table and the user pool are
 */
export async function seed(
  root: string,
  dataDirectory: string,
  variables: Readonly<Record<string, string>>,
  { children, progress }: { children: Children; progress: Progress },
): Promise<void> {
  const done = join(dataDirectory, "seeded");
  const content = await hashOf(root, ["scripts/content", "scripts/src", "backend/src", "shared/src"]);
  if ((await readFile(done, "utf8").catch(() => undefined)) === content) return;
  await progress.step("putting in the content", () =>
    runNode(children, "putting in the content", ["scripts/src/seed.ts"], {
      cwd: root,
      env: { ...process.env, ...variables, DATA: dataDirectory },
    }),
  );
  await writeFile(done, content);
}

/** The demo sign-ins of an installation, none where it has none. */
export async function demoSignIns(dataDirectory: string): Promise<z.output<typeof SignIns>> {
  const text = await readFile(join(dataDirectory, "demo.json"), "utf8").catch(() => "[]");
  return SignIns.parse(JSON.parse(text));
}
