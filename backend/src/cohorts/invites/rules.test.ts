import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { inviteMail, mailDay, plainName, timeIn } from "./rules.ts";

const link = "https://site.example/join/inv_01#secret";
const mail = (wish: Partial<Parameters<typeof inviteMail>[0]> = {}) =>
  inviteMail({
    inviter: "Ada",
    group: "Night owls",
    exam: "AWS Certified Generative AI Developer - Professional",
    role: "learner",
    expiresAt: "2026-11-28T09:30:00.000Z",
    timeZone: "Europe/Berlin",
    link,
    ...wish,
  });

test("says who invites, to what, as what, until when, and by which link", () => {
  const { subject, text } = mail();
  expect(subject).toBe("Ada invites you to the study group Night owls");
  expect(text).toContain("Ada invites you to a study group on Lyceum");
  expect(text.split("\n")).toEqual(
    expect.arrayContaining([
      "Group: Night owls",
      "Exam: AWS Certified Generative AI Developer - Professional",
      "You would join as: a learner",
      "The invite works until: 28 November 2026 at 10:30 (Europe/Berlin)",
      link,
    ]),
  );
  expect(text).toMatch(/ignore this mail/);
  expect(mail({ role: "instructor" }).text).toContain("You would join as: an instructor");
});

test.each([
  ["Dr. Ada B. Lovelace", "Dr. Ada B. Lovelace"],
  ["AWS/GCP group 2.0", "AWS/GCP group 2. 0"],
  ["Ельга 東京 🎓 …", "Ельга 東京 🎓 ..."],
  ["Win at https://evil.example/x", "Win at evil. example/x"],
  ["HTTP://evil.example", "evil. example"],
  ["www.evil.example", ". evil. example"],
  ["hthttptp://evil", "ht tp evil"],
  ["evil。example", "evil. example"],
  ["ｅｖｉｌ．example", "evil. example"],
  ["one\r\nBcc: two\u2028three\u0000four", "one Bcc: two three four"],
  ["a\u202Eb\u200Bc", "a b c"],
  ["http", "(no name)"],
])("%j becomes %j", (name, plain) => {
  expect(plainName(name)).toBe(plain);
});

/** Names of pieces that links are made of, so that they meet in every order. */
const Hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("http", "HTTPS", "hTtP", "www", "WwW", ":", "//", "://", ".", "。", "．", "｡"),
      fc.constantFrom("evil", "example", "com", "@", "\n", "\r", "\u2028", "\u0085", "\u202e", "\u200b", " "),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

test("no name breaks a line, or has anything that a mail program would make a link of", () => {
  fc.assert(
    fc.property(Hostile, (name) => {
      const plain = plainName(name);
      expect(plain).not.toBe("");
      expect(plain).not.toMatch(/http|www|:\/\//i);
      // A host's name has a dot between two characters.
      expect(plain).not.toMatch(/\S[.。．｡][^\s.]/u);
      expect(plain).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
      expect(plainName(plain)).toBe(plain);
    }),
    { numRuns: 2000 },
  );
});

test("whatever names there are, the mail has its lines and one link", () => {
  fc.assert(
    fc.property(Hostile, Hostile, Hostile, (inviter, group, exam) => {
      const { subject, text } = mail({ inviter, group, exam });
      expect(subject).not.toMatch(/\p{Cc}/u);
      expect(text.split("\n")).toHaveLength(mail().text.split("\n").length);
      expect(text.match(/https?:/gi)).toHaveLength(1);
      expect(text.split("\n")).toContain(link);
    }),
  );
});

test("a day is UTC's, and ends when the next one begins", () => {
  expect(mailDay("2026-03-01T23:59:59.999Z")).toEqual({
    day: "2026-03-01",
    ends: "2026-03-02T00:00:00.000Z",
  });
  expect(mailDay("2026-03-02T00:00:00.000Z")).toEqual({
    day: "2026-03-02",
    ends: "2026-03-03T00:00:00.000Z",
  });
});

test("a time is told where the group is", () => {
  expect(timeIn("America/New_York", "2026-03-02T00:00:00.000Z")).toBe(
    "1 March 2026 at 19:00 (America/New_York)",
  );
});
