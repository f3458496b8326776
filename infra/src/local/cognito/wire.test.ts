import { ListUserImportJobsCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { addPerson } from "./testing/people.ts";
import { clientId, config, startPool, type TestPool } from "./testing/start-pool.ts";

// Room for a busy machine; nothing waits for it.
jest.setTimeout(60_000);

let pool: TestPool;

beforeAll(async () => {
  pool = await startPool();
});
afterAll(() => pool.stop());

const signed = { authorization: "AWS4-HMAC-SHA256 Credential=local" };

function send(operation: string, body: string, headers: Record<string, string> = {}) {
  return fetch(pool.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
      ...headers,
    },
    body,
  });
}

const operations = [
  "SignUp ConfirmSignUp ResendConfirmationCode InitiateAuth RespondToAuthChallenge GetTokensFromRefreshToken",
  "GlobalSignOut RevokeToken GetUser UpdateUserAttributes VerifyUserAttribute ChangePassword ForgotPassword",
  "ConfirmForgotPassword DeleteUser AdminCreateUser AdminSetUserPassword AdminConfirmSignUp AdminAddUserToGroup",
  "AdminRemoveUserFromGroup AdminListGroupsForUser AdminGetUser AdminDeleteUser AdminUserGlobalSignOut ListUsers",
].flatMap((line) => line.split(" "));

test("whatever is sent to whatever operation, the answer is a named refusal or a success", async () => {
  await addPerson(pool, "ada@example.com");
  const members: Record<string, fc.Arbitrary<unknown>> = {
    ClientId: fc.constant(clientId),
    UserPoolId: fc.constant(config.poolId),
    Username: fc.constantFrom("ada@example.com", "Ünï@example.com", "\u0000", "' OR 1=1 --"),
    Password: fc.string(),
    AccessToken: fc.string(),
    RefreshToken: fc.string({ minLength: 1 }),
    Token: fc.string(),
    ConfirmationCode: fc.string(),
    AuthFlow: fc.constantFrom("USER_SRP_AUTH", "USER_PASSWORD_AUTH", "REFRESH_TOKEN", "CUSTOM_AUTH"),
    AuthParameters: fc.dictionary(
      fc.constantFrom("USERNAME", "PASSWORD", "SRP_A", "REFRESH_TOKEN", "__proto__"),
      fc.oneof(
        fc.string(),
        fc.constant("ada@example.com"),
        fc.bigInt({ min: 1n }).map((n) => n.toString(16)),
      ),
    ),
    ChallengeName: fc.constantFrom("PASSWORD_VERIFIER", "NEW_PASSWORD_REQUIRED", "SMS_MFA"),
    ChallengeResponses: fc.dictionary(
      fc.constantFrom(
        "USERNAME",
        "PASSWORD_CLAIM_SECRET_BLOCK",
        "PASSWORD_CLAIM_SIGNATURE",
        "TIMESTAMP",
        "NEW_PASSWORD",
      ),
      fc.string(),
    ),
    UserAttributes: fc.array(fc.record({ Name: fc.string(), Value: fc.string() })),
    Filter: fc.string(),
    Limit: fc.integer(),
  };
  const wild = Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name,
      fc.oneof({ weight: 5, arbitrary: value }, fc.jsonValue()),
    ]),
  );
  const body = fc.oneof(
    { weight: 6, arbitrary: fc.record(wild, { requiredKeys: ["ClientId", "UserPoolId", "Username"] }) },
    fc.jsonValue(),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...operations), body, async (operation, input) => {
      const response = await send(operation, JSON.stringify(input), signed);
      const reply = await response.json();
      expect([200, 400]).toContain(response.status);
      if (response.status === 400) {
        expect(reply).toEqual({ __type: expect.stringMatching(/Exception$/), message: expect.any(String) });
        expect(response.headers.get("x-amzn-errortype")).toBe(`${reply.__type}:`);
      }
    }),
    { numRuns: 400 },
  );
});

test("what is not JSON or has wrong types is a SerializationException", async () => {
  for (const body of [
    "",
    "{",
    "null",
    "[]",
    '"text"',
    '{"ClientId":7}',
    '{"ClientId":"a","Username":["x"]}',
  ]) {
    const reply = await (await send("ForgotPassword", body)).json();
    expect([body, reply.__type]).toEqual([body, "SerializationException"]);
  }
  const missing = await (
    await send("SignUp", JSON.stringify({ ClientId: clientId, Username: "a@b.cd" }))
  ).json();
  expect(missing).toEqual({
    __type: "InvalidParameterException",
    message:
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
  });
});

test("a body over 128 kB is refused", async () => {
  const response = await send("SignUp", JSON.stringify({ ClientId: "x".repeat(200_000) }));
  expect(response.status).toBe(413);
  expect((await response.json()).__type).toBe("RequestEntityTooLargeException");
  expect((await send("SignUp", JSON.stringify({ ClientId: "x".repeat(100_000) }))).status).toBe(400);
});

test("an operation that is not there says so by name", async () => {
  await expect(
    pool.sdk.send(new ListUserImportJobsCommand({ UserPoolId: config.poolId, MaxResults: 1 })),
  ).rejects.toMatchObject({
    name: "UnknownOperationException",
    message: expect.stringContaining("ListUserImportJobs"),
  });
  for (const operation of ["constructor", "__proto__", ""]) {
    expect((await (await send(operation, "{}")).json()).__type).toBe("UnknownOperationException");
  }
  expect((await fetch(pool.endpoint)).status).toBe(400);
});

test("a browser of another origin may sign in but not administer", async () => {
  const headers = {
    origin: "http://127.0.0.1:5173",
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type,x-amz-target,cache-control,x-amz-user-agent",
  };
  const preflight = await fetch(pool.endpoint, { method: "OPTIONS", headers });
  expect(preflight.status).toBe(200);
  expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  expect(preflight.headers.get("access-control-allow-headers")).toBe(
    headers["access-control-request-headers"],
  );

  const forgot = await send(
    "ForgotPassword",
    JSON.stringify({ ClientId: clientId, Username: "a@example.com" }),
    {
      origin: headers.origin,
    },
  );
  expect(forgot.headers.get("access-control-allow-origin")).toBe("*");
  expect(forgot.status).toBe(200);

  const body = JSON.stringify({ UserPoolId: config.poolId });
  expect((await (await send("ListUsers", body, { ...signed, origin: headers.origin })).json()).__type).toBe(
    "AccessDeniedException",
  );
  expect((await (await send("ListUsers", body)).json()).__type).toBe("MissingAuthenticationTokenException");
  expect((await send("ListUsers", body, signed)).status).toBe(200);
});

test("the OpenID documents are below the pool's id", async () => {
  const base = `${pool.endpoint}/${config.poolId}/.well-known`;
  const discovery = await (await fetch(`${base}/openid-configuration`)).json();
  expect(discovery).toMatchObject({ issuer: config.issuer, jwks_uri: `${base}/jwks.json` });
  expect(await (await fetch(discovery.jwks_uri)).json()).toEqual(pool.jwks());
  expect(JSON.stringify(pool.jwks())).not.toMatch(/"(d|p|q)":/);
});
