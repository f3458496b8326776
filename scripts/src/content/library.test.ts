import { expect, test } from "@jest/globals";
import { Question } from "@lyceum/shared/questions";
import { loadPacks, readPacks } from "./library.ts";
import { goodPack, packFiles, writePacks } from "./samples.ts";

test("the committed packs load, every question at version 1 and valid", async () => {
  const packs = await loadPacks();
  expect(packs.length).toBeGreaterThanOrEqual(2);
  for (const { exam, questions } of packs) {
    expect(questions.length).toBeGreaterThan(0);
    for (const question of questions) {
      expect(question).toMatchObject({ examId: exam.id, version: 1 });
      expect(Question.parse(question)).toEqual(question);
    }
  }
});

test("a pack that was written is read as it was", async () => {
  const pack = goodPack();
  const root = await writePacks(packFiles(pack));
  expect(await readPacks(root)).toEqual({ packs: [pack], problems: [] });
});

test("files are read in the order of the tasks' numbers", async () => {
  const { exam } = goodPack();
  const root = await writePacks({
    "sample/exam.json": exam,
    "sample/items/1.10.json": "[",
    "sample/items/1.9.json": "[",
  });
  const { problems } = await readPacks(root);
  expect(problems.map(({ file }) => file)).toEqual(["sample/items/1.9.json", "sample/items/1.10.json"]);
});

test("an error names every file and the path in it", async () => {
  const pack = goodPack();
  const files = packFiles(pack);
  const root = await writePacks({
    ...files,
    "other/exam.json": pack.exam,
    "sample/items/1.1.json": [{ id: "que_1", taskId: "1.1", state: "draft", item: { type: "essay" } }],
    "sample/items/1.2.json": "not JSON",
  });
  await expect(loadPacks(root)).rejects.toThrow(
    /other\/exam\.json: id: must be other[\s\S]*other\/items: .*ENOENT[\s\S]*1\.1\.json: 0\.id: must be que_[\s\S]*1\.1\.json: 0\.state[\s\S]*1\.1\.json: 0\.item\.type[\s\S]*1\.2\.json: .*JSON/,
  );
});

test("a pack without its profile is told of", async () => {
  const root = await writePacks({ "empty/items/1.1.json": [] });
  expect(await readPacks(root)).toMatchObject({
    packs: [],
    problems: [{ file: "empty/exam.json", path: "" }],
  });
});
