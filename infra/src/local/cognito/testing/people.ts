import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type AuthFlowType,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { clientId, config, type TestPool } from "./start-pool.ts";

type Client = Pick<TestPool, "sdk">;

export const password = "Correct-horse 7";

/** Makes a confirmed user with `password`, as the seed does. */
export async function addPerson(pool: Client, email: string, groups: readonly string[] = []): Promise<void> {
  const person = { UserPoolId: config.poolId, Username: email };
  const verified = { Name: "email_verified", Value: "true" };
  await pool.sdk.send(
    new AdminCreateUserCommand({
      ...person,
      MessageAction: "SUPPRESS",
      UserAttributes: [{ Name: "email", Value: email }, verified],
    }),
  );
  await pool.sdk.send(new AdminSetUserPasswordCommand({ ...person, Password: password, Permanent: true }));
  for (const GroupName of groups)
    await pool.sdk.send(new AdminAddUserToGroupCommand({ ...person, GroupName }));
}

/** Calls InitiateAuth and gives the tokens that come of it. */
export async function initiate(
  pool: Client,
  flow: AuthFlowType,
  parameters: Record<string, string>,
): Promise<{ AccessToken: string; IdToken: string; RefreshToken: string }> {
  const reply = await pool.sdk.send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: flow, AuthParameters: parameters }),
  );
  const { AccessToken = "", IdToken = "", RefreshToken = "" } = reply.AuthenticationResult ?? {};
  return { AccessToken, IdToken, RefreshToken };
}

export const signIn = (pool: Client, email: string, given = password) =>
  initiate(pool, "USER_PASSWORD_AUTH", { USERNAME: email, PASSWORD: given });

export const refresh = (pool: Client, token: string) =>
  initiate(pool, "REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: token });
