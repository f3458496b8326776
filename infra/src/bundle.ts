import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, context, formatMessages, type OutputFile } from "esbuild";
import { droppableSchemas } from "./bundle-schemas.ts";
import { entryOf, type FunctionName, functionNames } from "./stacks/functions.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Where the bundles go: `infra/dist/<name>/index.mjs`, each with its source map. */
export const bundleDirectory = fileURLToPath(new URL("../dist", import.meta.url));

/** Packages that are CommonJS inside call `require` for Node's own modules, which an ES module does not have. */
const requireForCommonJs =
  'import { createRequire as lyceumCreateRequire } from "node:module"; const require = lyceumCreateRequire(import.meta.url);';

/**
 * Sources of credentials that the SDK would import, one after another, when the environment has none. Lambda always has
 * them there, and these make up a sixth of a bundle.
 */
const unusedCredentialSources = [
  ...["http", "ini", "process", "sso", "web-identity"].map(
    (source) => `@aws-sdk/credential-provider-${source}`,
  ),
  "@smithy/credential-provider-imds",
];

/** How every function is bundled. */
export const bundleOptions = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  outExtension: { ".js": ".mjs" },
  banner: { js: requireForCommonJs },
  external: unusedCredentialSources,
  plugins: [droppableSchemas],
  minify: true,
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  logLevel: "silent",
} satisfies BuildOptions;

const entryPoints = functionNames.map((name) => ({ in: entryOf(name), out: `${name}/index` }));

export interface Bundle {
  name: FunctionName;
  /** Size of the minified code, in bytes, without its source map. */
  bytes: number;
}

/**
 * Bundles every function in one go. The same sources give the same bytes on every machine.
 *
 * @throws Error with esbuild's messages where the code does not build
 */
export async function bundle(outdir = bundleDirectory): Promise<Bundle[]> {
  const { metafile } = await build({ ...bundleOptions, entryPoints, outdir, metafile: true });
  const outputs = Object.values(metafile.outputs);
  return functionNames.map((name) => {
    const output = outputs.find(({ entryPoint }) => entryPoint === entryOf(name));
    if (!output) throw new TypeError(`${name} has no bundle`);
    return { name, bytes: output.bytes };
  });
}

interface Watcher {
  /** The function whose code is another now; its new bundle is in place. */
  onRebuilt: (name: FunctionName) => void;
  /** What is wrong with the code. The bundles stay as they were. */
  onFailed: (messages: string) => void;
}

/**
 * Bundles every function again whenever its sources change.
 *
 * @returns what stops it
 */
export async function watch(
  { onRebuilt, onFailed }: Watcher,
  outdir = bundleDirectory,
): Promise<() => Promise<void>> {
  const hashes = new Map<string, string>();
  const building = await context({
    ...bundleOptions,
    entryPoints,
    outdir,
    write: false,
    plugins: [
      ...bundleOptions.plugins,
      {
        name: "rebuilt",
        setup({ onEnd }) {
          onEnd(async ({ errors, outputFiles = [] }) => {
            if (errors.length > 0) {
              onFailed((await formatMessages(errors, { kind: "error" })).join("\n"));
              return;
            }
            const first = hashes.size === 0;
            const changed = outputFiles.filter(({ path, hash }) => hashes.get(path) !== hash);
            for (const { path, hash } of changed) hashes.set(path, hash);
            await Promise.all(changed.map(replace));
            for (const name of first ? [] : functionNames) {
              if (changed.some(({ path }) => isCodeOf(name, relative(outdir, path)))) onRebuilt(name);
            }
          });
        },
      },
    ],
  });
  await building.watch();
  return () => building.dispose();
}

const isCodeOf = (name: FunctionName, path: string) => path.replaceAll("\\", "/") === `${name}/index.mjs`;

/** In one step, so that a function that starts just now does not read half a file. */
async function replace({ path, contents }: OutputFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, contents);
  await rename(`${path}.new`, path);
}
