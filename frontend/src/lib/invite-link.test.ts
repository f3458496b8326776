import { expect, test } from "@jest/globals";
import { InviteSecret } from "@lyceum/shared/cohorts";
import { inviteLink, makeSecret, secretIn } from "./invite-link.ts";

test("a secret is what the contract asks for, and another one each time", () => {
  const secrets = Array.from({ length: 200 }, makeSecret);
  for (const secret of secrets) expect(InviteSecret.safeParse(secret).success).toBe(true);
  expect(new Set(secrets).size).toBe(200);
});

test("a link's secret is found again in its fragment", () => {
  const secret = makeSecret();
  const link = inviteLink("https://lyceum.example", "inv_01", secret);
  expect(link).toBe(`https://lyceum.example/join/inv_01#${secret}`);
  expect(secretIn(new URL(link).hash)).toBe(secret);
  expect(secretIn(secret)).toBe(secret);
});

test.each(["", "#", "#short", `#${"a".repeat(44)}`, `#${"a".repeat(42)}.`])("%s is no secret", (fragment) => {
  expect(secretIn(fragment)).toBeUndefined();
});
