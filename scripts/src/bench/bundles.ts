import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { bundleOptions } from "@lyceum/infra/bundle";
import { functionsOf } from "@lyceum/infra/local/lambda/functions";
import { readTemplate } from "@lyceum/infra/local/template/template";
import { synthesize } from "@lyceum/infra/synth";
import { build } from "esbuild";
import { quantile, rounded } from "./statistics.ts";

export interface BundleRow {
  bench: "bundles";
  function: string;
  /** Minified code, in kB of 1000 bytes. */
  kB: number;
  /** Median time to import the bundle in a new process, in milliseconds. */
  importMs: number;
  /** The same for a handler that does nothing but make a DynamoDB client. */
  bareImportMs: number;
  /** Median of the ratios of imports made one after the other. */
  ratio: number;
}

const rounds = 25;

const bareHandler = `
  import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
  const client = new DynamoDBClient({});
  export const handler = async () => ({ client: client !== undefined });
`;

/** What Lambda has in every function's environment. */
const lambda = {
  PATH: process.env.PATH,
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
};

/** The size of every function's bundle and how long its import takes, in turns with the bare client's. */
export async function* bundleRows(): AsyncGenerator<BundleRow> {
  const directory = await mkdtemp(join(tmpdir(), "lyceum-bench-"));
  try {
    const bare = join(directory, "bare.mjs");
    const contents = { contents: bareHandler, resolveDir: import.meta.dirname };
    await build({ ...bundleOptions, sourcemap: false, stdin: contents, outfile: bare });
    const { bundles } = await synthesize({ outdir: join(directory, "cdk.out"), nag: false });
    const template = await readTemplate(join(directory, "cdk.out"));
    const functions = await functionsOf(template, join(directory, "inline"));
    for (const { name, bytes } of bundles) {
      const described = functions.find(({ label }) => label === name.replaceAll("-", ""));
      if (!described) throw new TypeError(`the template has no function ${name}`);
      const environment = { ...lambda, ...described.variables };
      const code = join(described.directory, "index.mjs");
      const pairs: { own: number; bare: number }[] = [];
      for (let round = -2; round < rounds; round++) {
        const pair = { own: await importMs(code, environment), bare: await importMs(bare, environment) };
        if (round >= 0) pairs.push(pair);
      }
      yield {
        bench: "bundles",
        function: name,
        kB: rounded(bytes / 1000, 0),
        importMs: rounded(
          quantile(
            pairs.map((pair) => pair.own),
            0.5,
          ),
          1,
        ),
        bareImportMs: rounded(
          quantile(
            pairs.map((pair) => pair.bare),
            0.5,
          ),
          1,
        ),
        ratio: rounded(
          quantile(
            pairs.map((pair) => pair.own / pair.bare),
            0.5,
          ),
        ),
      };
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** How long a new process takes to import a module, in milliseconds. */
async function importMs(file: string, env: NodeJS.ProcessEnv): Promise<number> {
  // Lambda's own runtime puts up what a handler that streams is wrapped in.
  const runtime = "globalThis.awslambda = { streamifyResponse: (handler) => handler };";
  const measure = `${runtime} const start = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - start);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", measure], {
    env,
  });
  return Number(stdout);
}
