import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { type Bundle, bundle } from "./bundle.ts";
import { type FunctionName, functionNames } from "./stacks/functions.ts";

// All functions at once, on machines that may be busy with much else.
jest.setTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), "lyceum-bundle-"));
afterAll(() => rmSync(directory, { recursive: true }));

let bundles: Bundle[];
beforeAll(async () => {
  bundles = await bundle(join(directory, "first"));
});

const read = (run: string, name: string, file = "index.mjs") =>
  readFileSync(join(directory, run, name, file), "utf8");

/**
 * In bytes. People wait for what serves routes to start; notes need the client for files besides, and the tutor that for
 * models, too. Nobody waits for workers, of which that of notes reads PDFs, nor for the consumer that deletes what groups
 * had.
 */
const most: Partial<Record<FunctionName, number>> = {
  notes: 550_000,
  "tutor-stream": 750_000,
  "cohorts-consumer": 500_000,
  "notes-worker": 2_700_000,
  "generation-worker": 750_000,
  "review-worker": 750_000,
};

test("every function is one small module that exports its handler and has its source map", () => {
  expect(bundles.map(({ name }) => name)).toEqual(functionNames);
  for (const { name, bytes } of bundles) {
    const code = read("first", name);
    expect(Buffer.byteLength(code)).toBe(bytes);
    expect(bytes).toBeLessThan(most[name] ?? 450_000);
    expect(code).toMatch(/export\s*\{[^}]*\bas handler\b[^}]*\}/);
    // Lambda has none of the packages that are left out: what is imported from the start has to be in the bundle.
    const imported = Array.from(code.matchAll(/\bfrom\s*"([\w@./:-]+)"/g), ([, source]) => source);
    expect(imported.filter((source) => !source?.startsWith("node:"))).toEqual([]);
    expect(code).toContain("//# sourceMappingURL=index.mjs.map");
    expect(JSON.parse(read("first", name, "index.mjs.map")).sources.join()).toContain("backend/src/");
  }
});

test("the same sources give the same bytes", async () => {
  await bundle(join(directory, "second"));
  for (const name of functionNames) {
    expect(read("second", name)).toBe(read("first", name));
    expect(read("second", name, "index.mjs.map")).toBe(read("first", name, "index.mjs.map"));
  }
});
