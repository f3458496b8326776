import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { files } from "@lyceum/backend/aws/files";
import { createTable } from "@lyceum/backend/aws/table";
import { modelsOn } from "@lyceum/backend/models/composition";
import { notesOn } from "@lyceum/backend/notes/composition";
import { amplifyOutputs } from "@lyceum/infra/amplify-outputs";
import { branchName } from "@lyceum/infra/site-branch";
import { assemblyDirectory, synthesize } from "@lyceum/infra/synth";
import { loadPacks } from "./content/library.ts";
import { publish } from "./content/publish.ts";
import { publishNotes } from "./content/publish-notes.ts";
import { checkSite } from "./deploy/check-site.ts";
import { publishSite } from "./deploy/hosting.ts";
import { readOptions } from "./deploy/options.ts";
import { readOutputs } from "./deploy/outputs.ts";
import { packSite } from "./deploy/site-archive.ts";

// `npm run deploy -- --profile P [--stage S] [--region R] [--mail-from ADDRESS] [--alarm-email ADDRESS] [--models JSON]`:
// the stack, the content packs, then the front end.

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Runs a tool of this repository under the same Node. */
async function run(file: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [join(root, "node_modules", file), ...args], {
    cwd: root,
    stdio: "inherit",
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${file} ${args[0]} failed`);
}

async function deploy(args: readonly string[]): Promise<void> {
  const { profile, stage, region, mailFrom, alarmEmail, models } = readOptions(args);
  // For this process and for those it starts.
  process.env.AWS_PROFILE = profile;
  if (region) process.env.AWS_REGION = region;

  const { stackName } = await synthesize({ stage, mailFrom, alarmEmail, models });
  const outputsFile = join(assemblyDirectory, "outputs.json");
  await run("aws-cdk/bin/cdk", [
    "deploy",
    stackName,
    "--app",
    assemblyDirectory,
    "--outputs-file",
    outputsFile,
  ]);
  const outputs = readOutputs(await readFile(outputsFile, "utf8"), stackName);
  process.env.AWS_REGION = outputs.Region;

  const table = createTable(outputs.TableName);
  const notes = notesOn(table, files(outputs.FilesBucket), modelsOn(table, outputs.Models));
  for (const pack of await loadPacks()) {
    await publishNotes(notes, pack.exam.id, pack.notes, Date.now);
    await publish(table, pack);
  }

  await run("vite/bin/vite.js", ["build", "frontend"]);
  const archive = await packSite(join(root, "frontend/dist"), {
    "amplify_outputs.json": JSON.stringify(amplifyOutputs(outputs), null, 2),
    "openapi.json": await readFile(join(root, "docs/openapi.json"), "utf8"),
  });
  const site = { region: outputs.Region, appId: outputs.AmplifyAppId, branchName };
  await publishSite(site, archive);

  const url = `https://${branchName}.${outputs.AmplifyAppId}.amplifyapp.com`;
  await checkSite(url);
  console.log(`Lyceum ${stage} is at ${url}`);
}

try {
  await deploy(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
