import type { Random } from "./random.ts";

/** What the template says of `AWS::Cognito::UserPool`, its clients and its groups, as plain data. */
export interface UserPoolConfig {
  /** `eu-west-1_LOCAL0001`: Region, underscore, name. */
  poolId: string;
  /** The `iss` of every token: `https://cognito-idp.<region>.amazonaws.com/<poolId>`. */
  issuer: string;
  clientIds: readonly AppClient[];
  /** Group names in order of precedence; tokens list a user's groups in this order. */
  groups: readonly string[];
  passwordPolicy: PasswordPolicy;
  /** `VerificationMessageTemplate`: both may hold `{####}` for the code. Cognito's own words without it. */
  verificationMail?: { subject: string; message: string };
}

export interface AppClient {
  id: string;
  /** `ExplicitAuthFlows` without `ALLOW_`, such as `USER_SRP_AUTH`: InitiateAuth refuses any other. */
  authFlows: readonly string[];
  idTokenMinutes: number;
  accessTokenMinutes: number;
  refreshTokenDays: number;
}

/** `Policies.PasswordPolicy` of the template. */
export interface PasswordPolicy {
  minimumLength: number;
  requireLowercase: boolean;
  requireUppercase: boolean;
  requireNumbers: boolean;
  requireSymbols: boolean;
  temporaryPasswordValidityDays: number;
}

/** A mail as the pool hands it to whoever delivers it. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** What the mail is for, in words. */
  kind: string;
}

export interface UserPoolDeps {
  /** A SQLite file; made if it is not there. Users, keys, sessions and codes live in it. */
  databaseFile: string;
  /** Resolves once the mail can't be lost any more. */
  sendMail: (mail: Mail) => void | Promise<void>;
  /** Milliseconds since the epoch. */
  now: () => number;
  random: Random;
}
