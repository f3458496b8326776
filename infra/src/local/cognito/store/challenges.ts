import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { query } from "./database.ts";

const PasswordVerifierChallenge = z.object({
  kind: z.literal("PASSWORD_VERIFIER"),
  clientId: z.string(),
  /** The name that was given, in lower case; failures are counted under it. */
  login: z.string(),
  /** Made up when nobody has that name. */
  userId: z.string(),
  password: z.object({ salt: z.string(), verifier: z.string() }),
  clientPublic: z.string(),
  server: z.object({ secret: z.string(), public: z.string() }),
});
export type PasswordVerifierChallenge = z.infer<typeof PasswordVerifierChallenge>;

const NewPasswordChallenge = z.object({
  kind: z.literal("NEW_PASSWORD_REQUIRED"),
  clientId: z.string(),
  userId: z.string(),
});

const Challenge = z.discriminatedUnion("kind", [PasswordVerifierChallenge, NewPasswordChallenge]);
type Challenge = z.infer<typeof Challenge>;

const ChallengeRow = z
  .object({ content: z.string(), expires_at: z.number() })
  .transform((row) => ({ challenge: Challenge.parse(JSON.parse(row.content)), expiresAt: row.expires_at }));

/** The life of a challenge in milliseconds, as Cognito's `AuthSessionValidity` by default. */
const validity = 3 * 60 * 1000;

/** Sign-ins that wait for their second step. Each may be answered once. */
export function createChallenges(database: DatabaseSync) {
  const take = query(
    database,
    ChallengeRow,
    "DELETE FROM challenges WHERE hash = ? RETURNING content, expires_at",
  );
  const insert = database.prepare("INSERT INTO challenges (hash, content, expires_at) VALUES (?, ?, ?)");
  const prune = database.prepare("DELETE FROM challenges WHERE expires_at < ?");

  return {
    add(hash: string, challenge: Challenge, now: number): void {
      prune.run(now);
      insert.run(hash, JSON.stringify(challenge), now + validity);
    },
    /** Undefined for one that is unknown, answered or too old. */
    take(hash: string, now: number): Challenge | undefined {
      const found = take.get(hash);
      return found && found.expiresAt > now ? found.challenge : undefined;
    },
  };
}

export type Challenges = ReturnType<typeof createChallenges>;
