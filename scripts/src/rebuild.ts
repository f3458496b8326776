import { parseArgs } from "node:util";
import { createTable } from "@lyceum/backend/aws/table";
import { announced } from "@lyceum/infra/local/running";
import { rebuildStandings } from "./rebuild/standings.ts";

const usage = `npm run rebuild -- standings [--data DIR]
  Counts anew what is counted of attempts (what learners have seen, item statistics, standings, boards, totals), from the
  attempts alone, and puts right what is not as it should be. May run while people use the platform; where it is
  interrupted, run it again.
  --data DIR  the data of the platform that runs on this machine (.lyceum)
For a deployed stage set TABLE_NAME to the stack's output of that name, and AWS_PROFILE and AWS_REGION.`;

const { values, positionals } = options();
if (positionals[0] !== "standings" || positionals.length > 1) stop(usage, 2);
if (!process.env.TABLE_NAME) {
  const variables = await announced(values.data);
  if (!variables)
    stop(`No platform runs on ${values.data}: start it first, or name its directory with --data.`, 1);
  Object.assign(process.env, variables);
}

const table = createTable(process.env.TABLE_NAME ?? "");
const now = () => new Date().toISOString();
try {
  await rebuildStandings(table, now, (line) => console.log(line));
} catch (error) {
  stop(error instanceof Error ? error.message : String(error), 1);
}

function options() {
  try {
    return parseArgs({ options: { data: { type: "string", default: ".lyceum" } }, allowPositionals: true });
  } catch {
    return stop(usage, 2);
  }
}

function stop(message: string, exitCode: number): never {
  console.error(message);
  process.exit(exitCode);
}
