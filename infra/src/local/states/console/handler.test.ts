import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { listen } from "../../cognito/testing/start-pool.ts";
import { until } from "../../testing/platform.ts";
import { arnOf, machine, startEngine, type TestEngine } from "../testing/start-engine.ts";
import { executionPages } from "./handler.ts";
import { duration } from "./pages.ts";
import { visitsOf } from "./visits.ts";

// Room for a busy machine; nothing waits for it.
jest.setTimeout(60_000);

let directory: string;
let running: TestEngine;
let server: Server;
let base: string;

const call = (more: object) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: "worker", Payload: "{% $states.input %}" },
  Output: "{% $states.result.Payload %}",
  ...more,
});
const review = machine("review", {
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      Items: "{% $states.input.words %}",
      ItemProcessor: { StartAt: "Say", States: { Say: call({ Next: "Said" }), Said: { Type: "Succeed" } } },
      Next: "Await",
    },
    Await: call({
      Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
      TimeoutSeconds: 86_400,
      Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 3600 }],
      End: true,
    }),
  },
});
const failing = machine("failing", {
  StartAt: "Fail",
  States: { Fail: { Type: "Fail", Error: "<b>Wrong</b>", Cause: "on purpose" } },
});

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "console-"));
  running = await startEngine(directory, [review, failing], async (_, payload) => ({ ok: true, payload }));
  server = createServer(executionPages(running.engine, running.clock));
  base = `http://127.0.0.1:${await listen(server)}/local/executions`;
  running.engine.start(arnOf("review"), "waiting", JSON.stringify({ words: ["<i>", "b"] }));
  running.engine.start(arnOf("failing"), "failed", "{}");
  const { executions, flows } = running.engine.journal;
  await until(() => flows.ofExecution(1)[0]?.status === "waiting" && executions.get(2)?.status === "FAILED");
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await running.stop();
  await rm(directory, { recursive: true });
});

const page = async (path = "") => (await fetch(`${base}${path}`)).text();

test("executions are listed newest first, by machine and status", async () => {
  const all = await page();
  expect(all.indexOf("/failing/failed")).toBeLessThan(all.indexOf("/review/waiting"));
  expect(all).toContain("In Await");
  expect(all).toContain("&lt;b&gt;Wrong&lt;/b&gt;");
  const failed = await page("?status=FAILED&machine=");
  expect(failed).toContain("/failing/failed");
  expect(failed).not.toContain("/review/waiting");
  expect(await page("?machine=review&status=SUCCEEDED")).toContain("No executions here yet.");
  expect((await fetch(`${base}?status=x&before=y&page=z`)).status).toBe(200);
});

test("an execution shows its states in order, and what it waits for", async () => {
  const html = await page("/review/waiting");
  const states = [...html.matchAll(/<h3 class="state">(\w+)/g)].map(([, state]) => state);
  expect(states[0]).toBe("Each");
  expect(states.slice(1, 5).sort()).toEqual(["Said", "Said", "Say", "Say"]);
  expect(states[5]).toBe("Await");
  expect(html).toContain("waits for somebody to send its token, until <time");
  expect(html).not.toContain("<i>");
  expect((await fetch(`${base}/review/nobody`)).status).toBe(404);
  expect((await fetch(`${base}/%ff/%00`)).status).toBe(404);
  expect((await fetch(`${base}/review/waiting`, { method: "POST" })).status).toBe(405);
});

test("stays in states know what they are in, and when they ended", () => {
  const visits = visitsOf(running.engine.journal.events.after(1, 0, 1000));
  const shown = visits.map(({ state, depth, iteration, leftAt }) => [
    state,
    depth,
    iteration,
    leftAt !== undefined,
  ]);
  expect(shown[0]).toEqual(["Each", 0, undefined, true]);
  expect(shown).toContainEqual(["Say", 1, 1, true]);
  expect(shown).toContainEqual(["Said", 1, 0, true]);
  expect(shown.at(-1)).toEqual(["Await", 0, undefined, false]);
  expect(visits[0]?.output).toBe('["<i>","b"]');
});

test("a clock that is ahead is announced", async () => {
  expect(await page()).not.toContain("ahead");
  running.clock.setAhead(90_000);
  expect(await page()).toContain("1 d 1 h ahead");
  expect(await page("/review/waiting")).toContain("1 d 1 h ahead");
});

test("durations", () => {
  expect([12, 1000, 61_000, 3_600_000 * 25].map(duration)).toEqual(["12 ms", "1 s", "1 min 1 s", "1 d 1 h"]);
});
