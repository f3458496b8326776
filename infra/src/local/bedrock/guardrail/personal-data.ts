/** Personal data or a secret, as it stands in a text. */
export interface Found {
  /** By Bedrock's names. */
  type: string;
  match: string;
  action: "BLOCKED" | "ANONYMIZED";
  /** Where it begins in the text. */
  at: number;
}

interface Kind extends Pick<Found, "type" | "action"> {
  pattern: RegExp;
  /** What the pattern alone can't tell. */
  holds?: (match: string) => boolean;
}

/** The earlier ones take precedence where two would match the same characters. */
const kinds: readonly Kind[] = [
  { type: "EMAIL", action: "ANONYMIZED", pattern: /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi },
  { type: "AWS_ACCESS_KEY", action: "BLOCKED", pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  {
    type: "AWS_SECRET_KEY",
    action: "BLOCKED",
    pattern: /(?<=secret[\w ]{0,20}["']?\s*[:=]\s*["']?)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/gi,
  },
  {
    type: "PASSWORD",
    action: "BLOCKED",
    pattern: /(?<=\bpassword["']?\s*[:=]\s*["']?)[^\s"'<>{}[\]$*]{8,}/gi,
    holds: (match) => /\d/.test(match),
  },
  {
    type: "INTERNATIONAL_BANK_ACCOUNT_NUMBER",
    action: "BLOCKED",
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g,
    holds: isIban,
  },
  {
    type: "CREDIT_DEBIT_CARD_NUMBER",
    action: "BLOCKED",
    pattern: /(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])/g,
    holds: isCard,
  },
  {
    type: "US_SOCIAL_SECURITY_NUMBER",
    action: "BLOCKED",
    pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g,
  },
  { type: "MAC_ADDRESS", action: "ANONYMIZED", pattern: /\b(?:[\da-f]{2}:){5}[\da-f]{2}\b/gi },
  {
    type: "IP_ADDRESS",
    action: "ANONYMIZED",
    pattern: /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d|\/\d)/g,
    holds: isPublicAddress,
  },
  {
    type: "PHONE",
    action: "ANONYMIZED",
    pattern:
      /(?<![\w+.-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){6,11}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4})(?![\w-])/g,
  },
];

/** Finds by patterns and checksums what looks like personal data or a secret, in the order of the text. */
export function findPersonalData(text: string): Found[] {
  const found: Found[] = [];
  for (const { type, action, pattern, holds = () => true } of kinds) {
    for (const { 0: match, index: at } of text.matchAll(pattern)) {
      const taken = found.some((other) => at < other.at + other.match.length && other.at < at + match.length);
      if (!taken && holds(match)) found.push({ type, match, action, at });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

/** The text with the name of its kind in place of each. */
export function masked(text: string, found: readonly Found[]): string {
  return found.toReversed().reduce((rest, { at, match, type }) => {
    return `${rest.slice(0, at)}{${type}}${rest.slice(at + match.length)}`;
  }, text);
}

/** ISO 13616: the rest by 97 is 1. */
function isIban(match: string): boolean {
  const compact = match.replaceAll(" ", "");
  if (compact.length < 15 || compact.length > 34) return false;
  const digits = [...compact.slice(4), ...compact.slice(0, 4)].map((char) => parseInt(char, 36)).join("");
  return BigInt(digits) % 97n === 1n;
}

/** ISO/IEC 7812: the check digit by Luhn's formula, and the first digit of a bank or a payment network. */
function isCard(match: string): boolean {
  const digits = [...match.replaceAll(/[ -]/g, "")].map(Number);
  if (!/^[3-6]/.test(match) || digits.length > 19) return false;
  const sum = digits.toReversed().reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** Notes on networks are full of private addresses, which lead to nobody. */
function isPublicAddress(match: string): boolean {
  const parts = match.split(".").map(Number);
  if (parts.some((part) => part > 255)) return false;
  const [a = 0, b = 0, c = 0] = parts;
  const isPrivate = a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
  const isReserved = a === 0 || a === 127 || a >= 224 || (a === 169 && b === 254);
  const isForExamples =
    (a === 192 && b === 0 && c === 2) ||
    (a === 198 && b === 51 && c === 100) ||
    (a === 203 && b === 0 && c === 113);
  return !isPrivate && !isReserved && !isForExamples;
}
