import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { tryLock } from "./process/lock.ts";
import { temporaryDirectory } from "./testing/platform.ts";

// Processes are started here, on machines that may be busy with much else.
jest.setTimeout(60_000);

let directory: string;
let removeDirectory: () => Promise<void>;

beforeAll(async () => {
  [directory, removeDirectory] = await temporaryDirectory();
});

afterAll(() => removeDirectory());

/** What the command says before it ends with a failure. */
async function failure(...args: string[]): Promise<string> {
  const main = fileURLToPath(new URL("./main.ts", import.meta.url));
  const { NODE_OPTIONS, ...env } = process.env;
  const result = await promisify(execFile)(process.execPath, [main, ...args], { env }).then(
    () => undefined,
    (error: { code: number; stderr: string }) => error,
  );
  expect(result?.code).toBe(1);
  return result?.stderr ?? "";
}

test("a port that is taken is one line", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const said = await failure("--port", String(port), "--data", join(directory, "a"));
  server.close();
  expect(said).toBe(`Lyceum can't start: port ${port} is in use; choose another with --port\n`);
});

test("data that another platform has is one line", async () => {
  const release = tryLock(join(directory, "lock"));
  const said = await failure("--port", "0", "--data", directory);
  release?.();
  expect(said).toMatch(/^Lyceum can't start: the platform is running on .* already; .*--data\n$/);
});

test("a data directory that can't be written is one line", async () => {
  const file = join(directory, "file");
  await writeFile(file, "");
  const said = await failure("--port", "0", "--data", join(file, "data"));
  expect(said).toMatch(
    /^Lyceum can't start: the data directory .* can't be written \(ENOTDIR\); .*--data\n$/,
  );
});

test("data of another form is left alone, and how to begin anew is said", async () => {
  const old = join(directory, "old");
  await mkdir(old);
  await writeFile(join(old, "lyceum-data"), "");
  const said = await failure("--port", "0", "--data", old);
  expect(said).toMatch(/^Lyceum can't start: the data in .* another version of Lyceum.*--fresh.*--data\n$/);
});

test("--fresh empties no directory that isn't the platform's", async () => {
  await writeFile(join(directory, "precious"), "");
  const said = await failure("--port", "0", "--fresh", "--data", directory);
  expect(said).toMatch(
    /^Lyceum can't start: .* is not a data directory of Lyceum; --fresh does not empty it\n$/,
  );
});

test("arguments that don't exist show those that do", async () => {
  expect(await failure("--colour")).toContain("--port N");
  expect(await failure("--port", "http")).toContain("http is not a port");
});
