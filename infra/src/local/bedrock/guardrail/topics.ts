import { deniedTopics, type TopicName } from "../../../stacks/denied-topics.ts";
import { readingsOf } from "./readings.ts";

const exam = "(?:exam|test|certification)";

/** A few plain phrases of each topic: the classifier is in the cloud only. */
const phrases: Readonly<Record<TopicName, readonly RegExp[]>> = {
  "leaked exam questions": [
    /\b(?:give|send|show|share|post|find|get|download|buy|sell|need|want|have|upload)\b[^.?!\n]{0,40}\b(?:brain|exam) ?dumps?\b/i,
    new RegExp(
      String.raw`\b(?:give|send|show|share|post|find|get|tell|list|download|buy|sell|need|want|have|know)\b[^.?!\n]{0,40}\b(?:real|actual|live|leaked|stolen|tomorrow'?s|today'?s)\b[^.?!\n]{0,25}\b(?:questions?|answers?|items?|papers?)\b[^.?!\n]{0,30}\b${exam}\b`,
      "i",
    ),
    new RegExp(
      String.raw`\b(?:give|send|show|share|post|find|get|tell|list|download|buy|sell|need|want|have|know)\b[^.?!\n]{0,40}\b(?:real|actual|live|leaked|stolen|tomorrow'?s|today'?s)\b[^.?!\n]{0,15}\b${exam}\b[^.?!\n]{0,10}\b(?:questions?|answers?|items?|papers?)\b`,
      "i",
    ),
    /\bleaked (?:questions?|answers?|items?)\b/i,
  ],
  "cheating in an exam": [
    new RegExp(
      String.raw`\b(?:take|sit|write|do|pass)\b[^.?!\n]{0,25}\b${exam}\b[^.?!\n]{0,15}\bfor me\b`,
      "i",
    ),
    new RegExp(
      String.raw`\bhow (?:can|do|could|to) (?:i |we )?(?:cheat|get away)\b[^.?!\n]{0,40}\b${exam}\b`,
      "i",
    ),
    /\b(?:trick|fool|bypass|get around|without)\b[^.?!\n]{0,20}\bproctor\w*\b[^.?!\n]{0,20}(?:see|notic|catch|$|[?.!])/i,
    /\b(?:fake|forge)\b[^.?!\n]{0,20}\bcertificate\b/i,
    new RegExp(
      String.raw`\bi(?: am|'m) (?:in|sitting|taking) (?:the|my|an) (?:real )?${exam}\b[^.?!\n]{0,20}\bright now\b`,
      "i",
    ),
  ],
  "personal medical advice": [
    /\b(?:what|which|how much|how many)\b[^.?!\n]{0,30}\b(?:medicine|medication|pills?|dose|drug|ibuprofen|antibiotics?)\b[^.?!\n]{0,40}\b(?:i|me|my)\b/i,
    /\bi(?: have|'ve| am having|'m having)(?: had)?\b[^.?!\n]{0,20}\b(?:headache|fever|chest pain|rash|cough|stomach ache|symptoms)\b/i,
    /\bdiagnose (?:me|my)\b/i,
  ],
  "personal legal advice": [
    /\b(?:can|should|how (?:can|do)) i (?:sue|contest|appeal)\b/i,
    /\bmy (?:divorce|landlord|lawsuit|custody case)\b/i,
  ],
  "personal financial advice": [
    /\bshould i (?:buy|sell|invest in|hold)\b[^.?!\n]{0,40}\b(?:stocks?|shares?|bitcoin|crypto\w*|funds?|etfs?|gold)\b/i,
    /\bwhich (?:stocks?|shares?|crypto\w*|funds?|etfs?)\b[^.?!\n]{0,40}\b(?:buy|rise|invest)\b/i,
    /\bmy (?:taxes|tax return|mortgage|pension)\b/i,
  ],
};

/** The denied topics that a text is about, by their names. */
export function topicsIn(text: string): TopicName[] {
  const [plain = text] = readingsOf(text);
  return deniedTopics
    .map(({ name }) => name)
    .filter((name) => phrases[name].some((phrase) => phrase.test(plain)));
}
