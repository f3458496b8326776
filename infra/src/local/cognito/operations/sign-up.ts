import * as z from "zod";
import { clientOf } from "../access.ts";
import { readAttributes } from "../attributes.ts";
import { checkCode, codeOfNobody, deliveryTo, forgetCode, sendCode } from "../codes.ts";
import { invalidParameter, notAuthorized, ServiceError } from "../errors.ts";
import { AttributeList, ClientId, ConfirmationCode, Email, Password, Username } from "../fields.ts";
import { operation } from "../operation.ts";
import { checkPassword, keepPassword } from "../passwords.ts";

const SignUp = operation(
  z.object({
    ClientId,
    Username,
    Password,
    UserAttributes: AttributeList.default([]),
  }),
  async (pool, input) => {
    clientOf(pool, input.ClientId);
    if (!Email.safeParse(input.Username).success) throw invalidParameter("Username should be an email.");
    const given = readAttributes(input.UserAttributes, "user");
    if (given.email && given.email.toLowerCase() !== input.Username.toLowerCase()) {
      throw invalidParameter("User email provided in attributes and username do not match.");
    }
    checkPassword(pool.config.passwordPolicy, input.Password);
    const sub = pool.random.uuid();
    const added = pool.users.add({
      sub,
      email: input.Username,
      emailVerified: false,
      status: "UNCONFIRMED",
      attributes: given.rest,
      password: keepPassword(pool, sub, input.Password),
      passwordExpiresAt: null,
      createdAt: pool.now(),
    });
    const user = pool.users.bySub(sub);
    if (!added || !user) throw new ServiceError("UsernameExistsException", "User already exists");
    return {
      UserConfirmed: false,
      UserSub: sub,
      CodeDeliveryDetails: await sendCode(pool, user, "confirm"),
    };
  },
);

const ConfirmSignUp = operation(z.object({ ClientId, Username, ConfirmationCode }), (pool, input) => {
  clientOf(pool, input.ClientId);
  const user = pool.users.find(input.Username);
  if (!user) throw codeOfNobody.confirm();
  if (user.status !== "UNCONFIRMED") {
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
  checkCode(pool, user, "confirm", input.ConfirmationCode);
  pool.users.change(user.sub, { status: "CONFIRMED", emailVerified: true }, pool.now());
  forgetCode(pool, user, "confirm");
  return {};
});

const ResendConfirmationCode = operation(z.object({ ClientId, Username }), async (pool, input) => {
  clientOf(pool, input.ClientId);
  const user = pool.users.find(input.Username);
  if (!user) return { CodeDeliveryDetails: deliveryTo(input.Username) };
  if (user.status !== "UNCONFIRMED") throw invalidParameter("User is already confirmed.");
  return { CodeDeliveryDetails: await sendCode(pool, user, "confirm") };
});

export const signUpOperations = { SignUp, ConfirmSignUp, ResendConfirmationCode };
