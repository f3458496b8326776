import { expect, test } from "@jest/globals";
import { cohortRoles } from "@lyceum/shared/contract/route";
import fc from "fast-check";
import { assertMayInvite, assertMayRemove, assertOpen, inviteState, sameName } from "./rules.ts";

const now = "2026-03-01T09:00:00.000Z";
const later = "2026-03-01T09:00:00.001Z";
const open = { expiresAt: later, maxUses: 2, uses: 1 };

test.each([
  ["open", open],
  ["open", { ...open, maxUses: 1, uses: 0 }],
  ["used_up", { ...open, uses: 2 }],
  ["used_up", { ...open, uses: 3 }],
  ["expired", { ...open, expiresAt: now }],
  ["expired", { ...open, expiresAt: "2026-03-01T09:59:59.999+01:00" }],
  ["expired", { ...open, expiresAt: now, uses: 2 }],
  ["revoked", { ...open, revokedAt: now }],
  ["revoked", { ...open, revokedAt: now, expiresAt: now, uses: 2 }],
])("an invite is %s (%#)", (state, invite) => {
  expect(inviteState(invite, now)).toBe(state);
});

const Moment = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") });
const Uses = fc.record({
  expiresAt: Moment.map((date) => date.toISOString()),
  maxUses: fc.integer({ min: 1, max: 5 }),
  uses: fc.integer({ min: 0, max: 5 }),
  revokedAt: fc.option(fc.constant(now), { nil: undefined }),
});

test("an invite that is closed never opens again, whatever happens to it", () => {
  fc.assert(
    fc.property(Uses, Moment, fc.nat(), fc.nat(3), fc.boolean(), (invite, date, ms, used, revoked) => {
      const then = { ...invite, uses: invite.uses + used, ...(revoked && { revokedAt: now }) };
      const before = inviteState(invite, date.toISOString());
      const after = inviteState(then, new Date(date.getTime() + ms).toISOString());
      if (before !== "open") expect(after).not.toBe("open");
    }),
  );
});

test("a closed invite lets nobody in, and says what to do", () => {
  assertOpen(open, now);
  for (const closed of [
    { ...open, revokedAt: now },
    { ...open, expiresAt: now },
    { ...open, uses: 2 },
  ]) {
    expect(() => assertOpen(closed, now)).toThrow(
      expect.objectContaining({
        code: "invite_closed",
        message: expect.stringMatching(/Ask for a new one\.$/),
      }),
    );
  }
});

// Learners don't get here: the routes are for instructors and owners.
const pairs = (["owner", "instructor"] as const).flatMap((actor) =>
  cohortRoles.map((other) => ({ actor, other })),
);

test.each(pairs)("may a cohort's $actor invite, and remove, its $other?", ({ actor, other }) => {
  for (const assertMay of [assertMayInvite, assertMayRemove]) {
    const act = () => assertMay(actor, other);
    if (actor === "owner" || other === "learner") expect(act).not.toThrow();
    else expect(act).toThrow(expect.objectContaining({ code: "forbidden" }));
  }
});

test.each([
  ["Ada", "ADA"],
  ["Ada Lovelace", "ada  lovelace"],
  ["Ａｄａ", "ada"],
  ["caf\u00e9", "CAFE\u0301"],
  ["Νίκος", "ΝΊΚΟΣ"],
  ["Νίκοσ", "Νίκος"],
  ["Weiß", "WEISS"],
  ["Weiß", "WEIẞ"],
  ["ﬁnn", "FINN"],
  ["İpek", "i\u0307pek"],
])("%s and %s are the same pseudonym", (one, other) => {
  expect(sameName(one)).toBe(sameName(other));
});

test.each([
  ["Ada", "Adá"],
  ["Ada L", "AdaL"],
  ["Ada.L", "Ada-L"],
  ["Ada1", "Ada2"],
])("%s and %s are two", (one, other) => {
  expect(sameName(one)).not.toBe(sameName(other));
});

/** What the contract lets through, and then some. */
const AnyName = fc.oneof(
  fc.stringMatching(/^[\p{L}\p{N} ._-]{2,30}$/u),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(..."ßẞﬁſKKΣσςİıiIΐǅœŉ҈̈ﷺ"), maxLength: 15 }),
);

test("a pseudonym is the same whatever its case, its encoding and its spaces", () => {
  fc.assert(
    fc.property(AnyName, (name) => {
      const same = sameName(name);
      for (const other of [
        name.toUpperCase(),
        name.toLowerCase(),
        name.toLowerCase().toUpperCase(),
        name.toUpperCase().toLowerCase(),
        name.normalize("NFC"),
        name.normalize("NFD"),
        name.replaceAll(" ", "  "),
        same,
      ]) {
        expect(sameName(other)).toBe(same);
      }
    }),
    { numRuns: 2000 },
  );
});

test("the longest pseudonym fits into a sort key of DynamoDB, which has 1024 bytes", () => {
  // U+FDFA is the character that grows most: to 18.
  expect(Buffer.byteLength(`NAME#${sameName("\ufdfa".repeat(30))}`)).toBeLessThanOrEqual(1024);
});
