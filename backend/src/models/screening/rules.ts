import type { PersonalData } from "@lyceum/shared/notes";

/** What a guardrail says of a text, as far as it matters here. */
interface Assessment {
  topicPolicy?: { topics: readonly Finding[] | undefined } | undefined;
  contentPolicy?: { filters: readonly Finding[] | undefined } | undefined;
  wordPolicy?:
    | { customWords: readonly Finding[] | undefined; managedWordLists: readonly Finding[] | undefined }
    | undefined;
  sensitiveInformationPolicy?:
    | { piiEntities: readonly Finding[] | undefined; regexes: readonly Finding[] | undefined }
    | undefined;
}

interface Finding {
  type?: string | undefined;
  name?: string | undefined;
  match?: string | undefined;
  action?: string | undefined;
}

/** The service's names for personal data, as people know them. */
const kinds: Readonly<Record<string, PersonalData["kind"]>> = {
  EMAIL: "email",
  PHONE: "phone",
  CREDIT_DEBIT_CARD_NUMBER: "card",
  INTERNATIONAL_BANK_ACCOUNT_NUMBER: "iban",
  IP_ADDRESS: "ip_address",
  ADDRESS: "address",
  NAME: "name",
  PASSWORD: "secret",
  AWS_ACCESS_KEY: "secret",
  AWS_SECRET_KEY: "secret",
};

/** All other types are numbers by which a state or a bank knows somebody. */
const kindOf = (type: string | undefined): PersonalData["kind"] => (type && kinds[type]) || "national_id";

const words: Readonly<Record<string, string>> = {
  PROMPT_ATTACK: "It tries to tell the model what to do.",
  HATE: "It has hateful language.",
  INSULTS: "It has insults.",
  SEXUAL: "It has sexual content.",
  VIOLENCE: "It has violent content.",
  MISCONDUCT: "It is about crime or harm to others.",
};

const isBlocked = ({ action }: Finding) => action === "BLOCKED";

/** What the assessments of a text's parts come to. Personal data is told, and not a reason to block by itself. */
export function screeningOf(assessments: readonly Assessment[]) {
  const blocked = assessments.flatMap(({ topicPolicy, contentPolicy, wordPolicy }) => [
    ...(contentPolicy?.filters ?? [])
      .filter(isBlocked)
      .map(({ type = "" }) => words[type] ?? "A content filter found something."),
    ...(topicPolicy?.topics ?? [])
      .filter(isBlocked)
      .map(({ name }) => `It is about ${name}, which nobody gets help with here.`),
    ...[...(wordPolicy?.customWords ?? []), ...(wordPolicy?.managedWordLists ?? [])]
      .filter(isBlocked)
      .map(() => "It has words that are not let through."),
  ]);
  const personalData = assessments
    .flatMap(({ sensitiveInformationPolicy: policy }) => [
      ...(policy?.piiEntities ?? []),
      ...(policy?.regexes ?? []),
    ])
    .flatMap(({ type, match }) => (match ? [{ kind: kindOf(type), text: match }] : []));
  return { blocked: [...new Set(blocked)], personalData };
}

/** Characters of one request to a guardrail: 20 text units, of the 25 that it takes in a second by default. */
export const mostScreened = 20_000;

/** A text in parts of at most `most` characters, each but the last ending with a white space where there is any. */
export function partsOf(text: string, most = mostScreened): string[] {
  const parts: string[] = [];
  for (let from = 0; from < text.length; ) {
    const rest = text.slice(from, from + most);
    const isLast = from + most >= text.length;
    const end = isLast ? -1 : rest.search(/\s\S*$/);
    const part = end < 0 ? rest : rest.slice(0, end + 1);
    parts.push(part);
    from += part.length;
  }
  return parts;
}
