import type { IncomingMessage, ServerResponse } from "node:http";
import type { JWK } from "jose";
import type { Pool } from "./context.ts";
import { ServiceError } from "./errors.ts";
import { readJson, sendJson, sendPreflight } from "./http.ts";
import type { Operation } from "./operation.ts";
import { adminGroupOperations } from "./operations/admin-groups.ts";
import { adminUserOperations } from "./operations/admin-users.ts";
import { passwordOperations } from "./operations/passwords.ts";
import { profileOperations } from "./operations/profile.ts";
import { sessionOperations } from "./operations/sessions.ts";
import { signInOperations } from "./operations/sign-in.ts";
import { signUpOperations } from "./operations/sign-up.ts";
import type { UserPoolConfig, UserPoolDeps } from "./pool.ts";
import { createChallenges } from "./store/challenges.ts";
import { createCodes } from "./store/codes.ts";
import { installationValue, openDatabase } from "./store/database.ts";
import { createFailures } from "./store/failures.ts";
import { createSessions } from "./store/sessions.ts";
import { createUsers } from "./store/users.ts";
import { createTokens, newSigningKey } from "./tokens.ts";

const target = "AWSCognitoIdentityProviderService.";

const operations = new Map<string, Operation>(
  Object.entries({
    ...signUpOperations,
    ...signInOperations,
    ...sessionOperations,
    ...passwordOperations,
    ...profileOperations,
    ...adminUserOperations,
    ...adminGroupOperations,
  }),
);

/** A Cognito user pool on this machine. */
export interface UserPool {
  /** Answers any request, whatever the path in front of the pool's own is. Never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** The public keys that the pool's tokens are signed with. */
  jwks(): { keys: JWK[] };
  /** Closes the database; no request may follow. */
  close(): void;
}

/**
 * A user pool that speaks Cognito's wire (AWS JSON 1.1) for browsers and SDKs, over one SQLite file.
 * Opened again on the same file, it knows the same users and keys.
 * @throws when the database can't be opened
 */
export function createUserPool(config: UserPoolConfig, deps: UserPoolDeps): UserPool {
  const database = openDatabase(deps.databaseFile);
  const secret = installationValue(database, "secret", () => deps.random.bytes(32).toString("base64"));
  const pool: Pool = {
    config,
    users: createUsers(database),
    sessions: createSessions(database),
    challenges: createChallenges(database),
    codes: createCodes(database),
    failures: createFailures(database),
    tokens: createTokens(config, installationValue(database, "signing-key", newSigningKey), deps),
    secret: Buffer.from(secret, "base64"),
    sendMail: deps.sendMail,
    now: deps.now,
    random: deps.random,
  };

  return {
    async handle(request, response) {
      try {
        if (request.method === "OPTIONS") return sendPreflight(request, response);
        const document = request.method === "GET" && wellKnown(pool, request);
        if (document) return sendJson(response, 200, document, { "cache-control": "public, max-age=86400" });
        const reply = await call(pool, request);
        sendJson(response, 200, reply, awsHeaders(pool));
      } catch (error) {
        sendError(pool, response, error);
      }
    },
    jwks: pool.tokens.jwks,
    close: () => database.close(),
  };
}

const awsHeaders = (pool: Pool) => ({
  "content-type": "application/x-amz-json-1.1",
  "cache-control": "no-store",
  "x-amzn-requestid": pool.random.uuid(),
});

async function call(pool: Pool, request: IncomingMessage) {
  const name = String(request.headers["x-amz-target"] ?? "");
  const operation = name.startsWith(target) ? operations.get(name.slice(target.length)) : undefined;
  if (request.method !== "POST" || !operation) {
    const what = name.startsWith(target) ? `The operation ${name.slice(target.length)}` : "This request";
    throw new ServiceError("UnknownOperationException", `${what} is not known to the local user pool.`);
  }
  if (operation.access === "aws") checkCredentials(request);
  return operation.run(pool, await readJson(request));
}

/**
 * Administration is for programs with AWS credentials, never for a page in a browser: a page can't leave out
 * `Origin`, and an SDK has no reason to send it. Which credentials they are does not matter on one's own machine.
 */
function checkCredentials(request: IncomingMessage): void {
  if (request.headers.origin !== undefined) {
    throw new ServiceError("AccessDeniedException", "A browser may not administer the user pool.");
  }
  if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) {
    throw new ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token");
  }
}

function sendError(pool: Pool, response: ServerResponse, error: unknown): void {
  if (!(error instanceof ServiceError)) console.error("the user pool failed:", error);
  if (response.headersSent) return void response.destroy();
  const fault =
    error instanceof ServiceError
      ? error
      : new ServiceError("InternalErrorException", "The user pool has failed; its log says why.", 500);
  sendJson(
    response,
    fault.status,
    { __type: fault.name, message: fault.message },
    { ...awsHeaders(pool), "x-amzn-errortype": `${fault.name}:` },
  );
}

/** The documents of OpenID Connect that the pool serves below its id. */
function wellKnown(pool: Pool, request: IncomingMessage): Record<string, unknown> | undefined {
  const path = (request.url ?? "").split("?", 1).join("");
  const { poolId, issuer } = pool.config;
  if (path.endsWith(`/${poolId}/.well-known/jwks.json`)) return pool.tokens.jwks();
  if (!path.endsWith(`/${poolId}/.well-known/openid-configuration`)) return undefined;
  const base = path.slice(0, -"openid-configuration".length);
  return {
    issuer,
    jwks_uri: `http://${request.headers.host ?? "127.0.0.1"}${base}jwks.json`,
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code", "token"],
    subject_types_supported: ["public"],
  };
}
