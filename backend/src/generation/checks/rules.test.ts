import { expect, test } from "@jest/globals";
import type { Passage } from "@lyceum/shared/notes";
import type { DraftItem } from "@lyceum/shared/questions";
import { examWith } from "../../testing/items.ts";
import {
  claimsOf,
  draftOf,
  duplicateCheck,
  groundedCheck,
  inWords,
  keyCheck,
  problemsOf,
  ruleChecks,
  safetyCheck,
  scopeCheck,
} from "./rules.ts";

const by = { model: "a-model", prompt: "a-prompt@1" };
const passage: Passage = {
  noteId: "not_01J00000000000000000000000",
  version: 2,
  ordinal: 3,
  noteTitle: "Queues",
  cohortId: null,
  headings: ["Queues"],
  page: null,
  text: "A **queue** holds messages\nuntil a consumer takes them. A topic [copies](#x) them.",
};
const written = {
  type: "multiple_choice" as const,
  stem: "A shop loses orders while its printer is off.\n\nWhat keeps them?",
  options: [..."abcd"].map((id) => ({ id, text: `A thing ${id}`, rationale: `Because of ${id}. It is so.` })),
  key: { type: "multiple_choice" as const, choice: "a" },
  decidedBy: "Orders must not be lost.",
  difficulty: "easy" as const,
  constraints: ["availability", "beauty"],
  citations: [{ passage: 0, quote: "A queue holds messages until a consumer takes them." }],
};
const item = (): DraftItem => {
  const { item: made, problems } = draftOf(written, [passage]);
  if (!made) throw new Error(problems.join());
  return made;
};
const exam = { ...examWith([60, 40]), itemTypes: { multiple_choice: 100 } };
const around = { passages: [passage], exam, taskId: "1.1" };
const verdicts = (checks: ReturnType<typeof ruleChecks>) =>
  Object.fromEntries(checks.map(({ name, verdict }) => [name, verdict]));

test("a quote counts whatever its line breaks and marks, and becomes a citation of that version", () => {
  expect(item()).toMatchObject({
    constraints: ["availability"],
    references: [],
    citations: [{ noteId: passage.noteId, version: 2, ordinal: 3, title: "Queues", cohortId: null }],
  });
});

test("a quote that the passages do not have is a problem, and an item without any is none", () => {
  const invented = { passage: 0, quote: "A queue forgets messages." };
  const lost = draftOf({ ...written, citations: [...written.citations, invented] }, [passage]);
  expect(lost.item?.citations).toHaveLength(1);
  expect(lost.problems.join()).toContain("forgets");
  const none = draftOf({ ...written, citations: [{ passage: 7, quote: "A queue" }] }, [passage]);
  expect(none.item).toBeUndefined();
  const inconsistent = draftOf({ ...written, key: { type: "multiple_choice", choice: "e" } }, [passage]);
  expect(inconsistent.problems.join()).toContain("option that is not there");
});

test("rules say what is wrong with form, quotes, task and type", () => {
  expect(verdicts(ruleChecks(item(), around))).toEqual({
    schema: "passed",
    lint: "warning",
    scope: "passed",
  });
  expect(verdicts(ruleChecks(item(), { ...around, taskId: "9.9" }))).toMatchObject({ scope: "failed" });
  expect(verdicts(ruleChecks(item(), { ...around, passages: [] }))).toMatchObject({ schema: "failed" });
  expect(verdicts(ruleChecks(item(), { ...around, problems: ["A quote is lost."] }))).toMatchObject({
    schema: "failed",
  });
  const all = { ...item(), stem: "Which? (Choose two.)" };
  expect(verdicts(ruleChecks(all, around))).toMatchObject({ lint: "failed" });
  const other = { ...exam, itemTypes: { ordering: 100 } };
  expect(verdicts(ruleChecks(item(), { ...around, exam: other }))).toMatchObject({ scope: "failed" });
});

test("claims are what decides and each sentence of the rationales, quoted sentences whole", () => {
  const [first, ...rest] = item().options;
  if (!first) throw new TypeError("there are four");
  const rationale = "The note says: “It holds. It waits.” So it fits.";
  const options = [{ ...first, rationale }, ...rest.map((option) => ({ ...option, rationale: "No." }))];
  expect(claimsOf({ ...item(), options })).toEqual([
    "Orders must not be lost.",
    "The note says: “It holds. It waits.”",
    "So it fits.",
    "No.",
  ]);
});

test("a claim that nobody judged is not supported", () => {
  const supported = { supported: true, passage: 0, sentence: "A queue." };
  expect(groundedCheck(["x"], [supported], by).verdict).toBe("passed");
  const check = groundedCheck(["x", "y"], [supported], by);
  expect(check.verdict).toBe("failed");
  expect(problemsOf([check])).toContain("not supported: y");
});

test("another answer than the key's fails, and says why", () => {
  const answer = (choice: string) =>
    keyCheck(item(), { response: { type: "multiple_choice", choice }, reason: "a reason" }, by);
  expect(answer("a").verdict).toBe("passed");
  expect(answer("b").verdict).toBe("failed");
  expect(problemsOf([answer("b")]).join()).toContain("a reason");
});

test("the nearest three are told, and what is nearly the same fails", () => {
  const at = (degrees: number) =>
    Float32Array.from([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]);
  const others = [80, 25, 5, 120, 60].map((degrees) => ({
    questionId: `que_${degrees}`,
    stem: String(degrees),
    vector: at(degrees),
  }));
  const check = duplicateCheck(at(0), others);
  expect(check.verdict).toBe("failed");
  expect(check.similar?.map(({ stem }) => stem)).toEqual(["5", "25", "60"]);
  expect(
    duplicateCheck(
      at(0),
      others.filter(({ stem }) => stem !== "5"),
    ).verdict,
  ).toBe("warning");
  expect(duplicateCheck(at(0), [])).toMatchObject({ verdict: "passed", similar: [] });
});

test("personal data and what the guardrail blocks fail", () => {
  expect(safetyCheck({ blocked: [], personalData: [] }, []).verdict).toBe("passed");
  expect(safetyCheck({ blocked: [], personalData: [] }, ["An attack."])).toMatchObject({
    verdict: "warning",
    message: expect.stringMatching(/An attack\.$/),
  });
  const check = safetyCheck({ blocked: ["No."], personalData: [{ kind: "ip_address", text: "10.0.0.1" }] }, [
    "An attack.",
  ]);
  expect(check).toMatchObject({ verdict: "failed", message: "No. Personal data (ip address): 10.0.0.1." });
});

test("what is no task of the exam is out of scope, whatever a model says of it", () => {
  const [, , byRule] = ruleChecks(item(), { ...around, taskId: "9.9" });
  if (!byRule) throw new TypeError("scope is the third");
  expect(scopeCheck(byRule, { inScope: true, reason: "Sure." }, by)).toBe(byRule);
  const passed = { ...byRule, verdict: "passed" as const };
  expect(scopeCheck(passed, { inScope: false, reason: "No." }, by)).toMatchObject({ verdict: "failed", by });
  expect(inWords([passed, { ...passed, name: "key", verdict: "failed" }])).toBe("passed: scope; failed: key");
});
