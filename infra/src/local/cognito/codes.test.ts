import {
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { addPerson, password, refresh, signIn } from "./testing/people.ts";
import { clientId, startPool, type TestPool } from "./testing/start-pool.ts";

const hour = 60 * 60_000;
let pool: TestPool;

beforeAll(async () => {
  pool = await startPool();
});
afterAll(() => pool.stop());

const signUp = (Username: string, Password = password) =>
  pool.sdk.send(new SignUpCommand({ ClientId: clientId, Username, Password }));
const confirm = (Username: string, ConfirmationCode: string) =>
  pool.sdk.send(new ConfirmSignUpCommand({ ClientId: clientId, Username, ConfirmationCode }));
const resend = (Username: string) =>
  pool.sdk.send(new ResendConfirmationCodeCommand({ ClientId: clientId, Username }));
const forgot = (Username: string) =>
  pool.sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username }));
const reset = (Username: string, ConfirmationCode: string, Password: string) =>
  pool.sdk.send(
    new ConfirmForgotPasswordCommand({ ClientId: clientId, Username, ConfirmationCode, Password }),
  );
const wrongCode = (code: string) => (code === "000000" ? "000001" : "000000");

test("the password policy and a taken address are told apart by name", async () => {
  const refused = ["Short-1", "no-uppercase-1", "NO-LOWERCASE-1", "No-numbers-here", "NoSymbols12345"];
  for (const bad of refused) {
    await expect(signUp("policy@example.com", bad)).rejects.toMatchObject({
      name: "InvalidPasswordException",
      message: expect.stringMatching(/^Password did not conform with policy: /),
    });
  }
  await signUp("policy@example.com");
  await expect(signUp("POLICY@example.com")).rejects.toMatchObject({ name: "UsernameExistsException" });
  await expect(signUp("not an address")).rejects.toMatchObject({ name: "InvalidParameterException" });
});

test("a sign-up code works once, and only the last one sent", async () => {
  const email = "once@example.com";
  await signUp(email);
  const first = pool.codeTo(email);
  expect(first).toMatch(/^\d{6}$/);
  await expect(signIn(pool, email)).rejects.toMatchObject({ name: "UserNotConfirmedException" });
  await expect(signIn(pool, email, "Wrong-1 horse")).rejects.toMatchObject({
    name: "NotAuthorizedException",
  });
  await resend(email);
  const second = pool.codeTo(email);
  await expect(confirm(email, wrongCode(second))).rejects.toMatchObject({ name: "CodeMismatchException" });
  await confirm(email, second);
  await expect(confirm(email, second)).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: "User cannot be confirmed. Current status is CONFIRMED",
  });
  await expect(resend(email)).rejects.toMatchObject({ name: "InvalidParameterException" });
  await signIn(pool, email);
});

test("a sign-up code ends after a day", async () => {
  await signUp("late@example.com");
  pool.pass(24 * hour);
  const code = pool.codeTo("late@example.com");
  await expect(confirm("late@example.com", code)).rejects.toMatchObject({ name: "ExpiredCodeException" });
  await resend("late@example.com");
  await confirm("late@example.com", pool.codeTo("late@example.com"));
});

test("after five wrong codes even the right one is refused for a quarter of an hour", async () => {
  const email = "guess@example.com";
  await signUp(email);
  const wrong = wrongCode(pool.codeTo(email));
  for (let n = 0; n < 5; n++) {
    await expect(confirm(email, wrong)).rejects.toMatchObject({ name: "CodeMismatchException" });
  }
  await expect(confirm(email, pool.codeTo(email))).rejects.toMatchObject({ name: "LimitExceededException" });
  // A new code gives no new tries.
  await resend(email);
  await expect(confirm(email, pool.codeTo(email))).rejects.toMatchObject({ name: "LimitExceededException" });
  pool.pass(hour / 4);
  await confirm(email, pool.codeTo(email));
});

test("resetting a password ends every sign-in of before and the waiting after wrong passwords", async () => {
  const email = "reset@example.com";
  await addPerson(pool, email);
  const { RefreshToken } = await signIn(pool, email);
  for (let n = 0; n < 6; n++) await expect(signIn(pool, email, "Wrong-1 horse")).rejects.toThrow();
  await forgot(email);
  const code = pool.codeTo(email);
  await expect(reset(email, code, "weak")).rejects.toMatchObject({ name: "InvalidPasswordException" });
  await expect(reset(email, wrongCode(code), "New-password 9")).rejects.toMatchObject({
    name: "CodeMismatchException",
  });
  await reset(email, code, "New-password 9");
  await expect(reset(email, code, "New-password 10")).rejects.toMatchObject({ name: "ExpiredCodeException" });
  await expect(refresh(pool, RefreshToken)).rejects.toThrow("Refresh Token has been revoked");
  await signIn(pool, email, "New-password 9");
});

test("a reset code ends after an hour", async () => {
  await addPerson(pool, "slow@example.com");
  await forgot("slow@example.com");
  pool.pass(hour);
  const code = pool.codeTo("slow@example.com");
  await expect(reset("slow@example.com", code, "New-password 9")).rejects.toMatchObject({
    name: "ExpiredCodeException",
  });
});

test("codes tell nobody who exists", async () => {
  const mailsBefore = pool.mails.length;
  const simulated = { DeliveryMedium: "EMAIL", Destination: "n***@e***", AttributeName: "email" };
  expect((await forgot("nobody@example.com")).CodeDeliveryDetails).toEqual(simulated);
  expect((await resend("nobody@example.com")).CodeDeliveryDetails).toEqual(simulated);
  await expect(confirm("nobody@example.com", "123456")).rejects.toMatchObject({
    name: "ExpiredCodeException",
  });
  await expect(reset("nobody@example.com", "123456", password)).rejects.toMatchObject({
    name: "CodeMismatchException",
  });
  expect(pool.mails.length).toBe(mailsBefore);
});
