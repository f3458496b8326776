import { createHmac } from "node:crypto";
import * as z from "zod";
import { clientOf } from "../access.ts";
import type { Pool } from "../context.ts";
import { incorrectSignIn, invalidParameter, notAuthorized, ServiceError } from "../errors.ts";
import { ClientId, Password, Token, Username } from "../fields.ts";
import { attemptSignIn } from "../lockout.ts";
import { operation } from "../operation.ts";
import { checkPassword, identityOf, keepPassword } from "../passwords.ts";
import type { AppClient } from "../pool.ts";
import { refresh, startSession } from "../session.ts";
import {
  isClientPublic,
  isPassword,
  type PasswordVerifier,
  serverKeys,
  sessionKey,
  simulatedVerifier,
  verifyClaim,
} from "../srp.ts";
import type { PasswordVerifierChallenge } from "../store/challenges.ts";
import { loginOf, type User } from "../store/users.ts";
import { hashToken } from "../tokens.ts";

const Parameters = z.record(z.string(), z.string());

const InitiateAuth = operation(
  z.object({ ClientId, AuthFlow: z.string(), AuthParameters: Parameters.default({}) }),
  (pool, input) => {
    const client = clientOf(pool, input.ClientId);
    const parameters = input.AuthParameters;
    // The one flow has two names.
    const flow = input.AuthFlow === "REFRESH_TOKEN" ? "REFRESH_TOKEN_AUTH" : input.AuthFlow;
    if (!client.authFlows.includes(flow)) throw flowNotEnabled(input.AuthFlow);
    switch (flow) {
      case "USER_SRP_AUTH":
        return startSrp(pool, client, parameters);
      case "USER_PASSWORD_AUTH":
        return passwordSignIn(pool, client, parameters);
      case "REFRESH_TOKEN_AUTH":
        return refresh(pool, client, parameter(parameters, "REFRESH_TOKEN", Token));
      default:
        throw flowNotEnabled(input.AuthFlow);
    }
  },
);

const RespondToAuthChallenge = operation(
  z.object({
    ClientId,
    ChallengeName: z.string(),
    Session: z.string().max(2048).optional(),
    ChallengeResponses: Parameters.default({}),
  }),
  (pool, input) => {
    const client = clientOf(pool, input.ClientId);
    switch (input.ChallengeName) {
      case "PASSWORD_VERIFIER":
        return finishSrp(pool, client, input.ChallengeResponses);
      case "NEW_PASSWORD_REQUIRED":
        return setNewPassword(pool, client, input.Session ?? "", input.ChallengeResponses);
      default:
        throw invalidParameter(`Unsupported challenge ${input.ChallengeName}`);
    }
  },
);

export const signInOperations = { InitiateAuth, RespondToAuthChallenge };

/** @throws ServiceError InvalidParameterException */
function parameter(parameters: Record<string, string>, name: string, schema: z.ZodType<string>): string {
  const value = parameters[name];
  if (value === undefined) throw invalidParameter(`Missing required parameter ${name}`);
  const result = schema.safeParse(value);
  if (!result.success) throw invalidParameter(`${name} is invalid`);
  return result.data;
}

/** Who signs in; for nobody a person is made up, the same each time, whose password nobody can know. */
function candidate(pool: Pool, name: string): { login: string; userId: string; password: PasswordVerifier } {
  const user = pool.users.find(name);
  if (user) return { login: loginOf(user.email), userId: user.sub, password: user.password };
  const login = loginOf(name);
  const digest = createHmac("sha256", pool.secret).update(`sub:${login}`).digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x40, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const userId = digest.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  return { login, userId, password: simulatedVerifier(pool.secret, login) };
}

function passwordSignIn(pool: Pool, client: AppClient, parameters: Record<string, string>) {
  const { login, userId, password } = candidate(pool, parameter(parameters, "USERNAME", Username));
  const given = parameter(parameters, "PASSWORD", Password);
  const right = attemptSignIn(pool, login, () => isPassword(identityOf(pool, userId), given, password));
  return admit(pool, client, right ? pool.users.bySub(userId) : undefined);
}

function startSrp(pool: Pool, client: AppClient, parameters: Record<string, string>) {
  const name = parameter(parameters, "USERNAME", Username);
  const clientPublic = parameter(parameters, "SRP_A", z.string().refine(isClientPublic));
  const { login, userId, password } = candidate(pool, name);
  const server = serverKeys(password, pool.random.bytes(32));
  const secretBlock = pool.random.bytes(48).toString("base64");
  pool.challenges.add(
    hashToken(secretBlock),
    { kind: "PASSWORD_VERIFIER", clientId: client.id, login, userId, password, clientPublic, server },
    pool.now(),
  );
  return {
    ChallengeName: "PASSWORD_VERIFIER",
    ChallengeParameters: {
      USER_ID_FOR_SRP: userId,
      USERNAME: userId,
      SALT: password.salt,
      SRP_B: server.public,
      SECRET_BLOCK: secretBlock,
    },
  };
}

function finishSrp(pool: Pool, client: AppClient, responses: Record<string, string>) {
  const name = parameter(responses, "USERNAME", Username);
  const secretBlock = parameter(responses, "PASSWORD_CLAIM_SECRET_BLOCK", z.string().max(2048));
  const signature = parameter(responses, "PASSWORD_CLAIM_SIGNATURE", z.string().max(2048));
  const timestamp = parameter(responses, "TIMESTAMP", z.string().max(128));
  const challenge = pool.challenges.take(hashToken(secretBlock), pool.now());
  if (challenge?.kind !== "PASSWORD_VERIFIER" || challenge.clientId !== client.id) throw expiredSession();
  if (name !== challenge.userId && loginOf(name) !== challenge.login) throw incorrectSignIn();
  const right = attemptSignIn(pool, challenge.login, () =>
    isProof(pool, challenge, { secretBlock, timestamp }, signature),
  );
  const user = pool.users.bySub(challenge.userId);
  // A password that was changed since the first step no longer signs in.
  const current = user?.password.verifier === challenge.password.verifier;
  return admit(pool, client, right && current ? user : undefined);
}

function isProof(
  pool: Pool,
  challenge: PasswordVerifierChallenge,
  claim: { secretBlock: string; timestamp: string },
  signature: string,
): boolean {
  const key = sessionKey(challenge.clientPublic, challenge.server, challenge.password);
  return verifyClaim(key, { ...identityOf(pool, challenge.userId), ...claim }, signature);
}

/** Lets in who has given the right password, as far as their state allows. */
function admit(pool: Pool, client: AppClient, user: User | undefined) {
  if (!user) throw incorrectSignIn();
  if (user.status === "UNCONFIRMED") {
    throw new ServiceError("UserNotConfirmedException", "User is not confirmed.");
  }
  if (user.passwordExpiresAt !== null && user.passwordExpiresAt <= pool.now()) {
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
  }
  return user.status === "CONFIRMED" ? startSession(pool, client, user) : askNewPassword(pool, client, user);
}

function askNewPassword(pool: Pool, client: AppClient, user: User) {
  const session = pool.random.bytes(48).toString("base64url");
  pool.challenges.add(
    hashToken(session),
    { kind: "NEW_PASSWORD_REQUIRED", clientId: client.id, userId: user.sub },
    pool.now(),
  );
  const attributes = { ...user.attributes, email: user.email, email_verified: String(user.emailVerified) };
  return {
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session: session,
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.sub,
      requiredAttributes: "[]",
      userAttributes: JSON.stringify(attributes),
    },
  };
}

function setNewPassword(pool: Pool, client: AppClient, session: string, responses: Record<string, string>) {
  const password = parameter(responses, "NEW_PASSWORD", Password);
  checkPassword(pool.config.passwordPolicy, password);
  const challenge = pool.challenges.take(hashToken(session), pool.now());
  if (challenge?.kind !== "NEW_PASSWORD_REQUIRED" || challenge.clientId !== client.id) throw expiredSession();
  const kept = keepPassword(pool, challenge.userId, password);
  const change = { password: kept, status: "CONFIRMED", passwordExpiresAt: null } as const;
  pool.users.change(challenge.userId, change, pool.now());
  return admit(pool, client, pool.users.bySub(challenge.userId));
}

const flowNotEnabled = (flow: string) => invalidParameter(`${flow} flow not enabled for this client`);
const expiredSession = () => notAuthorized("Invalid session for the user, session is expired.");
