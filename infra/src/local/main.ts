import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Arguments, readArguments, usage } from "./arguments.ts";
import { buildAll } from "./building/build.ts";
import { messageOf, Problem } from "./problem.ts";
import { type Parts, run, type Tools } from "./run.ts";
import { announce } from "./running.ts";
import { demoSignIns, seed, seedDemo } from "./seed.ts";
import { siteFiles } from "./site/site.ts";

// `npm start` and `npm run dev`: the whole platform on this machine.

const root = fileURLToPath(new URL("../../../", import.meta.url));

stopWithNpm();
try {
  const given = readArguments(process.argv.slice(2), root);
  if (given) await run(given, partsOf(given));
  else console.log(usage);
} catch (error) {
  console.error(error instanceof Problem ? error.message : error);
  process.exitCode = 1;
}

function partsOf({ dev, empty, demo }: Pick<Arguments, "dev" | "empty" | "demo">): Parts {
  return {
    openApiFile: join(root, "docs/openapi.json"),

    async build({ children, progress, server, onStop }) {
      const building = buildAll(root, { withSite: !dev, children, progress });
      if (!dev) {
        const { assembly, site } = await building;
        return { assembly, site: { files: siteFiles(site), asBuilt: true } };
      }
      const { startVite } = await import("./dev.ts");
      const [{ assembly }, vite] = await Promise.all([building, startVite(join(root, "frontend"), server)]);
      onStop(vite.stop);
      return { assembly, site: { files: vite.files, asBuilt: false } };
    },

    async prepare({ functions, variables }, tools) {
      const { data, origin, progress, onStop } = tools;
      onStop(await announce(data.path, variables));
      if (!empty) await seed(root, data.path, variables, tools);
      // Nobody has to wait for it: what follows from it is counted later anyway.
      if (demo) inBackground(() => seedDemo(root, data.path, variables, tools), tools);
      if (dev) {
        const { watchFunctions } = await import("./dev.ts");
        onStop(await watchFunctions(functions, progress));
      }
      progress.say(
        `\nLyceum is at ${origin}\nIts mail is at ${origin}/local/outbox, its workflows at ${origin}/local/executions\n`,
      );
      for (const { role, email, password } of await demoSignIns(data.path)) {
        progress.say(`  ${role.padEnd(12)}${email.padEnd(28)}${password}`);
      }
    },
  };
}

/** Does some work while the platform runs already. Where it fails, that is said and no more: it is tried at the next start. */
function inBackground(work: () => Promise<void>, { progress, onStop }: Tools): void {
  const stopping = new AbortController();
  onStop(() => stopping.abort());
  work().catch((error: unknown) => {
    // What is cut short because the platform stops has not failed.
    if (!stopping.signal.aborted) progress.warn(messageOf(error));
  });
}

/** An npm that is ended by a signal may leave behind what it runs: the platform then stops by itself. */
function stopWithNpm(): void {
  if (!process.env.npm_command) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  watch.unref();
}
