import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  AdminGetUserCommand,
  GetUserCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { addPerson, password, refresh, signIn } from "./testing/people.ts";
import { clientId, config, sdkFor } from "./testing/start-pool.ts";

// Room for a busy machine; nothing waits for it.
jest.setTimeout(60_000);

let directory: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "user-pool-crash-"));
});
afterEach(async () => {
  await kill();
  await rm(directory, { recursive: true });
});

async function start() {
  child = fork(fileURLToPath(new URL("./testing/pool-process.ts", import.meta.url)), [
    join(directory, "cognito.sqlite"),
  ]);
  const [port] = await once(child, "message");
  const endpoint = `http://127.0.0.1:${port}`;
  const jwks = async (): Promise<unknown> =>
    (await fetch(`${endpoint}/${config.poolId}/.well-known/jwks.json`)).json();
  return { sdk: sdkFor(endpoint), jwks };
}

async function kill(): Promise<void> {
  if (!child?.kill("SIGKILL")) return;
  await once(child, "exit");
  child = undefined;
}

test("after kill -9 the same users, keys and tokens are good", async () => {
  const before = await start();
  await addPerson(before, "ada@example.com", ["operator"]);
  const tokens = await signIn(before, "ada@example.com");
  const keys = await before.jwks();
  await kill();

  const after = await start();
  expect(await after.jwks()).toEqual(keys);
  await after.sdk.send(new GetUserCommand({ AccessToken: tokens.AccessToken }));
  await refresh(after, tokens.RefreshToken);
  await signIn(after, "ada@example.com");
});

test("no sign-up that was acknowledged is lost by kill -9 under load", async () => {
  const { sdk } = await start();
  const acknowledged: string[] = [];
  async function signUpUntilKilled(worker: number): Promise<void> {
    for (let n = 0; ; n++) {
      const Username = `user-${worker}-${n}@example.com`;
      try {
        await sdk.send(new SignUpCommand({ ClientId: clientId, Username, Password: password }));
      } catch {
        return;
      }
      acknowledged.push(Username);
      if (acknowledged.length === 40) child?.kill("SIGKILL");
    }
  }
  await Promise.all([0, 1, 2, 3].map(signUpUntilKilled));
  child = undefined;
  expect(acknowledged.length).toBeGreaterThanOrEqual(40);

  const after = await start();
  for (const Username of acknowledged) {
    const user = await after.sdk.send(new AdminGetUserCommand({ UserPoolId: config.poolId, Username }));
    expect(user.UserStatus).toBe("UNCONFIRMED");
  }
});
