import { expect, test } from "@jest/globals";
import type { CohortSummary } from "@lyceum/shared/cohorts";
import { chosenGroup, groupsFor } from "./tutor-group.ts";

const group = (id: string, wish: Partial<CohortSummary> = {}): CohortSummary => ({
  id,
  name: id,
  examId: "exam",
  examDate: null,
  state: "active",
  demo: false,
  role: "learner",
  ...wish,
});

test("only active groups of the exam have a tutor for it", () => {
  const all = [group("a"), group("b", { examId: "other" }), group("c", { state: "archived" })];
  expect(groupsFor(all, "exam").map(({ id }) => id)).toEqual(["a"]);
});

test("one group needs no choice, of more it is the remembered one", () => {
  expect(chosenGroup([group("a")], undefined)?.id).toBe("a");
  expect(chosenGroup([group("a"), group("b")], "b")?.id).toBe("b");
  expect(chosenGroup([group("a"), group("b")], "gone")).toBeUndefined();
  expect(chosenGroup([], "a")).toBeUndefined();
});
