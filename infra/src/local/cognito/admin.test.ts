import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  paginateListUsers,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { decodeJwt } from "jose";
import { addPerson, password, refresh, signIn } from "./testing/people.ts";
import { clientId, config, startPool, type TestPool } from "./testing/start-pool.ts";

let pool: TestPool;

beforeAll(async () => {
  pool = await startPool();
});
afterAll(() => pool.stop());

const named = (Username: string) => ({ UserPoolId: config.poolId, Username });

test("a user made by an administrator is described as the service does", async () => {
  const reply = await pool.sdk.send(
    new AdminCreateUserCommand({ ...named("made@example.com"), MessageAction: "SUPPRESS" }),
  );
  expect(reply.User).toMatchObject({
    Enabled: true,
    UserStatus: "FORCE_CHANGE_PASSWORD",
    UserCreateDate: expect.any(Date),
    Attributes: [
      { Name: "sub", Value: reply.User?.Username },
      { Name: "email", Value: "made@example.com" },
      { Name: "email_verified", Value: "false" },
    ],
  });
  expect(pool.mails).toEqual([]);
  const again = new AdminCreateUserCommand({ ...named("Made@example.com"), MessageAction: "SUPPRESS" });
  await expect(pool.sdk.send(again)).rejects.toMatchObject({ name: "UsernameExistsException" });
  await expect(
    pool.sdk.send(new AdminSetUserPasswordCommand({ ...named("made@example.com"), Password: "weak" })),
  ).rejects.toMatchObject({ name: "InvalidPasswordException" });

  await pool.sdk.send(
    new AdminSetUserPasswordCommand({ ...named("made@example.com"), Password: password, Permanent: true }),
  );
  const user = await pool.sdk.send(new AdminGetUserCommand(named(reply.User?.Username ?? "")));
  expect(user.UserStatus).toBe("CONFIRMED");
  await signIn(pool, "made@example.com");
});

test("a temporary password ends after the days that the policy gives", async () => {
  const person = named("temporary@example.com");
  await pool.sdk.send(
    new AdminCreateUserCommand({ ...person, MessageAction: "SUPPRESS", TemporaryPassword: password }),
  );
  pool.pass(7 * 24 * 60 * 60_000);
  await expect(signIn(pool, person.Username)).rejects.toThrow("Temporary password has expired");
});

test("a group shows in the tokens of the next sign-in", async () => {
  await addPerson(pool, "member@example.com", ["instructor"]);
  const groups = async () => decodeJwt((await signIn(pool, "member@example.com")).IdToken)["cognito:groups"];
  expect(await groups()).toEqual(["instructor"]);
  const membership = { ...named("member@example.com"), GroupName: "instructor" };
  await pool.sdk.send(new AdminAddUserToGroupCommand(membership));
  const listed = await pool.sdk.send(new AdminListGroupsForUserCommand(named("member@example.com")));
  expect(listed.Groups?.map(({ GroupName }) => GroupName)).toEqual(["instructor"]);
  await pool.sdk.send(new AdminRemoveUserFromGroupCommand(membership));
  expect(await groups()).toBeUndefined();
  await expect(
    pool.sdk.send(new AdminAddUserToGroupCommand({ ...membership, GroupName: "nobody" })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("an administrator confirms, signs out and deletes", async () => {
  const person = named("managed@example.com");
  await pool.sdk.send(
    new SignUpCommand({ ClientId: clientId, Username: person.Username, Password: password }),
  );
  await pool.sdk.send(new AdminConfirmSignUpCommand(person));
  const { RefreshToken } = await signIn(pool, person.Username);
  await pool.sdk.send(new AdminUserGlobalSignOutCommand(person));
  await expect(refresh(pool, RefreshToken)).rejects.toThrow("Refresh Token has been revoked");
  await pool.sdk.send(new AdminDeleteUserCommand(person));
  await expect(pool.sdk.send(new AdminGetUserCommand(person))).rejects.toMatchObject({
    name: "UserNotFoundException",
  });
  await expect(refresh(pool, RefreshToken)).rejects.toThrow("Invalid Refresh Token");
});

test("users are listed in pages and found by address", async () => {
  const emails = ["list-a@example.com", "list-b@example.com", "list-%@example.com", "x-list@example.com"];
  for (const email of emails) {
    await pool.sdk.send(new AdminCreateUserCommand({ ...named(email), MessageAction: "SUPPRESS" }));
  }
  async function list(filter: Record<string, string>): Promise<string[]> {
    const found: string[] = [];
    const pages = paginateListUsers(
      { client: pool.sdk, pageSize: 2 },
      { UserPoolId: config.poolId, ...filter },
    );
    for await (const { Users = [] } of pages) {
      expect(Users.length).toBeLessThanOrEqual(2);
      found.push(
        ...Users.map(({ Attributes }) => Attributes?.find(({ Name }) => Name === "email")?.Value ?? ""),
      );
    }
    return found;
  }
  expect((await list({})).filter((email) => email.includes("list"))).toEqual(emails);
  expect(await list({ Filter: 'email ^= "list-"' })).toEqual(emails.slice(0, 3));
  expect(await list({ Filter: 'email ^= "list-%"' })).toEqual(["list-%@example.com"]);
  expect(await list({ Filter: 'email = "LIST-B@example.com"' })).toEqual(["list-b@example.com"]);
  await expect(list({ Filter: "phone_number = 5" })).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  await expect(list({ PaginationToken: "forged" })).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
});

test("another pool and another client are not here", async () => {
  const elsewhere = { UserPoolId: "eu-west-1_Elsewhere", Username: "ada@example.com" };
  await expect(pool.sdk.send(new AdminGetUserCommand(elsewhere))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  await expect(
    pool.sdk.send(new SignUpCommand({ ClientId: "unknown", Username: "a@example.com", Password: password })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});
