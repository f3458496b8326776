import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createApp } from "./app.ts";
import { type Bundle, bundle, bundleDirectory } from "./bundle.ts";

// `npm run synth` writes what is deployed to cdk.out; `-- --context stage=prod` for another stage, `--context
// mail-from=ADDRESS` for one that sends mail, `--context alarm-email=ADDRESS` for whom alarms write to, `--context
// models=JSON` for other language models. The `cdk` command runs
// it too (cdk.json).

/** Where the cloud assembly goes: `cdk.out` at the root of the repository. */
export const assemblyDirectory = fileURLToPath(new URL("../../cdk.out", import.meta.url));

interface Synthesis {
  stackName: string;
  templateFile: string;
  /** CloudFormation takes at most 500 in a stack. */
  resourceCount: number;
  bundles: Bundle[];
}

interface SynthesisOptions {
  /** By default the one in CDK's context, or else `dev`. */
  stage?: string | undefined;
  /** The address that mail to people comes from. By default the one in CDK's context, or else there is no mail. */
  mailFrom?: string | undefined;
  /** By default those in CDK's context, or else a choice for Europe. */
  models?: string | undefined;
  /** By default the one in CDK's context, or else alarms write to nobody. */
  alarmEmail?: string | undefined;
  outdir?: string;
  /** Whether cdk-nag and CloudFormation's schemas check the stack. */
  nag?: boolean;
}

/**
 * Bundles the functions and writes the cloud assembly.
 * @throws Error where the code does not build or the checks find something; the findings are on standard error
 */
export async function synthesize({
  stage,
  mailFrom,
  models,
  alarmEmail,
  outdir = assemblyDirectory,
  nag = true,
}: SynthesisOptions = {}): Promise<Synthesis> {
  const bundles = await bundle();
  const app = createApp({ stage, mailFrom, models, alarmEmail, outdir, bundles: bundleDirectory, nag });
  const [stack, ...others] = app.synth().stacks;
  if (!stack || others.length > 0) throw new TypeError("the app has one stack");
  const { Resources }: { Resources: object } = stack.template;
  return {
    stackName: stack.stackName,
    templateFile: stack.templateFullPath,
    resourceCount: Object.keys(Resources).length,
    bundles,
  };
}

function readContext(): Pick<SynthesisOptions, "stage" | "mailFrom" | "models" | "alarmEmail"> {
  const { values } = parseArgs({ options: { context: { type: "string", short: "c", multiple: true } } });
  const given = new Map<string, string>();
  for (const context of values.context ?? []) {
    const [, name, value] = /^(stage|mail-from|models|alarm-email)=(.*)$/.exec(context) ?? [];
    if (name === undefined || value === undefined) {
      throw new TypeError(
        `the context is stage=NAME, mail-from=ADDRESS, alarm-email=ADDRESS or models=JSON, not ${context}`,
      );
    }
    given.set(name, value);
  }
  return {
    stage: given.get("stage"),
    mailFrom: given.get("mail-from"),
    models: given.get("models"),
    alarmEmail: given.get("alarm-email"),
  };
}

if (import.meta.main) {
  try {
    const outdir = process.env.CDK_OUTDIR ?? assemblyDirectory;
    const { stackName, resourceCount, bundles } = await synthesize({ ...readContext(), outdir });
    const sizes = bundles.map(({ name, bytes }) => `${name} ${Math.round(bytes / 1000)} kB`);
    console.error(`${stackName}: ${resourceCount} of at most 500 resources; ${sizes.join(", ")}`);
  } catch (error) {
    // What the checks found is on standard error already: a stack trace of theirs would say nothing more.
    const known = error instanceof Error && (error.name === "ValidationFailed" || error instanceof TypeError);
    console.error(known ? error.message : error);
    process.exitCode = 1;
  }
}
