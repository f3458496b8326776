import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { Problem } from "../problem.ts";
import type { Template } from "../template/template.ts";

/** A Lambda function as the template describes it. */
export interface FunctionConfig {
  name: string;
  /** A short name for people, from the logical id. */
  label: string;
  arn: string;
  /** `file.export`, as Lambda has it. */
  handler: string;
  /** `nodejs24.x` */
  runtime: string;
  /** Where the code is. */
  directory: string;
  memoryMegabytes: number;
  timeoutSeconds: number;
  variables: Readonly<Record<string, string>>;
  logGroup: string;
  logFormat: "JSON" | "Text";
  logLevel: string | undefined;
}

const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const FunctionProperties = z.object({
  Handler: z.string().optional(),
  Runtime: z.string().optional(),
  PackageType: z.string().optional(),
  Code: z.object({ S3Key: z.string().optional(), ZipFile: z.string().optional() }),
  MemorySize: z.coerce.number().default(128),
  Timeout: z.coerce.number().default(3),
  Environment: z.object({ Variables: z.record(z.string(), Text).default({}) }).optional(),
  LoggingConfig: z
    .object({
      LogGroup: z.string().optional(),
      LogFormat: z.enum(["JSON", "Text"]).optional(),
      ApplicationLogLevel: z.string().optional(),
    })
    .optional(),
});

/**
 * The Node.js functions of a template.
 * @param inlineDirectory where the code goes that is written in the template itself
 * @throws Problem for a function of another runtime
 */
export async function functionsOf(template: Template, inlineDirectory: string): Promise<FunctionConfig[]> {
  const { region, accountId } = template;
  return Promise.all(
    template.resources("AWS::Lambda::Function").map(async (resource) => {
      const name = resource.ref();
      const { Handler, Runtime, Code, MemorySize, Timeout, Environment, LoggingConfig } =
        resource.properties(FunctionProperties);
      if (!Handler || !Runtime?.startsWith("nodejs")) {
        throw new Problem(`function ${name} is not a Node.js function; the local cloud runs no others`);
      }
      const directory = Code.ZipFile
        ? await writeInline(join(inlineDirectory, name), Code.ZipFile)
        : template.asset(Code.S3Key ?? "");
      if (!directory) throw new Problem(`the code of function ${name} is not in the cloud assembly`);
      return {
        name,
        label: label(resource.logicalId),
        arn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
        handler: Handler,
        runtime: Runtime,
        directory,
        memoryMegabytes: MemorySize,
        timeoutSeconds: Timeout,
        variables: Environment?.Variables ?? {},
        logGroup: LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
        logFormat: LoggingConfig?.LogFormat ?? "Text",
        logLevel: LoggingConfig?.ApplicationLogLevel,
      };
    }),
  );
}

async function writeInline(directory: string, code: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  // Without a package file of its own, the file would be of the module type of whatever lies above.
  await writeFile(join(directory, "package.json"), "{}\n");
  await writeFile(join(directory, "index.js"), code);
  return directory;
}

/** CDK makes `attemptsFunctionC51867F7` of what is called `attempts` in the code. */
function label(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, "").replace(/(?<=.)Function$/, "");
}
