import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { hashOf, openVectorCache } from "./cache.ts";

const directory = mkdtempSync(join(tmpdir(), "lyceum-vectors-"));
afterAll(() => rmSync(directory, { recursive: true }));

test("vectors survive a restart, and those made beforehand are found by their text", () => {
  const file = join(directory, "vectors.sqlite");
  const first = openVectorCache(file);
  first.put("one", Float32Array.of(0.25, -1));
  first.prime(
    {
      model: "ours",
      dimensions: 2,
      vectors: { [hashOf("two")]: Buffer.from(Float32Array.of(1, 2).buffer).toString("base64") },
    },
    "ours",
  );
  first.prime({ model: "another", dimensions: 2, vectors: { [hashOf("three")]: "AAAAAAAAAAA=" } }, "ours");
  first.close();
  const second = openVectorCache(file);
  expect(second.get("one")).toEqual(Float32Array.of(0.25, -1));
  expect(second.get("two")).toEqual(Float32Array.of(1, 2));
  expect(second.get("three")).toBeUndefined();
  second.close();
});
