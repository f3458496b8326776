import { expect, test } from "@jest/globals";
import { checksAfterEdit } from "./rules.ts";

test("what a model has said of the version before is not known of this one", () => {
  const similar = [{ questionId: "que_01J00000000000000000000000", stem: "A stem", similarity: 0.9 }];
  const before = [
    { name: "schema" as const, verdict: "failed" as const, message: "a" },
    { name: "grounded" as const, verdict: "passed" as const, message: "b" },
    { name: "duplicate" as const, verdict: "warning" as const, message: "c", similar },
  ];
  const after = checksAfterEdit(before, [{ name: "schema", verdict: "passed", message: "d" }]);
  expect(Object.fromEntries(after.map(({ name, verdict }) => [name, verdict]))).toEqual({
    schema: "passed",
    grounded: "unknown",
    duplicate: "unknown",
  });
  expect(after.find(({ name }) => name === "duplicate")?.similar).toEqual(similar);
});
