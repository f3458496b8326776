import * as z from "zod";
import { checkPool, namedUser } from "../access.ts";
import { attributesOf, readAttributes } from "../attributes.ts";
import { invalidParameter, notAuthorized, ServiceError } from "../errors.ts";
import { AttributeList, Email, Password, Username, UserPoolId } from "../fields.ts";
import { deliver } from "../mail.ts";
import { adminOperation } from "../operation.ts";
import { checkPassword, keepPassword, temporaryPassword, temporaryUntil } from "../passwords.ts";
import type { User, UserFilter } from "../store/users.ts";

const NamedUser = z.object({ UserPoolId, Username });

/** A user as the API lists it; times are seconds since the epoch. */
const described = (user: User) => ({
  Username: user.sub,
  Enabled: true,
  UserStatus: user.status,
  UserCreateDate: user.createdAt / 1000,
  UserLastModifiedDate: user.updatedAt / 1000,
});

const AdminCreateUser = adminOperation(
  NamedUser.extend({
    TemporaryPassword: Password.optional(),
    MessageAction: z.literal("SUPPRESS").optional(),
    UserAttributes: AttributeList.default([]),
  }),
  async (pool, input) => {
    checkPool(pool, input.UserPoolId);
    if (!Email.safeParse(input.Username).success) throw invalidParameter("Username should be an email.");
    const given = readAttributes(input.UserAttributes, "administrator");
    const password = input.TemporaryPassword ?? temporaryPassword(pool);
    checkPassword(pool.config.passwordPolicy, password);
    const sub = pool.random.uuid();
    const added = pool.users.add({
      sub,
      email: input.Username,
      emailVerified: given.emailVerified ?? false,
      status: "FORCE_CHANGE_PASSWORD",
      attributes: given.rest,
      password: keepPassword(pool, sub, password),
      passwordExpiresAt: temporaryUntil(pool),
      createdAt: pool.now(),
    });
    const user = pool.users.bySub(sub);
    if (!added || !user) throw new ServiceError("UsernameExistsException", "User account already exists");
    if (!input.MessageAction) {
      await deliver(pool, {
        to: user.email,
        subject: "Your temporary password",
        text: `Your username is ${user.email} and temporary password is ${password}`,
        kind: "Invitation",
      });
    }
    return { User: { ...described(user), Attributes: attributesOf(user) } };
  },
);

const AdminSetUserPassword = adminOperation(
  NamedUser.extend({ Password, Permanent: z.boolean().default(false) }),
  (pool, input) => {
    const user = namedUser(pool, input.UserPoolId, input.Username);
    checkPassword(pool.config.passwordPolicy, input.Password);
    const password = keepPassword(pool, user.sub, input.Password);
    const state = input.Permanent
      ? ({ status: "CONFIRMED", passwordExpiresAt: null } as const)
      : ({ status: "FORCE_CHANGE_PASSWORD", passwordExpiresAt: temporaryUntil(pool) } as const);
    pool.users.change(user.sub, { password, ...state }, pool.now());
    return {};
  },
);

/** Confirms the account but not the e-mail address, as the service does. */
const AdminConfirmSignUp = adminOperation(NamedUser, (pool, input) => {
  const user = namedUser(pool, input.UserPoolId, input.Username);
  if (user.status !== "UNCONFIRMED") {
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
  pool.users.change(user.sub, { status: "CONFIRMED" }, pool.now());
  return {};
});

const AdminGetUser = adminOperation(NamedUser, (pool, input) => {
  const user = namedUser(pool, input.UserPoolId, input.Username);
  return { ...described(user), UserAttributes: attributesOf(user) };
});

const AdminDeleteUser = adminOperation(NamedUser, (pool, input) => {
  pool.users.remove(namedUser(pool, input.UserPoolId, input.Username).sub);
  return {};
});

const AdminUserGlobalSignOut = adminOperation(NamedUser, (pool, input) => {
  pool.sessions.revokeAll(namedUser(pool, input.UserPoolId, input.Username).sub);
  return {};
});

const ListUsers = adminOperation(
  z.object({
    UserPoolId,
    Limit: z.number().int().min(0).max(60).default(60),
    PaginationToken: z.string().min(1).max(1024).optional(),
    Filter: z.string().max(256).default(""),
    AttributesToGet: z.array(z.string()).optional(),
  }),
  (pool, input) => {
    checkPool(pool, input.UserPoolId);
    const limit = input.Limit || 60;
    const found = pool.users.list(readPageToken(input.PaginationToken), limit + 1, readFilter(input.Filter));
    const users = found.slice(0, limit);
    const last = users.at(-1);
    const wanted = (name: string) => input.AttributesToGet?.includes(name) ?? true;
    return {
      Users: users.map((user) => ({
        ...described(user),
        Attributes: attributesOf(user).filter(({ Name }) => wanted(Name)),
      })),
      ...(last && found.length > limit && { PaginationToken: pageToken(last.id) }),
    };
  },
);

const pageToken = (id: number) => Buffer.from(`after ${id}`).toString("base64url");

function readPageToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const after = /^after (\d{1,15})$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (after === undefined) throw invalidParameter("Invalid pagination token.");
  return Number(after);
}

const Filter = z.object({
  attribute: z.enum(["email", "sub"]),
  operator: z.enum(["=", "^="]),
  value: z.string(),
});

/** `email = "ada@example.com"` or `email ^= "ada"`, the same with `sub`. */
function readFilter(text: string): UserFilter | undefined {
  if (text.trim() === "") return undefined;
  const groups = /^\s*(?<attribute>\w+)\s*(?<operator>\^?=)\s*"(?<value>(?:[^"\\]|\\.)*)"\s*$/s.exec(
    text,
  )?.groups;
  const filter = Filter.safeParse(groups);
  if (!filter.success) {
    throw invalidParameter(
      'One or more filter parameters are invalid: use email or sub with = or ^= "value".',
    );
  }
  const { attribute, operator, value } = filter.data;
  return {
    attribute,
    match: operator === "=" ? "equals" : "startsWith",
    value: value.replace(/\\(.)/gs, "$1"),
  };
}

export const adminUserOperations = {
  AdminCreateUser,
  AdminSetUserPassword,
  AdminConfirmSignUp,
  AdminGetUser,
  AdminDeleteUser,
  AdminUserGlobalSignOut,
  ListUsers,
};
