import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import {
  descendants,
  endTestPlatforms,
  isRunning,
  killProcess,
  startTestPlatform,
  type TestPlatform,
  temporaryDirectory,
  until,
} from "./testing/platform.ts";
import { synthesizeInChild } from "./testing/synthesize.ts";

// Processes are started and ended here, on machines that may be busy with much else.
jest.setTimeout(120_000);

let removeDirectory: () => Promise<void>;
let assembly: string;
let data: string;
let output: string;
let platform: TestPlatform;

beforeAll(async () => {
  let directory: string;
  [directory, removeDirectory] = await temporaryDirectory();
  output = join(directory, "consumed.txt");
  data = join(directory, "data");
  assembly = await synthesizeInChild(directory, output);
  platform = await startTestPlatform(assembly, data);
});

afterAll(async () => {
  await endTestPlatforms();
  await removeDirectory();
});

/** Ids of the items whose write was acknowledged. */
const acknowledged = new Set<string>();
let written = 0;
let writing = true;

/** Writes items one after the other, whatever happens to the platform. */
async function write(): Promise<void> {
  while (writing) {
    written += 1;
    const id = `item-${written}`;
    const status = await fetch(`${platform.url}/v1/items/${id}`, { method: "PUT", body: "{}" }).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 201) acknowledged.add(id);
    else await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Resolves when so many more writes have been acknowledged. */
function moreWrites(count: number): Promise<void> {
  const enough = acknowledged.size + count;
  return until(() => acknowledged.size >= enough);
}

/** Kills one of the platform's processes. @returns whether there was one */
async function killChild(command: string): Promise<boolean> {
  const children = await descendants(platform.process.pid ?? 0);
  const victim = children.find((child) => child.command.includes(command));
  return victim !== undefined && killProcess(victim.pid);
}

test("no acknowledged write is lost, whatever is killed under load", async () => {
  const writers = [write(), write(), write(), write()];
  await moreWrites(50);
  for (const victim of ["dynoxide", "aws-lambda-ric", "guard.mjs"]) {
    await until(() => killChild(victim));
    await moreWrites(50);
  }

  for (let round = 0; round < 3; round++) {
    const children = await descendants(platform.process.pid ?? 0);
    expect(children.length).toBeGreaterThanOrEqual(3);
    await platform.end("SIGKILL");
    // Nothing stays behind: what was started by the platform ends with it.
    await until(async () => {
      const running = await Promise.all(children.map(({ pid }) => isRunning(pid)));
      return !running.includes(true);
    });
    platform = await startTestPlatform(assembly, data);
    await moreWrites(50);
  }
  writing = false;
  await Promise.all(writers);

  const statuses = new Map<string, number>();
  const missing = [...acknowledged];
  const read = async () => {
    for (let id = missing.pop(); id !== undefined; id = missing.pop()) {
      statuses.set(id, (await fetch(`${platform.url}/v1/items/${id}`)).status);
    }
  };
  await Promise.all([read(), read()]);
  expect([...statuses].filter(([, status]) => status !== 200)).toEqual([]);
  expect(statuses.size).toBe(acknowledged.size);

  // The stream has lost none of them either.
  await until(async () => {
    const consumed = new Set((await readFile(output, "utf8")).split("\n"));
    return [...acknowledged].every((id) => consumed.has(id));
  });
});
