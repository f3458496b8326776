import { readFileSync } from "node:fs";
import { App, type IPolicyValidationPlugin, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { lyceumStack } from "./stacks/lyceum.ts";
import { stage } from "./stacks/stage.ts";

const packageFile = new URL("../../package.json", import.meta.url);

interface AppOptions {
  /** By default the context `stage`, as the `cdk` command passes it on, or else `dev`. */
  stage?: string | undefined;
  /** The address that mail to people comes from. By default the context `mail-from`, or else there is no mail. */
  mailFrom?: string | undefined;
  /** Whom alarms write to. By default the context `alarm-email`, or else nobody. */
  alarmEmail?: string | undefined;
  /** Which language models do what, as JSON. By default the context `models`, or else a choice for Europe. */
  models?: string | undefined;
  /** Where the cloud assembly goes. */
  outdir: string;
  /** Where the bundles are already: a directory for each function. */
  bundles: string;
  /** Whether cdk-nag and CloudFormation's schemas check the stack. What they find fails the synthesis. */
  nag: boolean;
}

/**
 * The CDK app, with the one stack of one stage.
 * @throws TypeError where the stage has no valid name or sender of mail
 */
export function createApp({ outdir, bundles, nag, ...given }: AppOptions): App {
  const app = new App({
    outdir,
    autoSynth: false,
    analyticsReporting: false,
    builtinCloudFormationValidation: nag,
  });
  const fromContext = (name: string): string | undefined => {
    const value: unknown = app.node.tryGetContext(name);
    // The context of a file can hold objects; that of a command line holds text.
    return typeof value === "object" ? JSON.stringify(value) : value?.toString();
  };
  const { version }: { version: string } = JSON.parse(readFileSync(packageFile, "utf8"));
  const name = given.stage ?? fromContext("stage") ?? "dev";
  const mailFrom = given.mailFrom ?? fromContext("mail-from");
  const models = given.models ?? fromContext("models");
  const alarmEmail = given.alarmEmail ?? fromContext("alarm-email");
  lyceumStack(app, stage(name, mailFrom, models, alarmEmail), { version, bundles });
  if (nag) {
    Validations.of(app).addPlugins(failing(new AwsSolutionsChecks(app)), failing(new ServerlessChecks(app)));
  }
  return app;
}

/** CDK goes on after a warning, and cdk-nag's warnings are such as a table without recovery: here all are errors. */
const failing = (plugin: IPolicyValidationPlugin): IPolicyValidationPlugin => ({
  name: plugin.name,
  validate(context) {
    const report = plugin.validate(context);
    const violations = report.violations.map((violation) => ({ ...violation, severity: "error" }));
    return { ...report, violations };
  },
});
