import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { build } from "esbuild";
import { bundleOptions } from "./bundle.ts";
import { droppableSchemas, withLiteralKeys } from "./bundle-schemas.ts";

/** As the SDK's generator writes it, shortened. */
const sample = `
const _c = "client";
const _e = "error";
const _hE = "httpError";
const _q = "a \\"quoted\\" key";
const _p = "__proto__";
const n0 = "com.amazonaws.sample";
export var NotFound$ = [-3, n0, "NotFound",
    { [_e]: _c, [_hE]: 404 },
    [_q], [0]
];
export var Input$ = [3, n0, "Input", 0, [_c], [[0, { [_q]: 1, [_p]: 2, [n0]: 3, [_unknown]: 4 }]]];
export var Get$ = [9, n0, "Get", { [_e]: ["GET"] }, () => Input$, () => NotFound$];
export var Unused$ = [9, n0, "Unused", { [_e]: ["GET"] }, () => Secret$, () => NotFound$];
var Secret$ = [3, n0, "OnlyForTheUnused", 0, [], []];
`;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "lyceum-schemas-"));
  const schemas = join(root, "node_modules/@aws-sdk/client-sample/dist-es/schemas");
  await mkdir(schemas, { recursive: true });
  await writeFile(join(schemas, "schemas_0.js"), sample.replace(", [_unknown]: 4", ""));
  await writeFile(
    join(root, "entry.js"),
    `import { Get$ } from "./node_modules/@aws-sdk/client-sample/dist-es/schemas/schemas_0.js";
    export const [,, name, traits, input, error] = Get$;`,
  );
});
afterAll(() => rm(root, { recursive: true }));

async function bundled(plugins: (typeof droppableSchemas)[]): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, "entry.js")],
    bundle: true,
    format: "esm",
    write: false,
    plugins,
  });
  return outputFiles[0]?.text ?? "";
}

test("keys that are the module's own strings are written out, and nothing else is touched", () => {
  const changed = withLiteralKeys(sample);
  expect(changed).toContain('{ "error": _c, "httpError": 404 }');
  expect(changed).toContain('{ "a \\"quoted\\" key": 1, [_p]: 2, [n0]: 3, [_unknown]: 4 }');
  expect(changed).toContain("[_q], [0]");
  expect(withLiteralKeys(changed)).toBe(changed);
});

test("an unused schema is dropped with what it names; a used one says the same as before", async () => {
  const [before, after] = await Promise.all([bundled([]), bundled([droppableSchemas])]);
  expect(before).toContain("OnlyForTheUnused");
  expect(after).not.toMatch(/OnlyForTheUnused|Unused\$/);
  const said = await Promise.all(
    [before, after].map(async (code) => {
      const { name, traits, input, error } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
      return { name, traits, input: input(), error: error() };
    }),
  );
  expect(said[1]).toEqual(said[0]);
});

test.each(["client-dynamodb", "client-sesv2"])("%s: every schema says the same as before", async (client) => {
  const schemas = createRequire(new URL("../../backend/package.json", import.meta.url))
    .resolve(`@aws-sdk/${client}/package.json`)
    .replace(/package\.json$/, "dist-es/schemas/schemas_0.js");
  expect(withLiteralKeys(await readFile(schemas, "utf8"))).not.toMatch(/\[_\w+\]:/);
  const [before, after] = await Promise.all(
    [[], [droppableSchemas]].map(async (plugins, place) => {
      const outfile = join(root, `${client}-${place}.mjs`);
      await build({ ...bundleOptions, minify: false, plugins, entryPoints: [schemas], outfile });
      return shown(await import(outfile));
    }),
  );
  expect(before?.length).toBeGreaterThan(10_000);
  expect(after).toBe(before);
});

/** All that a module exports, with the schemas that its schemas name, each once. */
function shown(module: object): string {
  const seen = new Set<unknown>();
  return JSON.stringify(Object.entries(module), (_, value) => {
    const each = typeof value === "function" ? value() : value;
    if (!Array.isArray(each)) return each;
    if (seen.has(each)) return `again ${each[2]}`;
    seen.add(each);
    return each;
  });
}
