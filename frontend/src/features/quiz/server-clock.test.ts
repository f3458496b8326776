import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createServerClock, unknownClock, withSample } from "./server-clock.ts";

const time = fc.integer({ min: 0, max: 10_000_000 });
const latency = fc.integer({ min: 0, max: 30_000 });
const exchange = fc.record({ sent: time, there: latency, back: latency });

test("however long requests take, the bounds hold the true offset, and more samples never widen them", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.array(exchange), (offset, exchanges) => {
      let bounds = unknownClock;
      for (const { sent, there, back } of exchanges) {
        const next = withSample(bounds, {
          server: sent + there + offset,
          sent,
          received: sent + there + back,
        });
        expect(next.least).toBeLessThanOrEqual(offset);
        expect(next.most).toBeGreaterThanOrEqual(offset);
        expect(next.least).toBeGreaterThanOrEqual(bounds.least);
        expect(next.most).toBeLessThanOrEqual(bounds.most);
        bounds = next;
      }
    }),
  );
});

test("a sample that contradicts what was known replaces it", () => {
  const known = withSample(unknownClock, { server: 1_000, sent: 0, received: 100 });
  expect(withSample(known, { server: 500_000, sent: 1_000, received: 1_200 })).toEqual({
    least: 498_800,
    most: 499_000,
  });
});

test("the time is the server's, never ahead of it, whatever the machine's own clock says", () => {
  let steady = 5_000;
  let wall = 1_700_000_000_000;
  const clock = createServerClock(
    "2026-01-01T10:00:00.000Z",
    () => steady,
    () => wall,
  );
  const at = (iso: string) => Date.parse(iso);
  expect(clock.now()).toBe(at("2026-01-01T10:00:00.000Z"));

  steady += 60_000;
  wall += 60_000;
  const told = clock.ask();
  steady += 400;
  wall += 400;
  // The first answer took a second to arrive, this one less.
  told("2026-01-01T10:01:01.200Z");
  expect(clock.now()).toBe(at("2026-01-01T10:01:01.200Z"));
  expect(clock.hasJumped()).toBe(false);

  wall += 3_600_000;
  expect(clock.now()).toBe(at("2026-01-01T10:01:01.200Z"));
  expect(clock.hasJumped()).toBe(true);
  expect(clock.hasJumped()).toBe(false);
});
