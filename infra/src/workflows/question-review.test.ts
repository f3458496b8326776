import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import jsonata from "jsonata";
import * as z from "zod";
import { definitionFile } from "../constructs/workflow.ts";

const Definition = z.object({
  States: z.record(z.string(), z.looseObject({ Type: z.string(), TimeoutSeconds: z.string().optional() })),
});
const { States } = Definition.parse(JSON.parse(readFileSync(definitionFile("question-review"), "utf8")));

/** Seconds to wait in a stage, of what has been in review for as many. */
async function timeout(stage: number, elapsed: number): Promise<unknown> {
  const [, expression = ""] = /^\{%(.*)%\}$/s.exec(States.Await?.TimeoutSeconds ?? "") ?? [];
  const since = Date.parse("2026-03-01T09:00:00.000Z");
  return jsonata(expression).evaluate(undefined, {
    stage,
    since,
    states: { context: { State: { EnteredTime: new Date(since + elapsed * 1000).toISOString() } } },
  });
}

const day = 86_400;

test("what is due counts from when it came into review, whatever has happened since", async () => {
  expect(await timeout(0, 0)).toBe(3.5 * day);
  expect(await timeout(0, day)).toBe(2.5 * day);
  expect(await timeout(1, 3.5 * day)).toBe(3.5 * day);
  expect(await timeout(2, 7 * day + 60)).toBe(23 * day - 60);
  // What is overdue already is so at once.
  expect(await timeout(1, 40 * day)).toBe(1);
});

test("no time-out leads to an approval", () => {
  const text = (name: string) => JSON.stringify(States[name]);
  const admitting = Object.keys(States).filter((name) => /"Next":"Admit"/.test(text(name)));
  expect(admitting).toEqual(["Decided"]);
  expect(text("Late")).not.toMatch(/Decided|Admit/);
});
