import { expect, test } from "@jest/globals";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { claimStrings, createAuthorizer } from "./authorizer.ts";

const poolId = "eu-west-1_LOCAL0001";
const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${poolId}`;
const own = await generateKeyPair("RS256");
const foreign = await generateKeyPair("RS256");
const keys = [{ ...(await exportJWK(own.publicKey)), kid: "own", alg: "RS256" }];
const authorize = createAuthorizer(
  new Map([[poolId, { issuer, clientIds: ["client"], keys: async () => ({ keys }) }]]),
);
const authorizer = { userPoolIds: [poolId], header: "authorization" };

const idClaims = { sub: "u", token_use: "id", aud: "client", iss: issuer };
const accessClaims = {
  sub: "u",
  token_use: "access",
  client_id: "client",
  iss: issuer,
  scope: "a/read a/write",
};

function sign(
  claims: JWTPayload,
  { expires = "1h", key = own.privateKey, alg = "RS256" } = {},
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg, kid: "own" })
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(key);
}

const check = async (token: string | undefined, scopes: readonly string[] = []) => {
  const result = await authorize(authorizer, scopes, token);
  return result.allowed ? "allowed" : result.because;
};

test("takes an ID token of its pool, with and without Bearer", async () => {
  const token = await sign(idClaims);
  expect(await check(token)).toBe("allowed");
  expect(await check(`Bearer ${token}`)).toBe("allowed");
});

test.each([
  ["none", async () => undefined],
  ["an empty one", async () => "Bearer "],
  ["no token at all", async () => "x.y.z"],
  ["an access token", () => sign(accessClaims)],
  ["one for another client", () => sign({ ...idClaims, aud: "other" })],
  ["one for several clients", () => sign({ ...idClaims, aud: ["client", "other"] })],
  ["one of another issuer", () => sign({ ...idClaims, iss: `${issuer}x` })],
  ["one with another key", () => sign(idClaims, { key: foreign.privateKey })],
  [
    "one whose claims were changed",
    async () => {
      const [header, , signature] = (await sign(idClaims)).split(".");
      const claims = Buffer.from(JSON.stringify({ ...idClaims, sub: "other", exp: 9e9 })).toString(
        "base64url",
      );
      return `${header}.${claims}.${signature}`;
    },
  ],
  [
    "an unsigned one",
    async () => {
      const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
      return `${part({ alg: "none" })}.${part({ ...idClaims, exp: 9e9 })}.`;
    },
  ],
])("refuses %s", async (_, token) => {
  expect(await check(await token())).toBe("UNAUTHORIZED");
});

test("says so when a token has expired", async () => {
  expect(await check(await sign(idClaims, { expires: "-1s" }))).toBe("EXPIRED_TOKEN");
});

test("a method with scopes takes an access token that has one of them, and no ID token", async () => {
  expect(await check(await sign(accessClaims), ["a/read"])).toBe("allowed");
  expect(await check(await sign(accessClaims), ["a/delete"])).toBe("UNAUTHORIZED");
  expect(await check(await sign({ ...accessClaims, client_id: "other" }), ["a/read"])).toBe("UNAUTHORIZED");
  expect(await check(await sign(idClaims), ["a/read"])).toBe("UNAUTHORIZED");
});

test("passes claims on as API Gateway does", () => {
  expect(
    claimStrings({
      "cognito:groups": ["instructor", "operator"],
      email_verified: true,
      auth_time: 1763704800,
      exp: 1763704800,
      address: { formatted: "x" },
    }),
  ).toEqual({
    "cognito:groups": "instructor,operator",
    email_verified: "true",
    auth_time: "1763704800",
    exp: "Fri Nov 21 06:00:00 UTC 2025",
    address: '{"formatted":"x"}',
  });
});
