import { groupsOf } from "./access.ts";
import type { Pool } from "./context.ts";
import { notAuthorized } from "./errors.ts";
import type { AppClient } from "./pool.ts";
import type { Session } from "./store/sessions.ts";
import type { User } from "./store/users.ts";
import { hashToken } from "./tokens.ts";

/** Signs a user in: a new session with its tokens, as `AuthenticationResult`. */
export async function startSession(pool: Pool, client: AppClient, user: User) {
  const refreshToken = pool.random.bytes(64).toString("base64url");
  const signedInAt = pool.now();
  const session: Session = {
    originJti: pool.random.uuid(),
    sub: user.sub,
    clientId: client.id,
    eventId: pool.random.uuid(),
    signedInAt,
    expiresAt: signedInAt + client.refreshTokenDays * 24 * 60 * 60 * 1000,
    revoked: false,
  };
  pool.sessions.add(session, hashToken(refreshToken));
  const result = await tokensFor(pool, client, user, session);
  return {
    ChallengeParameters: {},
    AuthenticationResult: { ...result, RefreshToken: refreshToken },
  };
}

/**
 * New tokens for a refresh token, which stays the same.
 * @throws ServiceError NotAuthorizedException when it is forged, another client's, too old or revoked
 */
export async function refresh(pool: Pool, client: AppClient, refreshToken: string) {
  const session = pool.sessions.byRefreshHash(hashToken(refreshToken));
  const user = session && pool.users.bySub(session.sub);
  if (!session || !user || session.clientId !== client.id) throw notAuthorized("Invalid Refresh Token");
  if (session.revoked) throw notAuthorized("Refresh Token has been revoked");
  if (session.expiresAt <= pool.now()) throw notAuthorized("Refresh Token has expired");
  return { ChallengeParameters: {}, AuthenticationResult: await tokensFor(pool, client, user, session) };
}

async function tokensFor(pool: Pool, client: AppClient, user: User, session: Session) {
  const groups = groupsOf(pool, user);
  const { idToken, accessToken } = await pool.tokens.issue({ user, groups, session, client });
  return {
    AccessToken: accessToken,
    IdToken: idToken,
    ExpiresIn: Math.round(client.accessTokenMinutes * 60),
    TokenType: "Bearer",
  };
}
