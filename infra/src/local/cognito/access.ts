import type { Pool } from "./context.ts";
import { notAuthorized, notFound, userNotFound } from "./errors.ts";
import type { AppClient } from "./pool.ts";
import type { Session } from "./store/sessions.ts";
import type { User } from "./store/users.ts";

/** @throws ServiceError ResourceNotFoundException */
export function clientOf(pool: Pool, clientId: string): AppClient {
  const client = pool.config.clientIds.find(({ id }) => id === clientId);
  if (!client) throw notFound(`User pool client ${clientId} does not exist.`);
  return client;
}

/** @throws ServiceError ResourceNotFoundException when `poolId` is not this pool */
export function checkPool(pool: Pool, poolId: string): void {
  if (poolId !== pool.config.poolId) throw notFound(`User pool ${poolId} does not exist.`);
}

/**
 * The user that an administrator names by `sub` or e-mail address.
 * @throws ServiceError ResourceNotFoundException, UserNotFoundException
 */
export function namedUser(pool: Pool, poolId: string, name: string): User {
  checkPool(pool, poolId);
  const user = pool.users.find(name);
  if (!user) throw userNotFound();
  return user;
}

/**
 * Whose access token it is, and the sign-in that it comes from.
 * @throws ServiceError NotAuthorizedException when it is forged, too old or revoked
 */
export async function holderOf(pool: Pool, accessToken: string): Promise<{ user: User; session: Session }> {
  const { sub, originJti } = await pool.tokens.verifyAccess(accessToken);
  const session = pool.sessions.byOriginJti(originJti);
  const user = pool.users.bySub(sub);
  if (!session || session.revoked || !user) throw notAuthorized("Access Token has been revoked");
  return { user, session };
}

/** The groups of a user that the pool still has, in order of precedence. */
export function groupsOf(pool: Pool, user: User): string[] {
  const joined = new Set(pool.users.groupsOf(user.sub));
  return pool.config.groups.filter((group) => joined.has(group));
}
