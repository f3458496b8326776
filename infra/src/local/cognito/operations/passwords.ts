import * as z from "zod";
import { clientOf, holderOf } from "../access.ts";
import { checkCode, codeOfNobody, deliveryTo, forgetCode, sendCode } from "../codes.ts";
import { incorrectSignIn, notAuthorized } from "../errors.ts";
import { ClientId, ConfirmationCode, Password, Token, Username } from "../fields.ts";
import { attemptLimited } from "../lockout.ts";
import { operation } from "../operation.ts";
import { checkPassword, identityOf, keepPassword } from "../passwords.ts";
import { isPassword } from "../srp.ts";

const ChangePassword = operation(
  z.object({ AccessToken: Token, PreviousPassword: Password, ProposedPassword: Password }),
  async (pool, input) => {
    const { user } = await holderOf(pool, input.AccessToken);
    const right = attemptLimited(pool, `change-password:${user.sub}`, () =>
      isPassword(identityOf(pool, user.sub), input.PreviousPassword, user.password),
    );
    if (!right) throw incorrectSignIn();
    checkPassword(pool.config.passwordPolicy, input.ProposedPassword);
    const password = keepPassword(pool, user.sub, input.ProposedPassword);
    pool.users.change(user.sub, { password }, pool.now());
    return {};
  },
);

/** Someone who does not exist, or whose address is not verified, gets the same reply and no mail. */
const ForgotPassword = operation(z.object({ ClientId, Username }), async (pool, input) => {
  clientOf(pool, input.ClientId);
  const user = pool.users.find(input.Username);
  if (!user?.emailVerified) return { CodeDeliveryDetails: deliveryTo(user?.email ?? input.Username) };
  if (user.status === "FORCE_CHANGE_PASSWORD") {
    throw notAuthorized("User password cannot be reset in the current state.");
  }
  return { CodeDeliveryDetails: await sendCode(pool, user, "reset") };
});

/** Every sign-in of before ends: whoever had the old password is out. */
const ConfirmForgotPassword = operation(
  z.object({ ClientId, Username, ConfirmationCode, Password }),
  (pool, input) => {
    clientOf(pool, input.ClientId);
    checkPassword(pool.config.passwordPolicy, input.Password);
    const user = pool.users.find(input.Username);
    if (!user) throw codeOfNobody.reset();
    checkCode(pool, user, "reset", input.ConfirmationCode);
    const password = keepPassword(pool, user.sub, input.Password);
    pool.users.change(user.sub, { password }, pool.now());
    pool.sessions.revokeAll(user.sub);
    forgetCode(pool, user, "reset");
    pool.failures.clear(`sign-in:${user.email.toLowerCase()}`);
    return {};
  },
);

export const passwordOperations = { ChangePassword, ForgotPassword, ConfirmForgotPassword };
