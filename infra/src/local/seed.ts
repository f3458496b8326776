import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { hashOf } from "./building/stamp.ts";
import type { Children } from "./process/children.ts";
import { runNode } from "./process/run.ts";
import type { Progress } from "./progress.ts";

const SignIns = z.array(z.object({ role: z.string(), email: z.string(), password: z.string() }));

interface Tools {
  children: Children;
  progress: Progress;
}

/**
 * Puts in the content and the demo sign-ins: at the first start, and again when the content has changed.
 * @param root of the repository
 * @param variables where the table and the user pool are
 */
export async function seed(
  root: string,
  dataDirectory: string,
  variables: Readonly<Record<string, string>>,
  { children, progress }: Tools,
): Promise<void> {
  const content = await hashOf(root, ["scripts/content", "scripts/src", "backend/src", "shared/src"]);
  await once(join(dataDirectory, "seeded"), content, () =>
    progress.step("putting in the content", () =>
      runNode(children, "putting in the content", ["scripts/src/seed.ts"], {
        cwd: root,
        // That models were called is no news here.
        env: {
          ...withoutAccount(process.env),
          ...variables,
          DATA: dataDirectory,
          POWERTOOLS_LOG_LEVEL: "WARN",
        },
      }),
    ),
  );
}

/** Puts in the demo group, once: what people do with it afterwards stays. The same parameters. */
export async function seedDemo(
  root: string,
  dataDirectory: string,
  variables: Readonly<Record<string, string>>,
  { children, progress }: Tools,
): Promise<void> {
  await once(join(dataDirectory, "seeded-demo"), "", () =>
    progress.step("inventing a demo group", () =>
      runNode(children, "inventing a demo group", ["scripts/src/demo.ts"], {
        cwd: root,
        env: { ...withoutAccount(process.env), ...variables },
      }),
    ),
  );
}

/** `AWS_PROFILE` goes before keys, and its own don't open anything here. */
const withoutAccount = (variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith("AWS_")));

/** Does some work unless a file says that it is done. */
async function once(file: string, stamp: string, work: () => Promise<void>): Promise<void> {
  if ((await readFile(file, "utf8").catch(() => undefined)) === stamp) return;
  await work();
  await writeFile(file, stamp);
}

/** The demo sign-ins of an installation, none where it has none. */
export async function demoSignIns(dataDirectory: string): Promise<z.output<typeof SignIns>> {
  const text = await readFile(join(dataDirectory, "demo.json"), "utf8").catch(() => "[]");
  return SignIns.parse(JSON.parse(text));
}
