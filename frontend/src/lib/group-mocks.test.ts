import { expect, test } from "@jest/globals";
import { currentMocks, isSettling, type KnownMock, nextMock, untilChange } from "./group-mocks.ts";

const now = "2026-03-01T12:00:00.000Z";
const mock = (id: string, state: KnownMock["state"], opensAt: string, closesAt: string): KnownMock => ({
  id,
  examId: "some-exam",
  name: id,
  opensAt: `2026-03-${opensAt}:00.000Z`,
  closesAt: `2026-03-${closesAt}:00.000Z`,
  state,
  now,
  count: 75,
  minutes: 180,
  begun: 0,
  receivedAt: 1_000,
});
const mocks = [
  mock("late", "scheduled", "05T12:00", "06T12:00"),
  mock("soon", "scheduled", "01T13:00", "06T12:00"),
  mock("long", "open", "01T11:00", "04T12:00"),
  mock("short", "open", "01T10:00", "02T12:00"),
  mock("over", "closed", "01T01:00", "01T05:00"),
];

test("what is open and what is to come, the most urgent first", () => {
  const { open, upcoming } = currentMocks(mocks);
  expect(open.map(({ id }) => id)).toEqual(["short", "long"]);
  expect(upcoming.map(({ id }) => id)).toEqual(["soon", "late"]);
});

test("a member is pointed to an open mock that is still to be begun, then to another", () => {
  const begun = (id: string) => mocks.map((one) => (one.id === id ? { ...one, attemptId: "att_1" } : one));
  expect(nextMock(mocks)?.id).toBe("short");
  expect(nextMock(begun("short"))?.id).toBe("long");
  expect(nextMock(begun("short").filter(({ id }) => id !== "long"))?.id).toBe("short");
  expect(nextMock(mocks.filter(({ state }) => state !== "open"))?.id).toBe("soon");
  expect(nextMock(mocks.slice(4))).toBeUndefined();
});

test("they are asked for again when the next one opens or closes, by the server's clock", () => {
  expect(untilChange(mocks, 1_000)).toBe(3_600_000);
  expect(untilChange(mocks.slice(2), 1_000)).toBe(86_400_000);
  expect(untilChange(mocks.slice(2), 61_000)).toBe(86_340_000);
  expect(untilChange(mocks.slice(1), 4_000_000)).toBe(5_000);
  expect(untilChange(mocks.slice(4), 0)).toBe(false);
});

test("results come in for a minute after the end, where anybody has begun", () => {
  const over = { ...mock("over", "closed", "01T01:00", "01T11:59"), begun: 3 };
  expect(isSettling({ ...over, closesAt: "2026-03-01T11:59:30.000Z" }, 1_000)).toBe(true);
  expect(isSettling({ ...over, closesAt: "2026-03-01T11:59:30.000Z" }, 31_000)).toBe(false);
  expect(isSettling(over, 1_000)).toBe(false);
  expect(isSettling({ ...over, closesAt: now, begun: 0 }, 1_000)).toBe(false);
});
