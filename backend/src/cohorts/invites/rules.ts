/** What a mail that invites somebody says. Names are as people typed them; times are ISO. */
interface InviteMail {
  inviter: string;
  group: string;
  exam: string;
  role: "instructor" | "learner";
  expiresAt: string;
  /** The group's, in which the time is told. */
  timeZone: string;
  link: string;
}

const becomes = { learner: "a learner", instructor: "an instructor" } as const;

/** The mail as plain text. Its only link is the invite's. */
export function inviteMail({ inviter, group, exam, role, expiresAt, timeZone, link }: InviteMail) {
  const from = plainName(inviter);
  const to = plainName(group);
  const text = [
    `${from} invites you to a study group on Lyceum, to prepare for an exam together.`,
    "",
    `Group: ${to}`,
    `Exam: ${plainName(exam)}`,
    `You would join as: ${becomes[role]}`,
    `The invite works until: ${timeIn(timeZone, expiresAt)}`,
    "",
    "To look at the invite and join, open this link. You can sign in there, or create an account:",
    "",
    link,
    "",
    "The link is meant for you: whoever has it can join, so don't pass it on.",
    "If you don't know who invites you, or don't want to join, ignore this mail. Nothing happens then, and Lyceum has not kept your address.",
    "",
  ].join("\n");
  return { subject: `${from} invites you to the study group ${to}`, text };
}

/** Dots as in a host's name: what browsers take for one (RFC 3490, section 3.1) has these forms when it is normalized. */
const dots = /[.\u3002](?=[^\s.])/g;
const links = /https?|www|:\/\//gi;
/** Breaks of a line or of a word that isn't seen, and what turns the direction of writing around. */
const breaks = /[\s\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\u2060\ufeff]+/gu;

/**
 * A name as it can stand in a mail: on one line, and with nothing that a mail program would make a link of, so that
 * nobody can have a link of their own sent in the platform's name.
 */
export const plainName = (name: string): string =>
  name.normalize("NFKC").replace(links, " ").replace(dots, ". ").replace(breaks, " ").trim() || "(no name)";

/** Mails that one cohort may send in a day. The day is UTC's, so that a change of the time zone doesn't begin another. */
export const mailsPerDay = 50;

const day = 86_400_000;

/** The day of a time, `YYYY-MM-DD`, and when it ends, as an ISO time. */
export function mailDay(now: string): { day: string; ends: string } {
  const start = Math.floor(Date.parse(now) / day) * day;
  return { day: now.slice(0, 10), ends: new Date(start + day).toISOString() };
}

/** A time for people far away from each other: with the time zone that it is told in. */
export const timeIn = (timeZone: string, iso: string): string => {
  const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone });
  return `${format.format(new Date(iso))} (${timeZone})`;
};
