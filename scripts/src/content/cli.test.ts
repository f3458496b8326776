import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { run } from "./cli.ts";
import { goodPack, packFiles, sampleId, spoiled, writePacks } from "./samples.ts";

/** Runs a command line against the given packs, or those of the repository. */
async function content(args: string[], packs?: URL) {
  let out = "";
  let err = "";
  const code = await run(args, {
    ...(packs && { packs }),
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

const rows = (out: string): unknown[] =>
  out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

test("the committed packs pass", async () => {
  expect(await content(["check", "--json"])).toEqual({ code: 0, out: "", err: "" });
  expect(await content(["check"])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^No findings in \d+/),
  });
});

test("the program itself prints rows and nothing else", async () => {
  const program = fileURLToPath(new URL("../content.ts", import.meta.url));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, "stats", "--json"]);
  expect(stderr).toBe("");
  expect(rows(stdout)).toContainEqual({
    exam: expect.any(String),
    group: "task",
    value: "1.1",
    observed: expect.any(Number),
  });
});

test("findings are rows as JSON, lines as text, and exit code 1", async () => {
  const packs = await writePacks(
    packFiles(spoiled((item) => ({ ...item, stem: "A bakery needs storage.\n\nWhich one is NOT durable?" }))),
  );
  const json = await content(["check", "--json"], packs);
  expect(json).toMatchObject({ code: 1, err: "" });
  expect(rows(json.out)).toEqual([
    {
      exam: "sample",
      rule: "negative-stem",
      questionId: sampleId(1),
      message: 'the question contains "NOT"',
    },
  ]);
  expect(await content(["check"], packs)).toEqual({
    code: 1,
    out: `sample ${sampleId(1)} negative-stem: the question contains "NOT"\n`,
    err: "",
  });
});

test("a file that does not fit its schema is a finding of check and an error of stats", async () => {
  const packs = await writePacks({ ...packFiles(goodPack()), "sample/items/1.1.json": [{ id: 1 }] });
  const check = await content(["check", "--json"], packs);
  expect(check.code).toBe(1);
  expect(rows(check.out)).toContainEqual({
    rule: "schema",
    message: expect.stringContaining("sample/items/1.1.json: 0.id: "),
  });
  const stats = await content(["stats", "--json"], packs);
  expect(stats).toMatchObject({ code: 1, err: expect.stringContaining("0.id") });
});

test("an id that two packs share is a finding of neither alone", async () => {
  const pack = goodPack();
  const other = { ...pack.exam, id: "other" };
  const entries = pack.entries.map(({ file, question }) => ({
    file: file.replace("sample", "other"),
    question,
  }));
  const packs = await writePacks({ ...packFiles(pack), ...packFiles({ exam: other, entries }) });
  const { out } = await content(["check", "--json"], packs);
  expect(rows(out)).toHaveLength(pack.entries.length);
  expect(rows(out)).toContainEqual(
    expect.objectContaining({ rule: "duplicate-id", questionId: sampleId(1) }),
  );
});

test("stats counts by domain, task, type, state, key letter and length", async () => {
  const packs = await writePacks(packFiles(goodPack()));
  const { code, out } = await content(["stats", "--json"], packs);
  const row = (group: string, value: string, observed: number) => ({
    exam: "sample",
    group,
    value,
    observed,
  });
  const chance = (sum: number) => ({ expected: expect.closeTo(sum) });
  expect(code).toBe(0);
  expect(rows(out)).toEqual([
    { ...row("domain", "1", 4), expected: 4 },
    row("task", "1.1", 2),
    row("task", "1.2", 2),
    row("type", "multiple_choice", 2),
    row("type", "multiple_response", 2),
    row("state", "scored", 4),
    { ...row("key", "a", 2), ...chance(1.3) },
    { ...row("key", "b", 1), ...chance(1.3) },
    { ...row("key", "c", 1), ...chance(1.3) },
    { ...row("key", "d", 1), ...chance(1.3) },
    { ...row("key", "e", 1), ...chance(0.8) },
    { ...row("length", "key is longest", 1), ...chance(1.3) },
  ]);
  const text = (await content(["stats"], packs)).out.split("\n");
  expect(text[0]).toBe("exam    group   value              observed  expected");
  expect(text).toHaveLength(rows(out).length + 2);
});

test.each([[[]], [["lint"]], [["check", "stats"]], [["check", "--fix"]], [["stats", "--json=yes"]]])(
  "the command line %j gets the usage and exit code 2",
  async (args) => {
    expect(await content(args)).toEqual({
      code: 2,
      out: "",
      err: expect.stringContaining("Usage: npm run content"),
    });
  },
);
