import { execFile, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

// `npm test`: the checks that need no running platform, side by side, then every test. `npm test -- PATTERN` runs
// only the tests whose path matches.

const root = fileURLToPath(new URL("../..", import.meta.url));

const checks: Record<string, [command: string, ...args: string[]]> = {
  "type check": ["tsc", "--noEmit"],
  biome: ["biome", "check", "--error-on-warnings"],
  "dependency-cruiser": [
    "depcruise",
    "--config",
    ".dependency-cruiser.mjs",
    ...["shared", "backend", "frontend", "infra", "scripts"].map((workspace) => `${workspace}/src`),
  ],
  knip: ["knip"],
  openapi: ["node", "scripts/src/openapi.ts", "--check"],
  authorization: ["node", "scripts/src/authorization.ts", "--check"],
  content: ["node", "scripts/src/content.ts", "check"],
};

const patterns = process.argv.slice(2);
const passed = patterns.length > 0 || (await allChecks());
const tested = passed && (await jest(patterns));
process.exitCode = tested ? 0 : 1;

async function allChecks(): Promise<boolean> {
  const results = await Promise.all(Object.entries(checks).map(([name, command]) => check(name, command)));
  return results.every(Boolean);
}

async function check(name: string, [command, ...args]: [string, ...string[]]): Promise<boolean> {
  const started = performance.now();
  const { ok, output } = await promisify(execFile)(command, args, {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  }).then(
    () => ({ ok: true, output: "" }),
    (error: { stdout?: string; stderr?: string; message: string }) => ({
      ok: false,
      output: `${error.stdout ?? ""}${error.stderr ?? ""}` || error.message,
    }),
  );
  console.log(`${ok ? "ok    " : "FAILED"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (!ok) console.log(output);
  return ok;
}

function jest(args: readonly string[]): Promise<boolean> {
  // By itself, jest leaves a processor idle. Most tests wait for a platform or a browser, so that all of them are of use.
  // How long a test takes on a busy machine is no reason to fail: the limit is there for what hangs.
  const child = spawn("jest", ["--maxWorkers=100%", "--testTimeout=60000", ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, NODE_OPTIONS: "--experimental-vm-modules --disable-warning=ExperimentalWarning" },
  });
  return new Promise((resolve) => child.on("close", (code) => resolve(code === 0)));
}
