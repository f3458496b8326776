import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";

/** A mail to be kept. */
export interface OutgoingMail {
  to: string;
  subject: string;
  text: string;
  /** What the mail is for, in words; shown beside the subject. */
  kind?: string;
}

const MailRow = z
  .object({
    id: z.number(),
    recipient: z.string(),
    subject: z.string(),
    text: z.string(),
    kind: z.string().nullable(),
    sent_at: z.number(),
  })
  .transform((row) => ({
    id: row.id,
    to: row.recipient,
    subject: row.subject,
    text: row.text,
    kind: row.kind,
    /** ISO 8601 in UTC. */
    sentAt: new Date(row.sent_at).toISOString(),
  }));

export type StoredMail = z.infer<typeof MailRow>;

/** The mails in one SQLite file. A mail is on disk when `add` returns. */
export function createMailStore(databaseFile: string) {
  // Codes are for the owner's eyes only. SQLite gives its other files the same mode.
  closeSync(openSync(databaseFile, "a", 0o600));
  const database = new DatabaseSync(databaseFile, { timeout: 5000 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  database.exec(`
    CREATE TABLE IF NOT EXISTS mails (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      recipient TEXT NOT NULL COLLATE NOCASE,
      subject TEXT NOT NULL,
      text TEXT NOT NULL,
      kind TEXT,
      sent_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS mails_by_recipient ON mails (recipient, id);
  `);
  const insert = database.prepare(
    "INSERT INTO mails (recipient, subject, text, kind, sent_at) VALUES (?, ?, ?, ?, ?)",
  );
  const newest = database.prepare("SELECT * FROM mails ORDER BY id DESC LIMIT ? OFFSET ?");
  const newestTo = database.prepare(
    "SELECT * FROM mails WHERE recipient = ? ORDER BY id DESC LIMIT ? OFFSET ?",
  );

  return {
    add(mail: OutgoingMail): void {
      insert.run(mail.to, mail.subject, mail.text, mail.kind ?? null, Date.now());
    },
    /** Newest first; to one address (without regard to case) or to all. */
    list(page: { to?: string | undefined; limit: number; offset: number }): StoredMail[] {
      const rows =
        page.to === undefined
          ? newest.all(page.limit, page.offset)
          : newestTo.all(page.to, page.limit, page.offset);
      return rows.map((row) => MailRow.parse(row));
    },
    close: () => database.close(),
  };
}
