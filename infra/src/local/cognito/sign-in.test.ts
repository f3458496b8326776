import {
  type AuthFlowType,
  ChangePasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createLocalJWKSet, createRemoteJWKSet, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { addPerson, password, refresh, signIn } from "./testing/people.ts";
import { clientId, closedClientId, config, startPool, type TestPool } from "./testing/start-pool.ts";

const minute = 60_000;
const incorrect = { name: "NotAuthorizedException", message: "Incorrect username or password." };
let pool: TestPool;

beforeAll(async () => {
  pool = await startPool();
});
afterAll(() => pool.stop());

test("the tokens carry Cognito's claims and verify against the published keys", async () => {
  await addPerson(pool, "ada@example.com", ["instructor", "operator"]);
  const { AccessToken, IdToken } = await signIn(pool, "ada@example.com");
  const keys = createRemoteJWKSet(new URL(`${pool.endpoint}/${config.poolId}/.well-known/jwks.json`));
  const options = { issuer: config.issuer, currentDate: new Date(pool.now()) };
  const id = await jwtVerify(IdToken, keys, { ...options, audience: clientId });
  const access = await jwtVerify(AccessToken, createLocalJWKSet(pool.jwks()), options);

  const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const common = {
    sub: uuid,
    "cognito:groups": ["operator", "instructor"],
    iss: config.issuer,
    origin_jti: uuid,
    event_id: uuid,
    jti: uuid,
    auth_time: expect.any(Number),
    iat: expect.any(Number),
    exp: Number(id.payload.iat) + 3600,
  };
  expect(id.payload).toEqual({
    ...common,
    token_use: "id",
    aud: clientId,
    "cognito:username": id.payload.sub,
    email: "ada@example.com",
    email_verified: true,
  });
  expect(access.payload).toEqual({
    ...common,
    token_use: "access",
    client_id: clientId,
    scope: "aws.cognito.signin.user.admin",
    username: id.payload.sub,
  });
  expect(access.payload.origin_jti).toBe(id.payload.origin_jti);
  expect(access.payload.jti).not.toBe(id.payload.jti);
});

test("a flow that the client does not list is refused, even with what it asks for", async () => {
  await addPerson(pool, "flow@example.com");
  const { RefreshToken } = await signIn(pool, "flow@example.com");
  const USERNAME = "flow@example.com";
  const cases: [AuthFlowType, Record<string, string>][] = [
    ["USER_PASSWORD_AUTH", { USERNAME, PASSWORD: password }],
    ["USER_SRP_AUTH", { USERNAME, SRP_A: "2" }],
    ["REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: RefreshToken }],
    ["REFRESH_TOKEN", { REFRESH_TOKEN: RefreshToken }],
  ];
  for (const [AuthFlow, AuthParameters] of cases) {
    const command = new InitiateAuthCommand({ ClientId: closedClientId, AuthFlow, AuthParameters });
    await expect(pool.sdk.send(command)).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: `${AuthFlow} flow not enabled for this client`,
    });
  }
});

test("a refresh token gives new tokens until it ends, and a forged one none", async () => {
  await addPerson(pool, "refresh@example.com");
  const { RefreshToken } = await signIn(pool, "refresh@example.com");
  const again = await refresh(pool, RefreshToken);
  expect(again.RefreshToken).toBe("");
  const { AuthenticationResult } = await pool.sdk.send(
    new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken }),
  );
  expect(AuthenticationResult).toMatchObject({ TokenType: "Bearer", ExpiresIn: 3600 });

  const forged = `${RefreshToken.slice(0, -1)}${RefreshToken.endsWith("A") ? "B" : "A"}`;
  await expect(refresh(pool, forged)).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: "Invalid Refresh Token",
  });
  pool.pass(30 * 24 * 60 * minute);
  await expect(refresh(pool, RefreshToken)).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: "Refresh Token has expired",
  });
});

test("signing out ends the tokens of that sign-in, or of all", async () => {
  await addPerson(pool, "out@example.com");
  const [one, two, three] = [
    await signIn(pool, "out@example.com"),
    await signIn(pool, "out@example.com"),
    await signIn(pool, "out@example.com"),
  ];
  await pool.sdk.send(new RevokeTokenCommand({ ClientId: clientId, Token: one.RefreshToken }));
  await expect(refresh(pool, one.RefreshToken)).rejects.toThrow("Refresh Token has been revoked");
  await expect(pool.sdk.send(new GetUserCommand(one))).rejects.toThrow("Access Token has been revoked");
  await refresh(pool, two.RefreshToken);

  await pool.sdk.send(new GlobalSignOutCommand(two));
  await expect(refresh(pool, two.RefreshToken)).rejects.toThrow("Refresh Token has been revoked");
  await expect(refresh(pool, three.RefreshToken)).rejects.toThrow("Refresh Token has been revoked");
  await expect(
    pool.sdk.send(new RevokeTokenCommand({ ClientId: clientId, Token: three.AccessToken })),
  ).rejects.toThrow(expect.objectContaining({ name: "UnsupportedTokenTypeException" }));
});

test("an access token that is forged, of another kind or too old is refused", async () => {
  await addPerson(pool, "forged@example.com");
  const { AccessToken, IdToken } = await signIn(pool, "forged@example.com");
  const { payload, protectedHeader } = await jwtVerify(AccessToken, createLocalJWKSet(pool.jwks()), {
    currentDate: new Date(pool.now()),
  });
  const { privateKey } = await generateKeyPair("RS256");
  const foreign = await new SignJWT(payload)
    .setProtectedHeader({ ...protectedHeader, alg: "RS256" })
    .sign(privateKey);
  const [, body] = AccessToken.split(".");
  const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${body}.`;
  for (const forged of [foreign, unsigned, IdToken, "not.a.token", "x"]) {
    await expect(pool.sdk.send(new GetUserCommand({ AccessToken: forged }))).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Invalid Access Token",
    });
  }
  pool.pass(61 * minute);
  await expect(pool.sdk.send(new GetUserCommand({ AccessToken }))).rejects.toThrow(
    "Access Token has expired",
  );
});

test("five wrong passwords lock sign-in for a second, and the right one is refused meanwhile", async () => {
  await addPerson(pool, "locked@example.com");
  for (const email of ["locked@example.com", "nobody@example.com"]) {
    for (let n = 0; n < 5; n++)
      await expect(signIn(pool, email, "Wrong-1 horse")).rejects.toMatchObject(incorrect);
    await expect(signIn(pool, email)).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Password attempts exceeded",
    });
    pool.pass(1000);
  }
  await expect(signIn(pool, "LOCKED@example.com", "Wrong-1 horse")).rejects.toMatchObject(incorrect);
  pool.pass(1000);
  await expect(signIn(pool, "locked@example.com")).rejects.toThrow("Password attempts exceeded");
  pool.pass(1000);
  await signIn(pool, "locked@example.com");
  await expect(signIn(pool, "locked@example.com", "Wrong-1 horse")).rejects.toMatchObject(incorrect);
  await signIn(pool, "locked@example.com");
});

test("who does not exist gets the same challenge each time, and no answer to it is right", async () => {
  await addPerson(pool, "exists@example.com");
  const start = (USERNAME: string) =>
    pool.sdk.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: "USER_SRP_AUTH",
        AuthParameters: { USERNAME, SRP_A: "2" },
      }),
    );
  const [first, second, real] = [
    await start("nobody@example.com"),
    await start("Nobody@example.com"),
    await start("exists@example.com"),
  ];
  const names = (parameters = {}) => Object.keys(parameters);
  expect(names(first.ChallengeParameters)).toEqual(names(real.ChallengeParameters));
  const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(first.ChallengeParameters?.USER_ID_FOR_SRP).toMatch(version4);
  expect(real.ChallengeParameters?.USER_ID_FOR_SRP).toMatch(version4);
  expect(second.ChallengeParameters?.SALT).toBe(first.ChallengeParameters?.SALT);
  expect(second.ChallengeParameters?.USER_ID_FOR_SRP).toBe(first.ChallengeParameters?.USER_ID_FOR_SRP);
  expect(second.ChallengeParameters?.SRP_B).not.toBe(first.ChallengeParameters?.SRP_B);

  const answer = (parameters: Record<string, string> = {}) =>
    pool.sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: clientId,
        ChallengeName: "PASSWORD_VERIFIER",
        ChallengeResponses: {
          USERNAME: parameters.USER_ID_FOR_SRP ?? "",
          PASSWORD_CLAIM_SECRET_BLOCK: parameters.SECRET_BLOCK ?? "",
          PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString("base64"),
          TIMESTAMP: "Tue Jan 6 01:02:03 UTC 2026",
        },
      }),
    );
  await expect(answer(first.ChallengeParameters)).rejects.toMatchObject(incorrect);
  await expect(answer(real.ChallengeParameters)).rejects.toMatchObject(incorrect);
  // Each challenge is answered once.
  await expect(answer(real.ChallengeParameters)).rejects.toThrow("session is expired");
  pool.pass(3 * minute);
  await expect(answer(second.ChallengeParameters)).rejects.toThrow("session is expired");
});

test("the password is changed only by who knows the one before", async () => {
  await addPerson(pool, "change@example.com");
  const { AccessToken } = await signIn(pool, "change@example.com");
  const change = (PreviousPassword: string, ProposedPassword: string) =>
    pool.sdk.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));
  await expect(change("Wrong-1 horse", "New-password 9")).rejects.toMatchObject(incorrect);
  await expect(change(password, "short")).rejects.toMatchObject({ name: "InvalidPasswordException" });
  await change(password, "New-password 9");
  await expect(signIn(pool, "change@example.com")).rejects.toMatchObject(incorrect);
  await signIn(pool, "change@example.com", "New-password 9");
  for (let n = 0; n < 5; n++) await expect(change(password, password)).rejects.toMatchObject(incorrect);
  await expect(change("New-password 9", password)).rejects.toMatchObject({ name: "LimitExceededException" });
});
