import { expect, test } from "@jest/globals";
import { createOutbox, type DeviceStorage } from "./outbox.ts";
import { nothingDone } from "./sessions.ts";

function device(): DeviceStorage & { content: Map<string, string> } {
  const content = new Map<string, string>();
  return {
    content,
    getItem: (key) => content.get(key) ?? null,
    setItem: (key, value) => void content.set(key, value),
    removeItem: (key) => void content.delete(key),
    key: (place) => [...content.keys()][place] ?? null,
    get length() {
      return content.size;
    },
  };
}

const kept = [{ position: 3, session: { ...nothingDone, note: "half a" }, stored: nothingDone, revision: 2 }];
const day = 86_400_000;

test("what one page kept the next one finds, of the same person and attempt only", () => {
  const storage = device();
  const box = (user: string, attempt: string) => createOutbox(user, attempt, () => storage);
  expect(box("ann", "att_1").write(kept)).toBe(true);
  expect(box("ann", "att_1").read()).toEqual(kept);
  expect(box("bob", "att_1").read()).toEqual([]);
  expect(box("ann", "att_2").read()).toEqual([]);
});

test("nothing is left once all is acknowledged", () => {
  const storage = device();
  const box = createOutbox("ann", "att_1", () => storage);
  box.write(kept);
  box.write([]);
  expect(storage.content.size).toBe(0);
});

test.each(["", "nonsense", "null", "[]", '{"format":0,"keptAt":1,"kept":[1]}'])(
  "what can't be read is nothing: %j",
  (text) => {
    const storage = device();
    const box = createOutbox("ann", "att_1", () => storage);
    box.write(kept);
    for (const key of storage.content.keys()) storage.content.set(key, text);
    expect(box.read()).toEqual([]);
  },
);

test("a device that keeps nothing says so", () => {
  const blocked = (): DeviceStorage => {
    throw new Error("SecurityError");
  };
  const box = createOutbox("ann", "att_1", blocked);
  expect(box.read()).toEqual([]);
  expect(box.write(kept)).toBe(false);
  expect(() => box.prune()).not.toThrow();
});

test("what nobody came back for is deleted after a month, and nothing else", () => {
  const storage = device();
  storage.setItem("mantine-color-scheme-value", "dark");
  createOutbox(
    "ann",
    "att_1",
    () => storage,
    () => 0,
  ).write(kept);
  createOutbox(
    "bob",
    "att_2",
    () => storage,
    () => 2 * day,
  ).write(kept);
  createOutbox(
    "bob",
    "att_3",
    () => storage,
    () => 31 * day,
  ).prune();
  expect([...storage.content.keys()].filter((key) => key.includes("att_1"))).toEqual([]);
  expect(storage.content.size).toBe(2);
});
