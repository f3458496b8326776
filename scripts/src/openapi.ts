import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { api } from "@lyceum/shared/api";
import { openApi } from "@lyceum/shared/contract/openapi";

// `npm run openapi` writes docs/openapi.json; `-- --check` fails when the committed file is stale.

const file = new URL("../../docs/openapi.json", import.meta.url);
const packageFile = new URL("../../package.json", import.meta.url);

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const { version } = JSON.parse(await readFile(packageFile, "utf8"));
const current = `${JSON.stringify(openApi(api, { title: "Lyceum", version }), null, 2)}\n`;

if (!values.check) {
  await writeFile(file, current);
} else if ((await readFile(file, "utf8").catch(() => "")) !== current) {
  console.error("docs/openapi.json is stale: run `npm run openapi` and commit it.");
  process.exitCode = 1;
}
