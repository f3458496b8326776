import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { messageOf, Problem } from "../problem.ts";
import { holds, noValue, resolve, type Scope } from "./intrinsics.ts";
import { type Physical, type Place, physical } from "./physical.ts";

export interface Resource {
  logicalId: string;
  type: string;
  /** The resource's own `Ref`. */
  ref(): string;
  /**
   * The properties with every intrinsic function resolved, parsed.
   * @throws Problem naming the resource where one can't be resolved or has another form
   */
  properties<S extends z.ZodType>(schema: S): z.output<S>;
}

/** A synthesized stack as the services of the local cloud read it. */
export interface Template extends Place {
  /** All resources of a type, in the template's order. */
  resources(type: string): Resource[];
  /** An output of the stack. */
  output(name: string): string | undefined;
  /** The directory of a file asset, by the key under which it would be uploaded. */
  asset(key: string): string | undefined;
}

const Artifact = z.object({
  type: z.string(),
  environment: z.string().optional(),
  properties: z
    .object({
      templateFile: z.string().optional(),
      stackName: z.string().optional(),
      file: z.string().optional(),
    })
    .optional(),
});

const Manifest = z.object({ artifacts: z.record(z.string(), Artifact) });

const Assets = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

const Definition = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.unknown().optional(), Condition: z.string().optional() }),
  ),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
});

/**
 * Reads the one stack of a cloud assembly.
 * @param directory `cdk.out`
 * @throws Problem where there is none, or more than one
 */
export async function readTemplate(directory: string): Promise<Template> {
  const { artifacts } = await readJson(Manifest, join(directory, "manifest.json"));
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === "aws:cloudformation:stack");
  const [[id, stack] = []] = stacks;
  if (!id || !stack?.properties?.templateFile || stacks.length !== 1) {
    throw new Problem(`${directory} has ${stacks.length} stacks; the local cloud serves exactly one`);
  }
  const definition = await readJson(Definition, join(directory, stack.properties.templateFile));

  const assets = new Map<string, string>();
  for (const { type, properties } of Object.values(artifacts)) {
    if (type !== "cdk:asset-manifest" || !properties?.file) continue;
    const { files } = await readJson(Assets, join(directory, properties.file));
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path) assets.set(objectKey, join(directory, source.path));
      }
    }
  }

  const region = /^aws:\/\/[^/]+\/([a-z]+-[a-z-]+-\d)$/.exec(stack.environment ?? "")?.[1] ?? "eu-west-1";
  const place = { stackName: stack.properties.stackName ?? id, region, accountId: "000000000000" };
  return createTemplate(definition, place, (key) => assets.get(key));
}

async function readJson<S extends z.ZodType>(schema: S, file: string): Promise<z.output<S>> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new Problem(`the cloud assembly has no ${file}`, { cause: error });
  });
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Problem(`${file} has another form than expected: ${parsed.error.message}`);
  return parsed.data;
}

/** A template that has been read already. */
export function createTemplate(
  definition: z.input<typeof Definition>,
  place: Place,
  asset: (key: string) => string | undefined,
): Template {
  const { Parameters, Mappings, Conditions, Resources, Outputs } = Definition.parse(definition);
  const known = new Map<string, Physical>();
  const resolving = new Set<string>();

  const pseudo: Record<string, unknown> = {
    "AWS::AccountId": place.accountId,
    "AWS::Region": place.region,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": place.stackName,
    "AWS::StackId": `arn:aws:cloudformation:${place.region}:${place.accountId}:stack/${place.stackName}/local`,
    "AWS::NotificationARNs": [],
    "AWS::NoValue": noValue,
  };

  const scope: Scope = {
    ref(name) {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      const parameter = Parameters[name];
      if (!parameter) return identity(name).ref;
      if (parameter.Default === undefined) throw new Problem(`parameter ${name} has no default value`);
      return parameter.Default;
    },
    attribute(logicalId, attribute) {
      const value = identity(logicalId).attributes[attribute];
      if (value === undefined) {
        throw new Problem(
          `${logicalId} (${Resources[logicalId]?.Type}) has no attribute ${attribute} in the local cloud`,
        );
      }
      return value;
    },
    condition(name) {
      if (!Object.hasOwn(Conditions, name)) throw new Problem(`there is no condition ${name}`);
      return Conditions[name];
    },
    mapping(name, top, second) {
      const value = Mappings[name]?.[top]?.[second];
      if (value === undefined) throw new Problem(`there is no mapping ${name}.${top}.${second}`);
      return value;
    },
  };

  const exists = (condition: string | undefined) => !condition || holds({ Condition: condition }, scope);

  function identity(logicalId: string): Physical {
    const found = known.get(logicalId);
    if (found) return found;
    const resource = Resources[logicalId];
    if (!resource || !exists(resource.Condition)) throw new Problem(`there is no resource ${logicalId}`);
    if (resolving.has(logicalId)) throw new Problem(`${logicalId} refers to itself`);
    resolving.add(logicalId);
    const sameType = Object.keys(Resources).filter((other) => Resources[other]?.Type === resource.Type);
    const properties = namesOnly(resource.Properties, scope);
    const made = physical(
      { logicalId, type: resource.Type, index: sameType.indexOf(logicalId), properties },
      place,
    );
    resolving.delete(logicalId);
    if (!made) {
      throw new Problem(`${logicalId} is a ${resource.Type}, which the local cloud doesn't serve`);
    }
    known.set(logicalId, made);
    return made;
  }

  return {
    ...place,
    asset,
    resources: (type) =>
      Object.entries(Resources)
        .filter(([, resource]) => resource.Type === type && exists(resource.Condition))
        .map(([logicalId, { Properties = {} }]) => ({
          logicalId,
          type,
          ref: () => naming(logicalId, () => identity(logicalId).ref),
          properties: (schema) =>
            naming(logicalId, () => {
              const parsed = schema.safeParse(resolve(Properties, scope));
              if (!parsed.success) throw new Problem(z.prettifyError(parsed.error));
              return parsed.data;
            }),
        })),
    output(name) {
      const found = Outputs[name];
      return found && naming(`output ${name}`, () => String(resolve(found.Value, scope)));
    },
  };
}

/** The properties that are given as they are or by a simple reference: a resource's name is among them. */
function namesOnly(properties: unknown, scope: Scope): unknown {
  const fields = z.record(z.string(), z.unknown()).safeParse(properties);
  if (!fields.success) return {};
  const names = Object.entries(fields.data).filter(([name]) => /(^|[a-z])Name$|^EmailIdentity$/.test(name));
  return resolve(Object.fromEntries(names), scope);
}

function naming<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Problem(`the template's ${what} can't be served: ${messageOf(error)}`, { cause: error });
  }
}
