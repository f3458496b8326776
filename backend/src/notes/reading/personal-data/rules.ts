import type { PersonalData } from "@lyceum/shared/notes";

// What looks like it tells who somebody is, by its form. It finds nothing that only its meaning gives away: names and
// addresses are left to the guardrail.

type Kind = PersonalData["kind"];

interface Pattern {
  kind: Kind;
  form: RegExp;
  /** What the form alone can't tell. */
  holds?: (text: string) => boolean;
}

const patterns: readonly Pattern[] = [
  {
    kind: "secret",
    form: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bsk-[A-Za-z0-9_-]{32,}|-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g,
    // Documentation's own examples.
    holds: (text) => !text.includes("EXAMPLE"),
  },
  {
    kind: "email",
    form: /(?<![\w.+%-])[A-Z0-9](?:[A-Z0-9._%+-]{0,62}[A-Z0-9_%+-])?@(?:[A-Z0-9](?:[A-Z0-9-]{0,61}[A-Z0-9])?\.)+[A-Z]{2,24}\b/gi,
    // Names that are reserved for examples (RFC 2606) are nobody's.
    holds: (text) =>
      !/@(?:[\w-]+\.)*(?:example\.(?:com|net|org)|[\w-]+\.(?:example|test|invalid|localhost))$|@example\.\w+$/i.test(
        text,
      ),
  },
  { kind: "iban", form: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, holds: isIban },
  { kind: "card", form: /(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d.-]?\d)/g, holds: isCard },
  { kind: "national_id", form: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g },
  { kind: "ip_address", form: /(?<![\d./])(?:\d{1,3}\.){3}\d{1,3}(?![\d/]|\.\d)/g, holds: isPublicAddress },
  {
    kind: "phone",
    form: /(?<![\w.+-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){6,11}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4})(?![\w-]|\.\d)/g,
  },
];

interface Found {
  kind: Kind;
  start: number;
  text: string;
}

/** Findings in a text in their order; none lies in another. */
export function personalDataIn(text: string): Found[] {
  const found: Found[] = [];
  for (const { kind, form, holds = () => true } of patterns) {
    for (const { 0: match, index } of text.matchAll(form)) {
      const overlaps = found.some(
        ({ start, text: other }) => index < start + other.length && start < index + match.length,
      );
      if (!overlaps && holds(match)) found.push({ kind, start: index, text: match });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** A text with what was found replaced by what kind it is. */
export const masked = (text: string, findings: readonly { kind: Kind; text: string }[]): string =>
  [...findings]
    .sort((a, b) => b.text.length - a.text.length)
    .reduce((result, { kind, text: found }) => result.replaceAll(found, `[${kind.replace("_", " ")}]`), text);

/** A finding with some words around it. */
export function contextOf(text: string, found: string, around = 60): string {
  const at = text.indexOf(found);
  const from = Math.max(0, at - around);
  const to = Math.min(text.length, at + found.length + around);
  const shown = text.slice(from, to).toWellFormed().replace(/\s+/g, " ");
  return `${from > 0 ? "…" : ""}${shown}${to < text.length ? "…" : ""}`;
}

/** The Luhn sum (ISO/IEC 7812-1), with the lengths and first digits that cards have. */
function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  if (
    !/^(?:3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|4\d{12}(?:\d{3})?(?:\d{3})?|5[1-5]\d{14}|2[2-7]\d{14}|6(?:011|5\d\d)\d{12})$/.test(
      digits,
    )
  ) {
    return false;
  }
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** The check digits (ISO 13616): the number that its letters and digits make leaves 1 when divided by 97. */
function isIban(text: string): boolean {
  const compact = text.replace(/ /g, "");
  if (compact.length < 15 || compact.length > 34) return false;
  let rest = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Not one of those that mean no machine in particular: private, loopback, for documentation (RFC 6890). */
function isPublicAddress(text: string): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = text.split(".").map(Number);
  if ([a, b, c, d].some((part) => part > 255)) return false;
  const reserved =
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 192 && b === 0 && (c === 0 || c === 2)) ||
    (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) ||
    (a === 203 && b === 0 && c === 113);
  // Versions are written alike: 1.2.3.4 is rarely a machine.
  return !reserved && !(a < 10 && b < 10 && c < 10);
}
