import type { FunctionConfig } from "./functions.ts";

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Credentials as an SDK finds them. */
export const credentialVariables = (credentials: Credentials): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
});

/**
 * The variables that a function's process sees: what Lambda itself sets, what the template sets, and the addresses of
 * the local services. Nothing of the user's own environment but what a process needs to run at all.
 * @param endpoints `AWS_ENDPOINT_URL_<SERVICE>` and its value
 */
export function functionVariables(
  config: FunctionConfig,
  options: {
    region: string;
    /** `host:port` of the Runtime API. */
    runtimeApi: string;
    logStream: string;
    endpoints: Readonly<Record<string, string>>;
    /** Never the user's own. */
    credentials: Credentials;
  },
): Record<string, string> {
  const { PATH = "", TMPDIR } = process.env;
  return {
    PATH,
    ...(TMPDIR !== undefined && { TMPDIR }),
    // As in Lambda, wherever the machine is.
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    ...config.variables,
    ...options.endpoints,
    AWS_REGION: options.region,
    AWS_DEFAULT_REGION: options.region,
    ...credentialVariables(options.credentials),
    AWS_EXECUTION_ENV: `AWS_Lambda_${config.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: config.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: config.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: options.logStream,
    AWS_LAMBDA_LOG_FORMAT: config.logFormat,
    ...(config.logLevel && { AWS_LAMBDA_LOG_LEVEL: config.logLevel }),
    AWS_LAMBDA_RUNTIME_API: options.runtimeApi,
    LAMBDA_TASK_ROOT: config.directory,
    _HANDLER: config.handler,
  };
}

/** Variables in which this machine's address stands for every address that it takes the place of. */
export const leadingTo = (
  origin: string,
  addresses: readonly string[],
  variables: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      addresses.reduce((text, address) => text.replaceAll(address, origin), value),
    ]),
  );
