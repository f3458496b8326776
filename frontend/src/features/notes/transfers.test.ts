import { expect, test } from "@jest/globals";
import { createTransfers, type Wanted, type Ways } from "./transfers.ts";

const put = { url: "https://files.example/a", headers: {}, expiresAt: "2026-11-21T10:00:00.000Z" };

const wanted = (uploadId: string): Wanted => ({
  cohortId: "coh_1",
  noteId: `not_${uploadId}`,
  uploadId,
  file: new File(["words"], `${uploadId}.md`),
  title: uploadId,
  taskIds: [],
});

/** Transfers whose files are put when the test says so, and what was done. */
function testing(wish: Partial<Ways> = {}) {
  const done: string[] = [];
  const puts: { resolve: () => void; reject: (error: Error) => void; progress: (sent: number) => void }[] =
    [];
  const transfers = createTransfers({
    announce: async ({ uploadId }) => {
      done.push(`announce ${uploadId}`);
      return put;
    },
    put: (_, __, signal, progress) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("aborted")));
        puts.push({ resolve, reject, progress });
      }),
    arrived: async ({ uploadId }) => done.push(`arrived ${uploadId}`),
    giveUp: async ({ uploadId }) => done.push(`give up ${uploadId}`),
    messageOf: String,
    ...wish,
  });
  return { transfers, done, puts, states: () => transfers.get().map(({ state }) => state) };
}

/** Lets everything happen that waits for nothing. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("files go one after the other, with how much has been sent", async () => {
  const { transfers, done, puts, states } = testing();
  const arrived: string[] = [];
  transfers.onArrived((cohortId) => arrived.push(cohortId));
  transfers.add([wanted("a"), wanted("b")]);
  await settle();
  expect(states()).toEqual(["sending", "waiting"]);
  puts[0]?.progress(0.5);
  expect(transfers.get()[0]?.sent).toBe(0.5);
  puts[0]?.resolve();
  await settle();
  expect(states()).toEqual(["sending"]);
  puts[1]?.resolve();
  await settle();
  expect(transfers.get()).toEqual([]);
  expect(done).toEqual(["announce a", "arrived a", "announce b", "arrived b"]);
  expect(arrived).toEqual(["coh_1", "coh_1"]);
});

test("a failure stops no other file, and is tried again with the same id", async () => {
  const { transfers, done, puts, states } = testing();
  transfers.add([wanted("a"), wanted("b")]);
  await settle();
  puts[0]?.reject(new Error("lost"));
  await settle();
  expect(states()).toEqual(["failed", "sending"]);
  expect(transfers.get()[0]?.problem).toMatch(/lost/);
  transfers.retry("a");
  transfers.retry("b");
  expect(transfers.get()[0]?.problem).toBeUndefined();
  puts[1]?.resolve();
  await settle();
  puts[2]?.resolve();
  await settle();
  expect(done).toEqual(["announce a", "announce b", "arrived b", "announce a", "arrived a"]);
});

test("a file that has been put is not put again where only that could not be told", async () => {
  let lost = true;
  const { transfers, done, puts, states } = testing({
    arrived: async () => {
      if (lost) throw new Error("lost");
    },
  });
  transfers.add([wanted("a")]);
  await settle();
  puts[0]?.progress(1);
  expect(transfers.get()[0]?.sent).toBeLessThan(1);
  puts[0]?.resolve();
  await settle();
  expect(states()).toEqual(["failed"]);
  lost = false;
  transfers.retry("a");
  await settle();
  expect(transfers.get()).toEqual([]);
  expect([puts.length, done]).toEqual([1, ["announce a"]]);
});

test("what is cancelled is not sent on, and the server is told, whether it can hear it or not", async () => {
  const heard: string[] = [];
  const { transfers, done } = testing({
    giveUp: async ({ uploadId }) => {
      heard.push(uploadId);
      throw new Error("not reachable");
    },
  });
  transfers.add([wanted("a"), wanted("b")]);
  await settle();
  await transfers.cancel("a");
  await settle();
  expect(transfers.get().map(({ uploadId, state }) => [uploadId, state])).toEqual([["b", "sending"]]);
  expect(heard).toEqual(["a"]);
  expect(done).toEqual(["announce a", "announce b"]);
});

test("who signs out sends nothing more", async () => {
  const { transfers, done } = testing();
  transfers.add([wanted("a"), wanted("b")]);
  await settle();
  transfers.clear();
  await settle();
  expect(transfers.get()).toEqual([]);
  expect(done).toEqual(["announce a"]);
});
