import { afterAll, expect, test } from "@jest/globals";
import { startTable } from "@lyceum/scripts/testing/table";
import { breakerStore } from "./store.ts";

const { table, stop } = await startTable();
afterAll(stop);

test("of each model the last change is kept", async () => {
  const store = breakerStore(table);
  expect(await store.all()).toEqual([]);
  const since = "2027-03-15T10:00:00.000Z";
  await store.changed({ model: "eu.one-v1:0", state: "open", since });
  await store.changed({ model: "guardrail abc", state: "open", since });
  await store.changed({ model: "eu.one-v1:0", state: "half_open", since: "2027-03-15T10:00:30.000Z" });
  expect(await store.all()).toEqual([
    { model: "eu.one-v1:0", state: "half_open", since: "2027-03-15T10:00:30.000Z" },
    { model: "guardrail abc", state: "open", since },
  ]);
});
