import { afterAll, expect, test } from "@jest/globals";
import { startTable } from "@lyceum/scripts/testing/table";
import { ulid } from "ulid";
import { spendingStore } from "./store.ts";

const { table, stop } = await startTable();
afterAll(stop);
const store = spendingStore(table);

const march = Date.parse("2027-03-31T23:59:59Z");
const call = { job: "judge", model: "eu.model-v1:0", prompt: "support-claims@2" };

test("calls are added up by month and group, also when many come at once", async () => {
  const [cohort, other] = [`coh_${ulid()}`, `coh_${ulid()}`];
  const tokens = { input: 1000, output: 10 };
  await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      store.add(cohort, march, { ...call, prompt: `p@${at % 2}`, tokens, usd: 0.0000001 }),
    ),
  );
  await store.add(cohort, march, { ...call, job: "generate", tokens, usd: 1.5 });
  await store.add(cohort, march + 1000, { ...call, tokens, usd: 2 });
  await store.add(other, march, { ...call, tokens, usd: 3 });

  expect(await store.of(cohort, "2027-03")).toMatchObject({
    month: "2027-03",
    usd: 1.500005,
    jobs: [
      { job: "generate", calls: 1, usd: 1.5 },
      { job: "judge", calls: 50, usd: 0.000005 },
    ],
  });
  expect(await store.of(cohort, "2027-04")).toMatchObject({ usd: 2 });
  expect(await store.of(other, "2027-03")).toMatchObject({ usd: 3 });
  expect(await store.of(`coh_${ulid()}`, "2027-03")).toMatchObject({ usd: 0, jobs: [] });
});
