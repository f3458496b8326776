import * as z from "zod";
import { holderOf } from "../access.ts";
import { attributesOf, readAttributes } from "../attributes.ts";
import { checkCode, forgetCode, sendCode } from "../codes.ts";
import { ServiceError } from "../errors.ts";
import { AttributeList, ConfirmationCode, Token } from "../fields.ts";
import { operation } from "../operation.ts";

const aliasExists = () =>
  new ServiceError("AliasExistsException", "An account with the given email already exists.");

const GetUser = operation(z.object({ AccessToken: Token }), async (pool, input) => {
  const { user } = await holderOf(pool, input.AccessToken);
  return { Username: user.sub, UserAttributes: attributesOf(user) };
});

/** A new e-mail address counts once its code is given to VerifyUserAttribute; until then the old one stays. */
const UpdateUserAttributes = operation(
  z.object({ AccessToken: Token, UserAttributes: AttributeList }),
  async (pool, input) => {
    const { user } = await holderOf(pool, input.AccessToken);
    const given = readAttributes(input.UserAttributes, "user");
    const holder = given.email && pool.users.find(given.email);
    if (holder && holder.sub !== user.sub) throw aliasExists();
    pool.users.change(user.sub, { attributes: { ...user.attributes, ...given.rest } }, pool.now());
    if (!given.email || given.email === user.email) return {};
    return { CodeDeliveryDetailsList: [await sendCode(pool, user, "verify", given.email)] };
  },
);

const VerifyUserAttribute = operation(
  z.object({ AccessToken: Token, AttributeName: z.literal("email"), Code: ConfirmationCode }),
  async (pool, input) => {
    const { user } = await holderOf(pool, input.AccessToken);
    const email = checkCode(pool, user, "verify", input.Code);
    if (!pool.users.change(user.sub, { email, emailVerified: true }, pool.now())) throw aliasExists();
    forgetCode(pool, user, "verify");
    return {};
  },
);

const DeleteUser = operation(z.object({ AccessToken: Token }), async (pool, input) => {
  const { user } = await holderOf(pool, input.AccessToken);
  pool.users.remove(user.sub);
  return {};
});

export const profileOperations = { GetUser, UpdateUserAttributes, VerifyUserAttribute, DeleteUser };
