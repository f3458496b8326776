import { join } from "node:path";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { startModels } from "./bedrock/bedrock.ts";
import { guardrailsOf } from "./bedrock/guardrail/policies.ts";
import { chooseSource, describe } from "./bedrock/source.ts";
import { openClock } from "./clock/clock.ts";
import { clockHandler } from "./clock/handler.ts";
import { systemRandom } from "./cognito/random.ts";
import { createUserPool, type UserPool } from "./cognito/server.ts";
import type { DataDirectory } from "./data-directory.ts";
import { startHousekeeping } from "./dynamodb/housekeeping.ts";
import { type DynamoDb, localClient } from "./dynamodb/server.ts";
import { indexStreamRecords } from "./dynamodb/stream-records.ts";
import { provideTable, tablesOf } from "./dynamodb/tables.ts";
import { schedulesOf } from "./events/rules.ts";
import { startSchedules } from "./events/schedules.ts";
import { restApisOf, streamingFunctions } from "./gateway/api.ts";
import type { TokenSource } from "./gateway/authorizer.ts";
import { createGateways } from "./gateway/mounts.ts";
import { createRouter, type Handle, type Mount } from "./http.ts";
import { functionsOf } from "./lambda/functions.ts";
import { invokeIn } from "./lambda/invoke.ts";
import { openLog } from "./lambda/logs.ts";
import { createFunctionPool, type FunctionPool } from "./lambda/pool.ts";
import { credentialVariables, leadingTo } from "./lambda/variables.ts";
import { openLogFile } from "./log-file.ts";
import { createOutbox } from "./outbox/outbox.ts";
import { messageOf, Problem } from "./problem.ts";
import type { Children } from "./process/children.ts";
import type { Progress } from "./progress.ts";
import { bucketsOf } from "./s3/buckets.ts";
import { createFileService } from "./s3/server.ts";
import { openObjectStore } from "./s3/store.ts";
import { mailIdentitiesOf } from "./ses/identities.ts";
import { createMailService } from "./ses/server.ts";
import { madeFiles } from "./site/made-files.ts";
import { createSite, type FileHandler, type SiteConfig, siteAddresses, siteOf } from "./site/site.ts";
import { createStatesService } from "./states/api/service.ts";
import { executionPages } from "./states/console/handler.ts";
import { createEngine } from "./states/engine.ts";
import { machinesOf } from "./states/machines.ts";
import { type StreamConsumer, startStreamConsumer } from "./streams/consumer.ts";
import { streamMappingsOf } from "./streams/mappings.ts";
import { readTemplate, type Template } from "./template/template.ts";
import { userPoolsOf } from "./user-pools.ts";

export interface PlatformOptions {
  /** The cloud assembly that is served. */
  assembly: string;
  data: DataDirectory;
  dynamoDb: DynamoDb;
  /** `http://127.0.0.1:<port>`, where the platform itself listens. */
  origin: string;
  openApiFile: string;
  /** The front end's files: as built, or as a development server makes them. */
  site: { files: FileHandler; asBuilt: boolean };
  children: Children;
  progress: Progress;
}

export interface Platform {
  handle: Handle;
  functions: readonly FunctionPool[];
  /** Where a program finds the table and the user pool. */
  variables: Readonly<Record<string, string>>;
  /** Takes up the workflows that were under way, and starts the schedules: to be called when it answers. */
  begin(): void;
  stop(): Promise<void>;
}

/** What requests are signed with here. */
const localCredentials = { accessKeyId: "local", secretAccessKey: "local" };

/**
 * Serves a cloud assembly on this machine.
 * @throws Problem for what the local cloud doesn't serve
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { data, dynamoDb, origin, children, progress } = options;
  const source = chooseSource(process.env);
  const template = await readTemplate(options.assembly);
  const { warn } = progress;

  const database = localClient(dynamoDb.endpoint);
  const tables = tablesOf(template);
  for (const table of tables) await provideTable(database, table);
  if (dynamoDb.file) indexStreamRecords(dynamoDb.file);

  const outbox = createOutbox(join(data.path, "outbox.sqlite"));
  const pool = openUserPool(template, data.path, outbox.send);

  const { region } = template;
  const models = await startModels(source, data.path, { region, guardrails: guardrailsOf(template) }, warn);
  progress.say(describe(source));
  const objects = openObjectStore(join(data.path, "s3"));
  const buckets = bucketsOf(template);

  const endpoints = {
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: `${origin}/cognito`,
    AWS_ENDPOINT_URL_SESV2: `${origin}/ses`,
    AWS_ENDPOINT_URL_SFN: `${origin}/states`,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: models.endpoint,
    AWS_ENDPOINT_URL_S3: `${origin}/s3`,
  };
  const apis = restApisOf(template);
  const streaming = streamingFunctions(apis);
  const functions = new Map<string, FunctionPool>();
  const accessLog = await openLogFile(data.logs, "access");
  const logs: { close(): Promise<void> }[] = [accessLog];
  const addresses = siteAddresses(template);
  for (const described of await functionsOf(template, join(data.path, "functions"))) {
    const config = { ...described, variables: leadingTo(origin, addresses, described.variables) };
    const log = await openLog(data.logs, config.label, warn);
    logs.push(log);
    const streams = streaming.has(config.name);
    const deps = { children, region, endpoints, credentials: localCredentials, log, streams };
    functions.set(config.name, createFunctionPool(config, deps));
  }

  const clock = openClock(join(data.path, "clock.json"));
  const invoke = invokeIn(functions);
  const machines = machinesOf(template, new Set(functions.keys()));
  const databaseFile = join(data.path, "states.sqlite");
  const engine = createEngine({ databaseFile, machines, invoke, clock, warn });
  const schedules = schedulesOf(template, new Set(functions.keys()));

  const gateways = createGateways(apis, {
    functions,
    tokenSources: pool ? new Map([[pool.id, pool.tokens]]) : new Map(),
    logAccess: accessLog.write,
    warn,
  });

  const consumers = await startConsumers(template, functions, options);
  const stopHousekeeping = startHousekeeping(
    database,
    tables,
    dynamoDb.file,
    (tableName) => lowestPosition(consumers.filter((consumer) => consumer.tableName === tableName)),
    warn,
  );

  const site = createSite(
    siteConfig(template, options.site.asBuilt, gateways.urls),
    options.site.files,
    await madeFiles(template, options.openApiFile),
    async (request, response, url) => {
      if (await gateways.handle(request, response, url)) return;
      response.writeHead(502, { "content-type": "text/plain" }).end(`${url} is not on this machine.\n`);
    },
  );
  const mounts: Mount[] = [
    ...(pool ? [{ prefix: "/cognito", handle: pool.userPool.handle }] : []),
    { prefix: "/ses", handle: createMailService(mailIdentitiesOf(template), template.region, outbox.send) },
    { prefix: "/states", handle: createStatesService(engine) },
    { prefix: "/local/executions", handle: executionPages(engine, clock) },
    { prefix: "/local/clock", handle: clockHandler(clock) },
    { prefix: "/local/bedrock/faults", handle: models.faults },
    { prefix: "/local/models", handle: models.models },
    {
      prefix: "/s3",
      handle: createFileService({
        prefix: "/s3",
        buckets,
        store: objects,
        credentials: [localCredentials],
        now: Date.now,
      }),
    },
    { prefix: "/local", handle: outbox.handle },
    { prefix: "/", handle: site },
  ];

  let stopSchedules = () => {};
  const [filesBucket] = buckets.keys();
  const modelsConfig = template.output("Models");

  return {
    handle: createRouter(mounts, (error) => warn(`a request failed: ${messageOf(error)}`)),
    functions: [...functions.values()],
    variables: {
      ...endpoints,
      AWS_REGION: template.region,
      ...credentialVariables(localCredentials),
      ...(tables[0] && { TABLE_NAME: tables[0].name }),
      ...(filesBucket !== undefined && { FILES_BUCKET: filesBucket }),
      ...(modelsConfig !== undefined && { MODELS: modelsConfig }),
      ...(pool && { USER_POOL_ID: pool.id }),
    },
    begin() {
      engine.resume();
      stopSchedules = startSchedules(schedules, { invoke, clock, warn });
    },
    async stop() {
      stopHousekeeping();
      stopSchedules();
      // Before its functions: what they break off is done again at the next start.
      await engine.stop();
      const consumersStopped = Promise.all(consumers.map((consumer) => consumer.stop()));
      for (const functionPool of functions.values()) functionPool.stop();
      await consumersStopped;
      await models.stop();
      await Promise.all(logs.map((log) => log.close()));
      pool?.userPool.close();
      objects.close();
      outbox.close();
    },
  };
}

interface NamedUserPool {
  id: string;
  userPool: UserPool;
  tokens: TokenSource;
}

function openUserPool(
  template: Template,
  directory: string,
  sendMail: Parameters<typeof createUserPool>[1]["sendMail"],
): NamedUserPool | undefined {
  const [config, ...others] = userPoolsOf(template);
  if (others.length > 0) throw new Problem("the template has several user pools; the local cloud serves one");
  if (!config) return undefined;
  const databaseFile = join(directory, "cognito.sqlite");
  const userPool = createUserPool(config, { databaseFile, sendMail, now: Date.now, random: systemRandom });
  const { poolId: id, issuer, clientIds } = config;
  const tokens: TokenSource = {
    issuer,
    clientIds: clientIds.map((client) => client.id),
    keys: async () => userPool.jwks(),
  };
  return { id, userPool, tokens };
}

/** Without an Amplify app, the API's stage is at its own name, as on the domain that API Gateway gives it. */
function siteConfig(template: Template, asBuilt: boolean, apiUrls: readonly string[]): SiteConfig {
  const config = siteOf(template);
  const rules =
    config.rules.length > 0
      ? config.rules
      : apiUrls.map((url) => {
          const stage = url.slice(url.lastIndexOf("/"));
          return {
            status: "200" as const,
            isProxy: true,
            target: (path: string) =>
              path === stage || path.startsWith(`${stage}/`)
                ? `${url}${path.slice(stage.length)}`
                : undefined,
          };
        });
  // A development server has paths and inline scripts of its own.
  return asBuilt ? { ...config, rules } : { rules: rules.filter(({ isProxy }) => isProxy), headers: [] };
}

interface TableConsumer extends StreamConsumer {
  tableName: string;
}

async function startConsumers(
  template: Template,
  functions: ReadonlyMap<string, FunctionPool>,
  { data, dynamoDb, progress }: PlatformOptions,
): Promise<TableConsumer[]> {
  const client = new DynamoDBStreamsClient({
    endpoint: dynamoDb.endpoint,
    region: template.region,
    credentials: localCredentials,
  });
  const consumers: TableConsumer[] = [];
  for (const mapping of streamMappingsOf(template)) {
    const pool = functions.get(mapping.functionName);
    if (!pool)
      throw new Problem(
        `event source mapping ${mapping.id} calls ${mapping.functionName}, which isn't there`,
      );
    const consumer = await startStreamConsumer(mapping, {
      client,
      pool,
      region: template.region,
      checkpointDirectory: join(data.path, "streams"),
      queueDirectory: join(data.path, "queues"),
      warn: progress.warn,
    });
    consumers.push({ ...consumer, tableName: mapping.tableName });
  }
  return consumers;
}

/** `undefined` where nobody reads. */
function lowestPosition(consumers: readonly TableConsumer[]): string | undefined {
  const positions = consumers.map((consumer) => BigInt(consumer.position() ?? 0));
  if (positions.length === 0) return undefined;
  return positions.reduce((lowest, each) => (each < lowest ? each : lowest)).toString();
}
