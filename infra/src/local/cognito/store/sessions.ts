import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { query } from "./database.ts";

const SessionRow = z
  .object({
    origin_jti: z.string(),
    sub: z.string(),
    client_id: z.string(),
    event_id: z.string(),
    signed_in_at: z.number(),
    expires_at: z.number(),
    revoked: z.number(),
  })
  .transform((row) => ({
    /** Names the sign-in in every token that comes of it. */
    originJti: row.origin_jti,
    sub: row.sub,
    clientId: row.client_id,
    eventId: row.event_id,
    signedInAt: row.signed_in_at,
    expiresAt: row.expires_at,
    revoked: row.revoked === 1,
  }));

/** A sign-in: it lives as long as its refresh token, of which only the hash is kept. */
export type Session = z.infer<typeof SessionRow>;

/** The sign-ins of all users. A revoked one is kept until it would have ended, to be told from a forged one. */
export function createSessions(database: DatabaseSync) {
  const byRefresh = query(database, SessionRow, "SELECT * FROM sessions WHERE refresh_hash = ?");
  const byOrigin = query(database, SessionRow, "SELECT * FROM sessions WHERE origin_jti = ?");
  const insert = database.prepare(
    `INSERT INTO sessions (origin_jti, sub, client_id, refresh_hash, event_id, signed_in_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const prune = database.prepare("DELETE FROM sessions WHERE expires_at < ?");
  const revoke = database.prepare("UPDATE sessions SET revoked = 1 WHERE origin_jti = ?");
  const revokeAll = database.prepare("UPDATE sessions SET revoked = 1 WHERE sub = ?");

  return {
    /** Also forgets sign-ins that ended more than a day ago, the longest life of an access token. */
    add(session: Omit<Session, "revoked">, refreshHash: string): void {
      prune.run(session.signedInAt - 24 * 60 * 60 * 1000);
      const { originJti, sub, clientId, eventId, signedInAt, expiresAt } = session;
      insert.run(originJti, sub, clientId, refreshHash, eventId, signedInAt, expiresAt);
    },
    byRefreshHash: (hash: string): Session | undefined => byRefresh.get(hash),
    byOriginJti: (originJti: string): Session | undefined => byOrigin.get(originJti),
    revoke: (originJti: string): void => {
      revoke.run(originJti);
    },
    revokeAll: (sub: string): void => {
      revokeAll.run(sub);
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;
