import { expect, test } from "@jest/globals";
import { isHeld, renewalDue } from "./lease.ts";

const now = Date.parse("2026-11-21T10:00:00Z");
const lease = (userId: string, minutes: number) => ({
  by: { userId, name: "Ada" },
  until: new Date(now + minutes * 60_000).toISOString(),
});
const due = (given: Parameters<typeof isHeld>[0], lastTry = 0) =>
  renewalDue({ lease: given, me: "me", lastTry, now });

test("an expired lease is nothing", () => {
  expect(isHeld(undefined, now)).toBe(false);
  expect(isHeld(lease("me", 0), now)).toBe(false);
  expect(isHeld(lease("me", 1), now)).toBe(true);
});

test("one's own lease is renewed when some of it is gone, nobody else's is taken", () => {
  expect(due(lease("me", 29))).toBe(false);
  expect(due(lease("me", 20))).toBe(true);
  expect(due(lease("other", 20))).toBe(false);
  expect(due(lease("other", -1))).toBe(true);
  expect(due(undefined)).toBe(true);
});

test("signs of life that come fast are one", () => {
  expect(due(undefined, now - 1_000)).toBe(false);
  expect(due(undefined, now - 60_000)).toBe(true);
});
