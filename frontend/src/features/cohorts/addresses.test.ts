import { expect, test } from "@jest/globals";
import { cohorts } from "@lyceum/shared/cohorts";
import fc from "fast-check";
import { addressesIn, addressProblem, isAddress, mostAddresses } from "./addresses.ts";

test.each([
  ["ada@example.com", ["ada@example.com"]],
  [
    " ada@example.com,bob@example.com ;\n\n eve@example.com",
    ["ada@example.com", "bob@example.com", "eve@example.com"],
  ],
  ["ada@example.com bob@example.com\tada@Example.com", ["ada@Example.com", "bob@example.com"]],
  ['Ada Lovelace <ada@example.com>, "Bob" < bob@example.com >', ["ada@example.com", "bob@example.com"]],
  ["", []],
  [" ,;\n ", []],
])("%j has %j", (text, addresses) => {
  expect(addressesIn(text)).toEqual(addresses);
});

test.each([
  [["ada@example.com"], undefined],
  [[], "Type at least one address."],
  [["ada@example.com", "bob"], "bob is not an e-mail address."],
  [["ada@", "bob"], "These are not e-mail addresses: ada@, bob."],
])("%j: %s", (addresses, problem) => {
  expect(addressProblem(addresses)).toBe(problem);
});

test("so many at once, and no more", () => {
  const many = (count: number) => Array.from({ length: count }, (_, place) => `a${place}@example.com`);
  expect(addressProblem(many(mostAddresses))).toBeUndefined();
  expect(addressProblem(many(mostAddresses + 1))).toMatch(/^These are 21 addresses/);
});

test("what is taken for an address is what the API takes for one", async () => {
  const { body } = cohorts.mailInvite;
  const secret = "s".repeat(43);
  const takes = async (email: string) => !(await body?.["~standard"].validate({ secret, email }))?.issues;
  const part = fc.string({
    unit: fc.constantFrom("a", "Z", "0", "_", ".", "-", "+", "'", "@", " ", "é", "\n"),
    maxLength: 6,
  });
  const near = fc
    .tuple(part, part, fc.constantFrom("com", "x", "", "c0m"))
    .map(([name, host, top]) => `${name}@${host}.${top}`);
  await fc.assert(
    fc.asyncProperty(fc.oneof(near, fc.emailAddress(), part), async (text) => {
      expect([text, isAddress(text)]).toEqual([text, await takes(text)]);
    }),
    { numRuns: 3000 },
  );
  const long = `${"a".repeat(188)}@example.com`;
  for (const text of [long, `a${long}`]) expect(isAddress(text)).toBe(await takes(text));
});
