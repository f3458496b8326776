import { AdminCreateUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { startAmplify } from "./testing/amplify.ts";
import { config, startPool, type TestPool } from "./testing/start-pool.ts";

// Room for a busy machine; nothing waits for it.
jest.setTimeout(60_000);

// The browser's own library against the pool, at an endpoint with a path.

const password = "Correct-horse 7 Ünïcødé 🔑";
const otherPassword = "Another-staple 8";
const incorrect = { name: "NotAuthorizedException", message: "Incorrect username or password." };

let pool: TestPool;
let amplify: Awaited<ReturnType<typeof startAmplify>>;

beforeAll(async () => {
  pool = await startPool();
  amplify = await startAmplify(pool.endpoint);
});
beforeEach(() => amplify.call("signOut"));
afterAll(async () => {
  await amplify.stop();
  await pool.stop();
});

const signIn = (username: string, password: string, options?: { authFlowType: "USER_PASSWORD_AUTH" }) =>
  amplify.call("signIn", { username, password, options });

async function register(email: string): Promise<void> {
  await amplify.call("signUp", { username: email, password, options: { userAttributes: { email } } });
  await amplify.call("confirmSignUp", { username: email, confirmationCode: pool.codeTo(email) });
}

test("a new user signs up, confirms, and signs in by SRP whatever the case of the address", async () => {
  const email = "Ada@Example.com";
  const userAttributes = { email, name: "Ada" };
  expect(
    await amplify.call("signUp", { username: email, password, options: { userAttributes } }),
  ).toMatchObject({
    nextStep: {
      signUpStep: "CONFIRM_SIGN_UP",
      codeDeliveryDetails: { deliveryMedium: "EMAIL", destination: "A***@E***", attributeName: "email" },
    },
  });
  expect(await signIn(email, password)).toMatchObject({ nextStep: { signInStep: "CONFIRM_SIGN_UP" } });
  expect(await amplify.call("resendSignUpCode", { username: email })).toMatchObject({
    destination: "A***@E***",
  });
  expect(
    await amplify.call("confirmSignUp", { username: email, confirmationCode: pool.codeTo(email) }),
  ).toMatchObject({ isSignUpComplete: true });

  expect(await signIn("ada@example.COM", password)).toEqual({
    isSignedIn: true,
    nextStep: { signInStep: "DONE" },
  });
  expect(await amplify.call("fetchUserAttributes")).toEqual({
    ...userAttributes,
    sub: expect.any(String),
    email_verified: "true",
  });
  expect(await amplify.call("fetchAuthSession")).toMatchObject({
    tokens: { idToken: { payload: { email, email_verified: true, name: "Ada" } } },
  });
});

test("signing up goes on to sign in by itself where that was asked for", async () => {
  const email = "auto@example.com";
  const options = { userAttributes: { email }, autoSignIn: true };
  await amplify.call("signUp", { username: email, password, options });
  expect(
    await amplify.call("confirmSignUp", { username: email, confirmationCode: pool.codeTo(email) }),
  ).toMatchObject({ nextStep: { signUpStep: "COMPLETE_AUTO_SIGN_IN" } });
  expect(await amplify.call("autoSignIn")).toMatchObject({ isSignedIn: true });
});

test("a session is refreshed, and ends with signing out everywhere", async () => {
  await register("session@example.com");
  await signIn("session@example.com", password);
  const before = await amplify.call("fetchAuthSession");
  const after = await amplify.call("fetchAuthSession", { forceRefresh: true });
  expect(after).toMatchObject({ tokens: { accessToken: { payload: { token_use: "access" } } } });
  expect(after).not.toEqual(before);

  await amplify.call("signOut", { global: true });
  await expect(amplify.call("getCurrentUser")).rejects.toThrow();
});

test("a wrong password and an unknown user are refused alike in both flows", async () => {
  await register("plain@example.com");
  for (const options of [undefined, { authFlowType: "USER_PASSWORD_AUTH" } as const]) {
    await expect(signIn("plain@example.com", otherPassword, options)).rejects.toMatchObject(incorrect);
    await expect(signIn("nobody@example.com", password, options)).rejects.toMatchObject(incorrect);
  }
  expect(await signIn("plain@example.com", password, { authFlowType: "USER_PASSWORD_AUTH" })).toMatchObject({
    isSignedIn: true,
  });
});

test("a forgotten password is reset by a code, and a known one is changed", async () => {
  const username = "forgot@example.com";
  await register(username);
  expect(await amplify.call("resetPassword", { username })).toMatchObject({
    nextStep: { codeDeliveryDetails: { destination: "f***@e***" } },
  });
  const reset = { username, newPassword: otherPassword, confirmationCode: pool.codeTo(username) };
  await amplify.call("confirmResetPassword", reset);
  await expect(signIn(username, password)).rejects.toMatchObject(incorrect);
  expect(await signIn(username, otherPassword)).toMatchObject({ isSignedIn: true });

  await amplify.call("updatePassword", { oldPassword: otherPassword, newPassword: password });
  await amplify.call("signOut");
  expect(await signIn(username, password)).toMatchObject({ isSignedIn: true });
});

test("a new e-mail address counts once its code is given", async () => {
  await register("old@example.com");
  await signIn("old@example.com", password);
  const userAttributes = { email: "new@example.com", name: "New" };
  expect(await amplify.call("updateUserAttributes", { userAttributes })).toMatchObject({
    name: { isUpdated: true },
    email: { nextStep: { updateAttributeStep: "CONFIRM_ATTRIBUTE_WITH_CODE" } },
  });
  expect(await amplify.call("fetchUserAttributes")).toMatchObject({ email: "old@example.com", name: "New" });
  const confirmationCode = pool.codeTo("new@example.com");
  await amplify.call("confirmUserAttribute", { userAttributeKey: "email", confirmationCode });
  await amplify.call("signOut");
  await expect(signIn("old@example.com", password)).rejects.toMatchObject(incorrect);
  expect(await signIn("new@example.com", password)).toMatchObject({ isSignedIn: true });
});

test("an invited user sets a password at the first sign-in", async () => {
  const username = "invited@example.com";
  await pool.sdk.send(new AdminCreateUserCommand({ UserPoolId: config.poolId, Username: username }));
  const temporary = pool.mails.findLast(({ to }) => to === username)?.text.split("password is ")[1] ?? "";
  expect(await signIn(username, temporary)).toMatchObject({
    nextStep: { signInStep: "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED" },
  });
  expect(await amplify.call("confirmSignIn", { challengeResponse: password })).toMatchObject({
    isSignedIn: true,
  });
});

test("a user who deletes the account is gone", async () => {
  await register("leaving@example.com");
  await signIn("leaving@example.com", password);
  await amplify.call("deleteUser");
  await expect(signIn("leaving@example.com", password)).rejects.toMatchObject(incorrect);
});
