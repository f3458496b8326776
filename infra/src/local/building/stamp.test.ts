import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { temporaryDirectory } from "../testing/platform.ts";
import { hashOf, hashOfAssembly, unlessMade } from "./stamp.ts";

let root: string;
let removeRoot: () => Promise<void>;

beforeEach(async () => {
  [root, removeRoot] = await temporaryDirectory();
  await mkdir(join(root, "src/deep"), { recursive: true });
  await writeFile(join(root, "src/deep/a.ts"), "a");
});

afterEach(() => removeRoot());

const hash = () => hashOf(root, ["src", "package.json"]);

test("the hash changes with contents, names and what is there, but not with tests", async () => {
  const hashes = [await hash()];
  const change = async (file: string, content: string) => {
    await writeFile(join(root, file), content);
    hashes.push(await hash());
  };
  await change("src/deep/a.ts", "b");
  await change("src/b.ts", "");
  await change("package.json", "{}");
  await rm(join(root, "src/b.ts"));
  await change("src/c.ts", "");
  expect(new Set(hashes).size).toBe(hashes.length);
  await writeFile(join(root, "src/c.test.ts"), "");
  expect(await hash()).toBe(hashes.at(-1));
});

test("makes a result once, and again when the inputs or the result are others", async () => {
  let made = 0;
  const result = join(root, "out.json");
  const make = (inputs: string) =>
    unlessMade(
      join(root, "cache/stamp"),
      inputs,
      () => hashOf(root, ["out.json"]),
      async () => {
        made += 1;
        await writeFile(result, inputs);
      },
    );
  await make("1");
  await make("1");
  expect(made).toBe(1);
  await make("2");
  expect(made).toBe(2);
  await writeFile(result, "by somebody else");
  await make("2");
  expect(made).toBe(3);
  await rm(result);
  await make("2");
  expect(made).toBe(4);
});

test("makes an assembly again after another stage, or another template, was written there", async () => {
  const assembly = join(root, "cdk.out");
  const write = async (stage: string, template: string) => {
    await mkdir(assembly, { recursive: true });
    await writeFile(join(assembly, "manifest.json"), stage);
    await writeFile(join(assembly, `Lyceum-${stage}.template.json`), template);
  };
  let made = 0;
  const make = () =>
    unlessMade(
      join(root, "cache/assembly"),
      "inputs",
      () => hashOfAssembly(assembly),
      async () => {
        made += 1;
        await write("dev", "{}");
      },
    );
  await make();
  await make();
  expect(made).toBe(1);
  await write("prod", "{}");
  await make();
  // The other stage's template lies there still, which is no reason to build again.
  await make();
  expect(made).toBe(2);
  await write("dev", "by somebody else");
  await make();
  expect(made).toBe(3);
  await rm(join(assembly, "Lyceum-dev.template.json"));
  await make();
  expect(made).toBe(4);
});
