import { expect, test } from "@jest/globals";
import { type Holding, holdInOneTab, type Locks } from "./tab-lock.ts";

/** One exclusive lock by the rules of the Web Locks API. */
function oneLock(): Locks {
  let holder: { reject: (reason: Error) => void } | undefined;
  const queue: (() => void)[] = [];

  async function grant(run: Parameters<Locks["request"]>[2]): Promise<void> {
    let reject: (reason: Error) => void = () => {};
    const stolen = new Promise<never>((_, refuse) => {
      reject = refuse;
    });
    const own = { reject };
    holder = own;
    try {
      await Promise.race([run({}), stolen]);
    } finally {
      if (holder === own) {
        holder = undefined;
        queue.shift()?.();
      }
    }
  }

  return {
    async request(_, { ifAvailable, steal, signal }, run) {
      if (steal) {
        holder?.reject(new Error("AbortError"));
        return grant(run);
      }
      if (!holder) return grant(run);
      if (ifAvailable) return run(null);
      await new Promise<void>((resolve, reject) => {
        queue.push(resolve);
        signal?.addEventListener("abort", () => {
          queue.splice(queue.indexOf(resolve), 1);
          reject(new Error("AbortError"));
        });
      });
      return grant(run);
    },
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

function tab(locks: Locks | undefined) {
  const told: Holding[] = [];
  return { told, lock: holdInOneTab("attempt", (holding) => told.push(holding), locks) };
}

test("the first tab holds it, the second is told, and has it once the first lets it go", async () => {
  const locks = oneLock();
  const first = tab(locks);
  await settle();
  const second = tab(locks);
  await settle();
  expect([first.told, second.told]).toEqual([["held"], ["elsewhere"]]);
  first.lock.end();
  await settle();
  expect(second.told).toEqual(["elsewhere", "held"]);
  expect(first.told).toEqual(["held"]);
});

test("a tab takes it from the other, and that one takes it back", async () => {
  const locks = oneLock();
  const first = tab(locks);
  const second = tab(locks);
  await settle();
  second.lock.take();
  await settle();
  expect([first.told, second.told]).toEqual([
    ["held", "elsewhere"],
    ["elsewhere", "held"],
  ]);
  first.lock.take();
  await settle();
  expect(first.told.at(-1)).toBe("held");
  expect(second.told.at(-1)).toBe("elsewhere");
});

test("a tab that is closed while it waits never gets it", async () => {
  const locks = oneLock();
  const first = tab(locks);
  const second = tab(locks);
  await settle();
  second.lock.end();
  first.lock.end();
  await settle();
  expect(second.told).toEqual(["elsewhere"]);
});

test("without locks every tab holds it", () => {
  expect(tab(undefined).told).toEqual(["held"]);
});
