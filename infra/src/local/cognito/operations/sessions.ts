import * as z from "zod";
import { clientOf, holderOf } from "../access.ts";
import { ServiceError } from "../errors.ts";
import { ClientId, Token } from "../fields.ts";
import { operation } from "../operation.ts";
import { refresh } from "../session.ts";
import { hashToken } from "../tokens.ts";

const GetTokensFromRefreshToken = operation(
  z.object({ ClientId, RefreshToken: Token }),
  async (pool, input) => {
    const { AuthenticationResult } = await refresh(pool, clientOf(pool, input.ClientId), input.RefreshToken);
    return { AuthenticationResult };
  },
);

const GlobalSignOut = operation(z.object({ AccessToken: Token }), async (pool, input) => {
  const { user } = await holderOf(pool, input.AccessToken);
  pool.sessions.revokeAll(user.sub);
  return {};
});

/** An unknown refresh token is no error, as RFC 7009 wants: there is nothing left to revoke. */
const RevokeToken = operation(z.object({ ClientId, Token }), (pool, input) => {
  const client = clientOf(pool, input.ClientId);
  if (input.Token.split(".").length === 3) {
    throw new ServiceError("UnsupportedTokenTypeException", "Only refresh tokens can be revoked.");
  }
  const session = pool.sessions.byRefreshHash(hashToken(input.Token));
  if (session?.clientId === client.id) pool.sessions.revoke(session.originJti);
  return {};
});

export const sessionOperations = { GetTokensFromRefreshToken, GlobalSignOut, RevokeToken };
