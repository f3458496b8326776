import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { query, transaction } from "./database.ts";

const UserStatus = z.enum(["UNCONFIRMED", "CONFIRMED", "FORCE_CHANGE_PASSWORD"]);

const Attributes = z.record(z.string(), z.string());

const UserRow = z
  .object({
    id: z.number(),
    sub: z.string(),
    email: z.string(),
    email_verified: z.number(),
    status: UserStatus,
    attributes: z.string(),
    salt: z.string(),
    verifier: z.string(),
    password_expires_at: z.number().nullable(),
    created_at: z.number(),
    updated_at: z.number(),
  })
  .transform((row) => ({
    /** Order of creation. */
    id: row.id,
    /** The internal user name, and `sub` in tokens. */
    sub: row.sub,
    email: row.email,
    emailVerified: row.email_verified === 1,
    status: row.status,
    /** What else is known, by attribute name: neither `sub` nor `email` nor `email_verified`. */
    attributes: Attributes.parse(JSON.parse(row.attributes)),
    password: { salt: row.salt, verifier: row.verifier },
    /** When a temporary password ends; null for a permanent one. */
    passwordExpiresAt: row.password_expires_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));

export type User = z.infer<typeof UserRow>;
export type NewUser = Omit<User, "id" | "updatedAt">;
export type UserChange = Partial<Omit<NewUser, "sub" | "createdAt">>;

const Membership = z.object({ group_name: z.string() });

/** The name that signs in: the e-mail address without regard to case. */
export const loginOf = (email: string) => email.toLowerCase();

/** How `list` narrows: an attribute equal to a value or starting with it. */
export interface UserFilter {
  attribute: "email" | "sub";
  match: "equals" | "startsWith";
  value: string;
}

const filterColumns = { email: "login", sub: "sub" } as const;

/** The users of the pool and the groups they are in. */
export function createUsers(database: DatabaseSync) {
  const bySub = query(database, UserRow, "SELECT * FROM users WHERE sub = ?");
  const byLogin = query(database, UserRow, "SELECT * FROM users WHERE login = ?");
  const page = query(database, UserRow, "SELECT * FROM users WHERE id > ? ORDER BY id LIMIT ?");
  const groups = query(database, Membership, "SELECT group_name FROM memberships WHERE sub = ?");
  const insert = database.prepare(
    `INSERT INTO users (sub, email, login, email_verified, status, attributes, salt, verifier,
       password_expires_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare(
    `UPDATE users SET email = ?, login = ?, email_verified = ?, status = ?, attributes = ?, salt = ?,
       verifier = ?, password_expires_at = ?, updated_at = ? WHERE sub = ?`,
  );
  const remove = database.prepare("DELETE FROM users WHERE sub = ?");
  const join = database.prepare("INSERT OR IGNORE INTO memberships (sub, group_name) VALUES (?, ?)");
  const leave = database.prepare("DELETE FROM memberships WHERE sub = ? AND group_name = ?");

  /** By `sub` or e-mail address. */
  const find = (name: string): User | undefined => bySub.get(name) ?? byLogin.get(loginOf(name));

  return {
    find,
    bySub: (sub: string): User | undefined => bySub.get(sub),

    /** Adds a user; false when the e-mail address is taken. */
    add(user: NewUser): boolean {
      return transaction(database, () => {
        if (byLogin.get(loginOf(user.email))) return false;
        insert.run(
          user.sub,
          user.email,
          loginOf(user.email),
          Number(user.emailVerified),
          user.status,
          JSON.stringify(user.attributes),
          user.password.salt,
          user.password.verifier,
          user.passwordExpiresAt,
          user.createdAt,
          user.createdAt,
        );
        return true;
      });
    },

    /** Changes a user; false when there is none, or the new e-mail address is another's. */
    change(sub: string, change: UserChange, now: number): boolean {
      return transaction(database, () => {
        const current = bySub.get(sub);
        if (!current) return false;
        const user = { ...current, ...change };
        const holder = byLogin.get(loginOf(user.email));
        if (holder && holder.sub !== sub) return false;
        update.run(
          user.email,
          loginOf(user.email),
          Number(user.emailVerified),
          user.status,
          JSON.stringify(user.attributes),
          user.password.salt,
          user.password.verifier,
          user.passwordExpiresAt,
          now,
          sub,
        );
        return true;
      });
    },

    /** Removes a user with everything that is theirs. */
    remove: (sub: string): void => {
      remove.run(sub);
    },

    /** Users in order of creation, after the user with the id `after`. */
    list(after: number, limit: number, filter?: UserFilter): User[] {
      if (!filter) return page.all(after, limit);
      const column = filterColumns[filter.attribute];
      const value = loginOf(filter.value);
      const condition = filter.match === "equals" ? `${column} = ?` : `instr(${column}, ?) = 1`;
      const sql = `SELECT * FROM users WHERE id > ? AND ${condition} ORDER BY id LIMIT ?`;
      return query(database, UserRow, sql).all(after, value, limit);
    },

    groupsOf: (sub: string): string[] => groups.all(sub).map((row) => row.group_name),
    join: (sub: string, group: string): void => {
      join.run(sub, group);
    },
    leave: (sub: string, group: string): void => {
      leave.run(sub, group);
    },
  };
}

export type Users = ReturnType<typeof createUsers>;
