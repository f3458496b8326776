import { expect, test } from "@jest/globals";
import { createTemplate } from "./template/template.ts";
import { userPoolsOf } from "./user-pools.ts";

const place = { stackName: "Test", region: "eu-west-1", accountId: "000000000000" };

const poolOf = (pool: object, client: object, groups: Record<string, number> = {}) => {
  const UserPoolId = { Ref: "Pool" };
  const groupResources = Object.entries(groups).map(([GroupName, Precedence]) => [
    `Group${GroupName}`,
    { Type: "AWS::Cognito::UserPoolGroup", Properties: { UserPoolId, GroupName, Precedence } },
  ]);
  const template = createTemplate(
    {
      Resources: {
        Pool: { Type: "AWS::Cognito::UserPool", Properties: pool },
        Client: { Type: "AWS::Cognito::UserPoolClient", Properties: { UserPoolId, ...client } },
        ...Object.fromEntries(groupResources),
      },
    },
    place,
    () => undefined,
  );
  return userPoolsOf(template)[0];
};

test("reads what the template says", () => {
  const config = poolOf(
    {
      Policies: {
        PasswordPolicy: { MinimumLength: 12, RequireSymbols: false, TemporaryPasswordValidityDays: 3 },
      },
      VerificationMessageTemplate: { EmailSubject: "Code", EmailMessage: "It is {####}" },
    },
    {
      ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
      IdTokenValidity: 5,
      AccessTokenValidity: 2,
      RefreshTokenValidity: 43_200,
      TokenValidityUnits: { IdToken: "minutes", AccessToken: "hours", RefreshToken: "minutes" },
    },
    { later: 1, first: 0 },
  );
  expect(config).toMatchObject({
    poolId: "eu-west-1_LOCAL0001",
    issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_LOCAL0001",
    clientIds: [
      { authFlows: ["USER_SRP_AUTH"], idTokenMinutes: 5, accessTokenMinutes: 120, refreshTokenDays: 30 },
    ],
    groups: ["first", "later"],
    passwordPolicy: { minimumLength: 12, requireSymbols: false, requireNumbers: true },
    verificationMail: { subject: "Code", message: "It is {####}" },
  });
  expect(config?.clientIds[0]?.id).toMatch(/^[a-z0-9]{26}$/);
});

test("knows what Cognito assumes", () => {
  expect(poolOf({}, {})).toMatchObject({
    clientIds: [
      {
        authFlows: ["USER_SRP_AUTH", "CUSTOM_AUTH", "REFRESH_TOKEN_AUTH"],
        idTokenMinutes: 60,
        accessTokenMinutes: 60,
        refreshTokenDays: 30,
      },
    ],
    groups: [],
    passwordPolicy: { minimumLength: 8, requireUppercase: true, temporaryPasswordValidityDays: 7 },
  });
});
