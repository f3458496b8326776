import { expect, test } from "@jest/globals";
import { CandidateState, CheckName, review } from "@lyceum/shared/review";
import fc from "fast-check";
import { filterCount, queueSearch } from "./search.ts";

test("what the address asks for and can't be is left out", () => {
  expect(queueSearch({})).toEqual({});
  expect(
    queueSearch({ state: "in_review", older: 2, mine: "yes", type: "essay", check: 1, task: "x" }),
  ).toEqual({});
  const all = { state: "failed", task: "2.3", type: "ordering", check: "lint", older: 7, mine: "todo" };
  expect(queueSearch(all)).toEqual(all);
  expect(filterCount(queueSearch(all))).toBe(5);
  // An address such as ?task=2.3 is read as a number.
  expect(queueSearch({ task: 2.3 })).toEqual({ task: "2.3" });
});

test("whatever the address says, the server understands what is asked", () => {
  const some = fc.record(
    {
      state: fc.constantFrom<unknown>(...CandidateState.options, "other", 3),
      check: fc.constantFrom<unknown>(...CheckName.options, "other", null),
      task: fc.oneof(fc.string(), fc.double(), fc.constantFrom("1.1", "0.0", "1.23")),
      older: fc.anything(),
      type: fc.constantFrom("matching", "none"),
      mine: fc.constantFrom("todo", "leased", ""),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(some, (search) => {
      const { state = "in_review", task, older, ...rest } = queueSearch(search);
      const query = { state, taskId: task, olderThanDays: older, ...rest };
      expect(review.queue.query?.["~standard"].validate(query)).not.toHaveProperty("issues");
    }),
  );
});
