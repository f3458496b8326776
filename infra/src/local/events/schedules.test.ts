import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import type * as z from "zod";
import { openClock } from "../clock/clock.ts";
import { clockHandler } from "../clock/handler.ts";
import { listen } from "../cognito/testing/start-pool.ts";
import { Problem } from "../problem.ts";
import type { Template } from "../template/template.ts";
import { until } from "../testing/platform.ts";
import { schedulesOf } from "./rules.ts";
import { startSchedules } from "./schedules.ts";

// Room for a busy machine; nothing waits for it.
jest.setTimeout(60_000);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "schedules-"));
});
afterEach(() => rm(directory, { recursive: true }));
const open = () => openClock(join(directory, "clock.json"));

const Arn = "arn:aws:lambda:eu-west-1:000000000000:function:worker";
const template = (properties: object): Template => ({
  stackName: "Test",
  region: "eu-west-1",
  accountId: "000000000000",
  resources: (type) => [
    {
      logicalId: "Rule",
      type,
      ref: () => "rule",
      properties: <S extends z.ZodType>(schema: S) => schema.parse(properties),
    },
  ],
  output: () => undefined,
  asset: () => undefined,
});
const rule = (properties: object) => schedulesOf(template(properties), new Set(["worker"]));
const Targets = [{ Id: "T", Arn, Input: '{"step":"sweep"}' }];

test("rules of a rate are read, others are a problem", () => {
  expect(rule({ ScheduleExpression: "rate(5 minutes)", Targets })).toEqual([
    { name: "rule", everySeconds: 300, targets: [{ functionName: "worker", input: '{"step":"sweep"}' }] },
  ]);
  expect(rule({ ScheduleExpression: "rate(1 hour)", State: "DISABLED", Targets })).toEqual([]);
  expect(() => rule({ ScheduleExpression: "cron(0 12 * * ? *)", Targets })).toThrow(Problem);
  const elsewhere = [{ Id: "T", Arn: "arn:aws:sqs:eu-west-1:000000000000:queue" }];
  expect(() => rule({ ScheduleExpression: "rate(1 day)", Targets: elsewhere })).toThrow(Problem);
});

test("a schedule follows the clock; a target that fails is warned of once, and called again", async () => {
  const clock = open();
  const calls: string[] = [];
  const warnings: string[] = [];
  let finished = 0;
  const stop = startSchedules(rule({ ScheduleExpression: "rate(1 hour)", Targets }), {
    clock,
    warn: (line) => warnings.push(line),
    async invoke(name, input) {
      calls.push(`${name} ${input}`);
      queueMicrotask(() => {
        finished += 1;
      });
      return { ok: false, error: { errorType: "Error", errorMessage: "no" } };
    },
  });
  for (const hours of [1, 2, 3]) {
    expect(calls).toHaveLength(hours - 1);
    clock.setAhead(hours * 3600 + 60 * hours);
    await until(() => finished === hours);
  }
  stop();
  clock.setAhead(10 * 3600);
  expect(calls).toEqual(Array.from({ length: 3 }, () => 'worker {"step":"sweep"}'));
  expect(warnings).toEqual(["the schedule rule failed: no"]);
});

test("the clock goes forward only, and stays so after a restart", async () => {
  const clock = open();
  const server = createServer(clockHandler(clock));
  const url = `http://127.0.0.1:${await listen(server)}/local/clock`;
  const post = async (body: string, headers: Record<string, string> = {}) =>
    (await fetch(url, { method: "POST", body, headers })).status;
  expect(await post('{"aheadSeconds": 500}')).toBe(200);
  expect(await post('{"aheadSeconds": 400}')).toBe(409);
  expect(await post('{"aheadSeconds": -1}')).toBe(400);
  expect(await post("nonsense")).toBe(400);
  expect(await post('{"aheadSeconds": 900}', { origin: "http://example.com" })).toBe(403);
  expect(await (await fetch(url)).json()).toMatchObject({ aheadSeconds: 500 });
  expect(open().aheadSeconds()).toBe(500);
  expect(open().now() - Date.now()).toBeGreaterThan(400_000);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
