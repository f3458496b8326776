import type { Client } from "@lyceum/shared/contract/client";
import type { Floor } from "./floor.ts";
import { operations } from "./routes.ts";
import { quantile, rounded } from "./statistics.ts";

export interface RouteRow {
  bench: "routes";
  route: string;
  /** Through the platform, one call at a time, in milliseconds. */
  p50: number;
  p95: number;
  /** The same calls to DynamoDB from one process, in milliseconds. */
  floorP50: number;
  floorP95: number;
  overheadMs: number;
  ratio: number;
  /** Calls a second with eight at a time, through the platform and straight to the handlers in one process. */
  perSecond: number;
  floorPerSecond: number;
  /** DynamoDB request units of one call. */
  readUnits: number;
  writeUnits: number;
}

const rounds = 150;
const warmUp = 30;
const workers = 8;
const callsPerWorker = 25;

/** Measures every route on both sides, in turns, so that whatever else the machine does meets both. */
export async function* routeRows(
  platform: (route: string) => Client,
  floor: Floor,
  floorClient: (route: string) => Client,
): AsyncGenerator<RouteRow> {
  for (const [route, prepare] of Object.entries(operations)) {
    const sides = { platform: platform(route), floor: floorClient(route) };
    const times: number[] = [];
    const costs: Awaited<ReturnType<Floor["measured"]>>[] = [];
    for (let round = -warmUp; round < rounds; round++) {
      const call = await prepare(sides.platform);
      const start = performance.now();
      await call();
      const ms = performance.now() - start;
      const cost = await floor.measured(await prepare(sides.floor));
      if (round < 0) continue;
      times.push(ms);
      costs.push(cost);
    }
    const floorTimes = costs.map((cost) => cost.ms);
    const [p50, floorP50] = [quantile(times, 0.5), quantile(floorTimes, 0.5)];
    yield {
      bench: "routes",
      route,
      p50: rounded(p50),
      p95: rounded(quantile(times, 0.95)),
      floorP50: rounded(floorP50),
      floorP95: rounded(quantile(floorTimes, 0.95)),
      overheadMs: rounded(p50 - floorP50),
      ratio: rounded(p50 / floorP50),
      perSecond: await perSecond(() => prepare(sides.platform)),
      floorPerSecond: await perSecond(() => prepare(sides.floor)),
      readUnits: rounded(
        quantile(
          costs.map((cost) => cost.readUnits),
          0.5,
        ),
        1,
      ),
      writeUnits: rounded(
        quantile(
          costs.map((cost) => cost.writeUnits),
          0.5,
        ),
        1,
      ),
    };
  }
}

async function perSecond(prepare: () => Promise<() => Promise<unknown>>): Promise<number> {
  const calls: (() => Promise<unknown>)[] = [];
  for (let made = 0; made < workers * callsPerWorker; made++) calls.push(await prepare());
  const start = performance.now();
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let made = 0; made < callsPerWorker; made++) await calls[made * workers + worker]?.();
    }),
  );
  return rounded((calls.length / (performance.now() - start)) * 1000, 0);
}
