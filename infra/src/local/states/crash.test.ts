import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import * as z from "zod";
import { createJournal, type Journal } from "./store/journal.ts";

// Room for a busy machine; nothing waits for it.
jest.setTimeout(180_000);

let directory: string;
const children = new Set<ChildProcess>();

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "engine-crash-"));
});
afterEach(async () => {
  await Promise.all([...children].map(kill));
  await rm(directory, { recursive: true });
});

function start(place: string): ChildProcess {
  const { NODE_OPTIONS, ...env } = process.env;
  const script = fileURLToPath(new URL("./testing/engine-process.ts", import.meta.url));
  const child = fork(script, [place], { env });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

function read<T>(place: string, work: (journal: Journal) => T): T {
  const journal = createJournal(join(place, "states.sqlite"));
  try {
    return work(journal);
  } finally {
    journal.close();
  }
}

/** How many iterations the test's machine has. */
const items = 60;

const Result = z.object({ Payload: z.object({ task: z.string() }) });

/** The tasks whose results are in the journal. Those that were answered by a token are not among them. */
function finished(place: string): string[] {
  return read(place, ({ executions, events }) =>
    executions.list({ limit: 10 }).flatMap(({ id }) =>
      events
        .after(id, 0, 10_000)
        .filter(({ type }) => type === "TaskSucceeded" || type === "TaskSubmitted")
        .map(({ jsonDetails }) => JSON.parse(JSON.parse(jsonDetails).output))
        .flatMap((output) => Result.safeParse(output).data?.Payload.task ?? []),
    ),
  );
}

const runs = (place: string): string[] => {
  const file = join(place, "runs.txt");
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
};

/** Kills an engine again and again at random moments, then lets it come to the end. */
async function torment(place: string, kills: number): Promise<{ cut: number }> {
  let cut = 0;
  let before: string[] = [];
  let done = new Set<string>();
  for (let n = 0; n < kills; n++) {
    const child = start(place);
    await once(child, "message");
    await wait(Math.random() * 120);
    await kill(child);
    const all = runs(place);
    expect(all.slice(before.length).filter((task) => done.has(task))).toEqual([]);
    before = all;
    done = new Set(finished(place));
    cut += new Set(all).size - done.size;
  }
  return { cut };
}

test("kill -9 at 50 random moments: what has finished isn't done again, and everything ends", async () => {
  const places = await Promise.all([1, 2, 3, 4, 5].map(() => mkdtemp(join(directory, "engine-"))));
  const torments = await Promise.all(places.map((place) => torment(place, 10)));
  // Some kills must have come in the middle of a task, or nothing was tried.
  expect(torments.reduce((sum, { cut }) => sum + cut, 0)).toBeGreaterThan(0);
  for (const place of places) {
    const child = start(place);
    const messages: unknown[] = [];
    child.on("message", (message) => messages.push(message));
    await once(child, "exit");
    expect(messages).toContain("ended");
    const ended = read(place, ({ executions }) => executions.list({ limit: 10 }));
    expect(ended.map(({ name, status, output }) => ({ name, status, output }))).toEqual([
      { name: "b", status: "SUCCEEDED", output: '[60,"yes"]' },
      { name: "a", status: "SUCCEEDED", output: '[60,"yes"]' },
    ]);
    const each = [
      "plan",
      "finish",
      ...Array.from({ length: items }, (_, n) => [`write/${n}`, `check/${n}`]).flat(),
    ];
    const all = ["a", "b"].flatMap((name) => [...each.map((task) => `${name}/${task}`), `${name}/ask`]);
    expect([...new Set(runs(place))].sort()).toEqual(all.sort());
  }
});
