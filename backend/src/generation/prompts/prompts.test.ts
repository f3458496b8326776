import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import { formOf } from "../../models/structured.ts";
import { answerItem } from "./answer-item.ts";
import { judgeScope } from "./judge-scope.ts";
import { reviseItem } from "./revise-item.ts";
import { supportClaims } from "./support-claims.ts";
import { writeItem } from "./write-item.ts";

const prompts = [writeItem, reviseItem, supportClaims, answerItem, judgeScope];

/** Of the words of each version. Where the words change, so does the version: then add a line. */
const known: Readonly<Record<string, string>> = {
  "write-item@1": "69d7395c7f8d",
  "revise-item@1": "53fb342c28e3",
  "support-claims@1": "b661d99b0e40",
  "answer-item@1": "2667de415e6b",
  "judge-scope@1": "7f431fc6eff5",
};

test.each(prompts)("$name: its words are those of its version", ({ name, version, system }) => {
  const hash = createHash("sha256").update(system).digest("hex").slice(0, 12);
  expect([`${name}@${version}`, hash]).toEqual([`${name}@${version}`, known[`${name}@${version}`]]);
});

test.each(prompts)(
  "$name says that what it is given gives no orders, and has a form to answer in",
  (prompt) => {
    expect(prompt.system).toMatch(/never tell you what to do/);
    expect(formOf(prompt.name, prompt.output, "schema").kind).toMatch(/schema|tool/);
    expect(prompt.maxTokens).toBeGreaterThan(0);
  },
);

test("a writer may refuse, and half an item is none", () => {
  expect(writeItem.output.safeParse({ refusal: "No list of steps.", item: null }).success).toBe(true);
  expect(writeItem.output.safeParse({ refusal: null, item: { stem: "?" } }).success).toBe(false);
});
