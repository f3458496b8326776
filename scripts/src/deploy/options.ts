import { parseArgs } from "node:util";

const usage =
  "npm run deploy -- --profile PROFILE [--stage STAGE] [--region REGION] [--mail-from ADDRESS] [--alarm-email ADDRESS] [--models JSON]";

interface DeployOptions {
  /** A profile of the AWS configuration. */
  profile: string;
  stage: string;
  /** By default the profile's own. */
  region: string | undefined;
  /** The address that mail to people comes from. Without it, the stage sends none. */
  mailFrom: string | undefined;
  /** Whom alarms write to. Without it, nobody. */
  alarmEmail: string | undefined;
  /** Which language models do what, as infra/src/stacks/models.ts reads it. By default a choice for Europe. */
  models: string | undefined;
}

/** @throws Error that says how to call it */
export function readOptions(args: readonly string[]): DeployOptions {
  const { profile, stage, region, "mail-from": mailFrom, "alarm-email": alarmEmail, models } = parse(args);
  if (!profile) throw new Error(`Which account? ${usage}`);
  return { profile, stage, region, mailFrom, alarmEmail, models };
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
        "alarm-email": { type: "string" },
        models: { type: "string" },
      },
    }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}
