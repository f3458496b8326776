import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { Mail, UserPoolConfig } from "../pool.ts";
import { systemRandom } from "../random.ts";
import { createUserPool } from "../server.ts";

export const clientId = "1local2client3";
/** A client of the same pool without any flow. */
export const closedClientId = "4closed5client6";

const validity = { idTokenMinutes: 60, accessTokenMinutes: 60, refreshTokenDays: 30 };

export const config: UserPoolConfig = {
  poolId: "eu-west-1_LOCAL0001",
  issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_LOCAL0001",
  clientIds: [
    { id: clientId, authFlows: ["USER_SRP_AUTH", "USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH"], ...validity },
    { id: closedClientId, authFlows: [], ...validity },
  ],
  groups: ["operator", "instructor"],
  passwordPolicy: {
    minimumLength: 12,
    requireLowercase: true,
    requireUppercase: true,
    requireNumbers: true,
    requireSymbols: true,
    temporaryPasswordValidityDays: 7,
  },
};

/** A pool behind a real server, below a path as in the local cloud, with a clock that only the test moves. */
export async function startPool() {
  const directory = await mkdtemp(join(tmpdir(), "user-pool-"));
  const mails: Mail[] = [];
  let time = Date.now();
  const now = () => time;
  const pool = createUserPool(config, {
    databaseFile: join(directory, "cognito.sqlite"),
    sendMail: (mail) => void mails.push(mail),
    now,
    random: systemRandom,
  });
  const server = createServer((request, response) => void pool.handle(request, response));
  const endpoint = `http://127.0.0.1:${await listen(server)}/cognito`;
  const sdk = sdkFor(endpoint);

  return {
    endpoint,
    sdk,
    mails,
    now,
    jwks: pool.jwks,
    /** Lets time pass for the pool. */
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    /** The code in the last mail to an address. */
    codeTo: (address: string): string => {
      const text = mails.findLast(({ to }) => to === address)?.text ?? "";
      return /\d{6}/.exec(text)?.[0] ?? "";
    },
    stop: async () => {
      sdk.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      pool.close();
      await rm(directory, { recursive: true });
    },
  };
}

export type TestPool = Awaited<ReturnType<typeof startPool>>;

/** The real client; it doesn't try again, so that a test sees each answer. */
export const sdkFor = (endpoint: string) =>
  new CognitoIdentityProviderClient({
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });

/** Listens on a free port and says which. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
