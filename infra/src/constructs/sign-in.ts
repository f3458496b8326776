import { Duration, RemovalPolicy } from "aws-cdk-lib";
import {
  AccountRecovery,
  CfnUserPoolRiskConfigurationAttachment,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  StandardThreatProtectionMode,
  UserPool,
  type UserPoolClient,
  UserPoolGroup,
  VerificationEmailStyle,
} from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import { passwordPolicy } from "../password-policy.ts";
import type { Stage } from "../stacks/stage.ts";

/** The user pool, its groups, and the front end's client. Whoever is in no group is a learner. */
export function signIn(scope: Construct, stage: Stage): { userPool: UserPool; client: UserPoolClient } {
  const userPool = new UserPool(scope, "UserPool", {
    userPoolName: `lyceum-${stage.name}`,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    standardAttributes: { email: { required: true, mutable: true } },
    selfSignUpEnabled: true,
    autoVerify: { email: true },
    // Until a new address is verified, the old one signs in: a typing error locks nobody out.
    keepOriginal: { email: true },
    userVerification: {
      emailStyle: VerificationEmailStyle.CODE,
      emailSubject: "Your Lyceum code",
      emailBody: "Your code for Lyceum is {####}. If you did not ask for it, ignore this mail.",
    },
    passwordPolicy: { ...passwordPolicy, tempPasswordValidity: Duration.days(3) },
    // Nobody could set a second factor up yet: the front end has no page for it.
    mfa: Mfa.OFF,
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    ...(stage.hasThreatProtection
      ? {
          featurePlan: FeaturePlan.PLUS,
          standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
        }
      : { featurePlan: FeaturePlan.ESSENTIALS }),
    deletionProtection: stage.keepsData,
    removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });

  ["instructor", "operator"].forEach((groupName, precedence) => {
    new UserPoolGroup(userPool, `Group-${groupName}`, { userPool, groupName, precedence });
  });

  const client = userPool.addClient("Web", {
    authFlows: { userSrp: true },
    disableOAuth: true,
    // A browser can't keep a secret.
    generateSecret: false,
    enableTokenRevocation: true,
    preventUserExistenceErrors: true,
    idTokenValidity: Duration.minutes(60),
    accessTokenValidity: Duration.minutes(60),
    refreshTokenValidity: Duration.days(30),
    readAttributes: new ClientAttributes().withStandardAttributes({ email: true, emailVerified: true }),
    writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),
  });

  if (stage.hasThreatProtection) {
    new CfnUserPoolRiskConfigurationAttachment(userPool, "RiskConfiguration", {
      userPoolId: userPool.userPoolId,
      clientId: client.userPoolClientId,
      // SRP keeps a password from the server at sign-in, so it is compared with known leaks when it is chosen.
      compromisedCredentialsRiskConfiguration: {
        eventFilter: ["SIGN_UP", "PASSWORD_CHANGE"],
        actions: { eventAction: "BLOCK" },
      },
    });
  }
  return { userPool, client };
}
