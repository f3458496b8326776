import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { untouched } from "@lyceum/shared/attempts";
import type { Page } from "playwright-core";
import { ulid } from "ulid";
import { launchBrowser, signInAs } from "../testing/browser.ts";
import { fullPack } from "../testing/exam.ts";
import { startLocalCloud } from "../testing/local-cloud.ts";
import { newPerson, type Person } from "../testing/people.ts";
import { someResponse } from "../testing/responses.ts";
import { quantile, rounded } from "./statistics.ts";

export interface PageRow {
  bench: "pages";
  what: string;
  /** Milliseconds; key presses to the 8 ms that the browser tells. */
  p50: number;
  p95: number;
}

/** How many times slower than this machine's the processor is made. */
const throttling = 4;
const presses = 60;
const openings = 9;

/** What people wait for in the browser: keys in a mock's runner on a slow processor, and the report of a full mock. */
export async function* pageRows(): AsyncGenerator<PageRow> {
  const data = await mkdtemp(join(tmpdir(), "lyceum-bench-"));
  const cloud = await startLocalCloud({ data });
  const browser = await launchBrowser();
  try {
    process.env.LYCEUM_URL = cloud.url;
    const person = await newPerson();
    const mock = await startMock(person);
    const context = await browser.newContext({ baseURL: cloud.url });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await signInAs(page, person);

    await page.goto(`/attempts/${mock.id}?item=1`);
    await page.getByRole("heading", { name: "Question 1 of" }).waitFor();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: throttling });
    // The floor: a key that means nothing.
    yield await keys(page, "a key without a meaning", () => "z");
    yield await keys(page, "choose an option", (at) => String((at % 3) + 1));
    yield await keys(page, "flag", () => "m");
    await context.setOffline(true);
    yield await keys(page, "next item and back, without a network", (at) => (at % 2 ? "p" : "n"));
    await context.setOffline(false);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });

    await answerAll(person, mock);
    await person.client.call("POST /attempts/{attemptId}/submit", { params: { attemptId: mock.id } });
    await page.goto("/");
    yield await report(page, mock.id);
  } finally {
    await browser.close();
    await cloud.stop();
    await rm(data, { recursive: true, force: true });
  }
}

async function startMock(person: Person) {
  const body = { id: `att_${ulid()}`, examId: (await fullPack()).exam.id, kind: "mock" as const };
  const mock = await person.client.call("POST /attempts", { body });
  if (mock.state !== "running") throw new TypeError("a new attempt runs");
  return mock;
}

async function answerAll(
  person: Person,
  { id, items }: Awaited<ReturnType<typeof startMock>>,
): Promise<void> {
  for (const item of items) {
    await person.client.call("PUT /attempts/{attemptId}/items/{position}", {
      params: { attemptId: id, position: String(item.position) },
      body: { ...untouched, response: someResponse(item), confidence: "unsure", seconds: 90, revision: 1000 },
    });
  }
}

/** Presses keys one at a time and asks the browser how long each took until it was painted (Event Timing). */
async function keys(page: Page, what: string, key: (at: number) => string): Promise<PageRow> {
  await page.evaluate(() => {
    const durations: number[] = [];
    Object.assign(globalThis, { durations });
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === "keydown") durations.push(duration);
    }).observe({ type: "event", buffered: false, ...{ durationThreshold: 16 } });
  });
  for (let at = 0; at < presses; at++) {
    await page.keyboard.press(key(at));
    await page.waitForTimeout(60);
  }
  const slow = await page.evaluate<number[]>("globalThis.durations");
  // What is painted within 16 ms is not told of.
  const all = [...slow, ...Array.from({ length: Math.max(0, presses - slow.length) }, () => 16)];
  return {
    bench: "pages",
    what: `${what} (processor ${throttling} times slower)`,
    p50: rounded(quantile(all, 0.5), 0),
    p95: rounded(quantile(all, 0.95), 0),
  };
}

/** From the last byte of the data to the report's first paint with it. */
async function report(page: Page, attemptId: string): Promise<PageRow> {
  const times: number[] = [];
  for (let at = 0; at < openings; at++) {
    await page.goto(`/attempts/${attemptId}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page
      .getByRole("button", { name: /practise/i })
      .first()
      .waitFor();
    times.push(
      await page.evaluate((id) => {
        const [data] = performance.getEntriesByName(`${location.origin}/api/attempts/${id}`);
        const arrived = data instanceof PerformanceResourceTiming ? data.responseEnd : 0;
        return performance.now() - arrived;
      }, attemptId),
    );
  }
  return {
    bench: "pages",
    what: "the report of a full mock, after its data",
    p50: rounded(quantile(times, 0.5), 0),
    p95: rounded(quantile(times, 0.95), 0),
  };
}
