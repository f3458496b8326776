import * as z from "zod";
import { invalidParameter, notAuthorized } from "./errors.ts";
import { type AttributeList, Email } from "./fields.ts";
import type { User } from "./store/users.ts";

/** The standard attributes that an app may write; `email` is handled apart because it signs in. */
const writable = z.enum([
  "address",
  "birthdate",
  "family_name",
  "gender",
  "given_name",
  "locale",
  "middle_name",
  "name",
  "nickname",
  "phone_number",
  "picture",
  "preferred_username",
  "profile",
  "website",
  "zoneinfo",
]);

/** Attributes as they come in, taken apart. */
export interface GivenAttributes {
  email?: string;
  emailVerified?: boolean;
  rest: Record<string, string>;
}

/**
 * Reads a list of attributes.
 * @param by who writes them: only an administrator may say that an address is verified
 * @throws ServiceError InvalidParameterException, NotAuthorizedException
 */
export function readAttributes(list: AttributeList, by: "user" | "administrator"): GivenAttributes {
  const given: GivenAttributes = { rest: {} };
  for (const { Name: name, Value: value } of list) {
    const known = writable.safeParse(name);
    if (known.success) given.rest[known.data] = value;
    else if (name === "email") given.email = checkEmail(value);
    else if (name === "email_verified" && by === "administrator") given.emailVerified = value === "true";
    else if (name === "sub" || name === "email_verified")
      throw notAuthorized("A client attempted to write unauthorized attribute");
    else
      throw invalidParameter(
        `Attributes did not conform to the schema: Type for attribute {${name}} could not be determined`,
      );
  }
  return given;
}

/** @throws ServiceError InvalidParameterException */
export function checkEmail(value: string): string {
  if (!Email.safeParse(value).success) throw invalidParameter("Invalid email address format.");
  return value;
}

/** A user's attributes as `[{ Name, Value }]`; an empty value means that there is none. */
export function attributesOf(user: User): AttributeList {
  const rest = Object.entries(user.attributes).filter(([, value]) => value !== "");
  return [
    { Name: "sub", Value: user.sub },
    { Name: "email", Value: user.email },
    { Name: "email_verified", Value: String(user.emailVerified) },
    ...rest.map(([Name, Value]) => ({ Name, Value })),
  ];
}
