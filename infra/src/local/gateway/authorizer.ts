import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import * as z from "zod";
import type { Authorizer } from "./api.ts";

/** What the authorizer needs to know of a user pool. */
export interface TokenSource {
  issuer: string;
  clientIds: readonly string[];
  keys(): Promise<JSONWebKeySet>;
}

export type Authorization =
  | { allowed: true; claims: Record<string, string> }
  | { allowed: false; because: "UNAUTHORIZED" | "EXPIRED_TOKEN" };

const Scope = z.string().catch("");

/**
 * Checks tokens as an authorizer of type COGNITO_USER_POOLS does: the signature by the pool's keys, issuer, audience,
 * use and expiry. `Bearer` before the token is optional.
 */
export function createAuthorizer(
  sources: ReadonlyMap<string, TokenSource>,
): (authorizer: Authorizer, scopes: readonly string[], header: string | undefined) => Promise<Authorization> {
  const keySets = new Map<TokenSource, ReturnType<typeof createLocalJWKSet>>();

  async function verify(token: string, source: TokenSource): Promise<JWTPayload> {
    let keySet = keySets.get(source);
    if (!keySet) {
      keySet = createLocalJWKSet(await source.keys());
      keySets.set(source, keySet);
    }
    const { payload } = await jwtVerify(token, keySet, { issuer: source.issuer, algorithms: ["RS256"] });
    return payload;
  }

  return async ({ userPoolIds }, scopes, header) => {
    const token = header?.replace(/^Bearer\s+/i, "").trim();
    if (!token) return { allowed: false, because: "UNAUTHORIZED" };
    for (const poolId of userPoolIds) {
      const source = sources.get(poolId);
      if (!source) continue;
      try {
        const claims = await verify(token, source);
        if (isMeantFor(claims, source, scopes)) return { allowed: true, claims: claimStrings(claims) };
      } catch (error) {
        if (error instanceof errors.JWTExpired) return { allowed: false, because: "EXPIRED_TOKEN" };
        if (!(error instanceof errors.JOSEError)) throw error;
      }
    }
    return { allowed: false, because: "UNAUTHORIZED" };
  };
}

function isMeantFor(claims: JWTPayload, source: TokenSource, scopes: readonly string[]): boolean {
  if (scopes.length === 0) {
    return claims.token_use === "id" && source.clientIds.some((id) => claims.aud === id);
  }
  const granted = Scope.parse(claims.scope).split(" ");
  return (
    claims.token_use === "access" &&
    source.clientIds.some((id) => claims.client_id === id) &&
    scopes.some((scope) => granted.includes(scope))
  );
}

/** Claims as API Gateway passes them on: strings all, lists with commas, and the times written out. */
export function claimStrings(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => {
      if ((name === "exp" || name === "iat") && typeof value === "number") return [name, javaDate(value)];
      if (Array.isArray(value)) return [name, value.join(",")];
      return [name, typeof value === "object" ? JSON.stringify(value) : String(value)];
    }),
  );
}

/** `Sat Nov 21 06:00:00 UTC 2026`: how Java writes a time. */
function javaDate(seconds: number): string {
  const [weekday, day, month, year, time] = new Date(seconds * 1000)
    .toUTCString()
    .replace(",", "")
    .split(" ");
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
