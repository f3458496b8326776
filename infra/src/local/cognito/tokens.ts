import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { errors, type JWK, jwtVerify, SignJWT } from "jose";
import * as z from "zod";
import { notAuthorized } from "./errors.ts";
import type { AppClient, UserPoolConfig } from "./pool.ts";
import type { Random } from "./random.ts";
import type { Session } from "./store/sessions.ts";
import type { User } from "./store/users.ts";

/** Only `origin_jti` and `sub` are needed of an access token: the rest is in the database. */
const AccessClaims = z.object({
  token_use: z.literal("access"),
  sub: z.string(),
  origin_jti: z.string(),
});

/** What a token says of its holder. */
export interface Holder {
  user: User;
  groups: readonly string[];
  session: Session;
  client: AppClient;
}

/** A new RSA key of 2048 bits in PEM (PKCS 8). */
export function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

export const hashToken = (token: string) => createHash("sha256").update(token).digest("hex");

/** Issues and checks the pool's tokens: JWTs signed with RS256, with the claims that Cognito writes. */
export function createTokens(
  config: UserPoolConfig,
  signingKey: string,
  { now, random }: { now: () => number; random: Random },
) {
  const privateKey = createPrivateKey(signingKey);
  const publicKey = createPublicKey(privateKey);
  const { n, e } = publicKey.export({ format: "jwk" });
  const kid = createHash("sha256").update(`${n}.${e}`).digest("base64");
  const jwk: JWK = { alg: "RS256", e: String(e), kid, kty: "RSA", n: String(n), use: "sig" };
  const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

  function sign(claims: Record<string, unknown>, minutes: number): Promise<string> {
    const issuedAt = seconds(now());
    return new SignJWT({
      ...claims,
      iss: config.issuer,
      iat: issuedAt,
      exp: issuedAt + Math.round(minutes * 60),
      jti: random.uuid(),
    })
      .setProtectedHeader({ kid, alg: "RS256" })
      .sign(privateKey);
  }

  return {
    /** The public keys, as `jwks.json` has them. */
    jwks: (): { keys: JWK[] } => ({ keys: [jwk] }),

    /** The ID and access token of a sign-in. */
    async issue({ user, groups, session, client }: Holder) {
      const common = {
        sub: user.sub,
        ...(groups.length > 0 && { "cognito:groups": groups }),
        origin_jti: session.originJti,
        event_id: session.eventId,
        auth_time: seconds(session.signedInAt),
      };
      const [idToken, accessToken] = await Promise.all([
        sign(
          {
            ...user.attributes,
            ...common,
            email: user.email,
            email_verified: user.emailVerified,
            "cognito:username": user.sub,
            aud: client.id,
            token_use: "id",
          },
          client.idTokenMinutes,
        ),
        sign(
          {
            ...common,
            client_id: client.id,
            token_use: "access",
            scope: "aws.cognito.signin.user.admin",
            username: user.sub,
          },
          client.accessTokenMinutes,
        ),
      ]);
      return { idToken, accessToken };
    },

    /**
     * Checks the signature, the issuer, the end and the kind of an access token; not whether it was revoked.
     * @throws ServiceError NotAuthorizedException
     */
    async verifyAccess(token: string): Promise<{ sub: string; originJti: string }> {
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          issuer: config.issuer,
          algorithms: ["RS256"],
          currentDate: new Date(now()),
        });
        const claims = AccessClaims.safeParse(payload);
        if (claims.success) return { sub: claims.data.sub, originJti: claims.data.origin_jti };
      } catch (error) {
        if (error instanceof errors.JWTExpired) throw notAuthorized("Access Token has expired");
        if (!(error instanceof errors.JOSEError)) throw error;
      }
      throw notAuthorized("Invalid Access Token");
    },
  };
}

export type Tokens = ReturnType<typeof createTokens>;
