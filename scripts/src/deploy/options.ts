import { parseArgs } from "node:util";

const usage = "npm run deploy -- --profile PROFILE [--stage STAGE] [--region REGION] [--mail-from ADDRESS]";

interface DeployOptions {
  /** A profile of the AWS configuration. */
  profile: string;
  stage: string;
  /** By default the profile's own. */
  region: string | undefined;
  /** The address that mail to people comes from. Without it, the stage sends none. */
  mailFrom: string | undefined;
}

/** @throws Error that says how to call it */
export function readOptions(args: readonly string[]): DeployOptions {
  const { profile, stage, region, "mail-from": mailFrom } = parse(args);
  if (!profile) throw new Error(`Which account? ${usage}`);
  return { profile, stage, region, mailFrom };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args,
      options: {
        profile: { type: "string" },
        stage: { type: "string", default: "dev" },
        region: { type: "string" },
        "mail-from": { type: "string" },
      },
    }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}
