import { quotesAsMarkdown } from "@lyceum/shared/tutor-quotes";
import * as z from "zod";
import type { ConverseRequest, Said } from "../../conversation.ts";
import type { Passage } from "../passages.ts";
import { type Asked, inputAs } from "../request.ts";
import { contentOf, numbersIn, stemOf } from "../words.ts";
import { phrasesIn } from "../writing/facts.ts";
import { AskedItem, optionsOf } from "./asked-item.ts";
import { toldByTools, toolFor } from "./tools.ts";

const Quote = z.object({
  number: z.number(),
  text: z.string(),
  lead: z.string().optional(),
  mark: z.string().optional(),
});
type Quote = z.infer<typeof Quote>;

const Input = z.object({
  question: z.string(),
  help: z.enum(["hint", "guided", "full"]),
  /** The best first. */
  quotes: z.array(Quote),
  memory: z.string(),
  item: AskedItem.optional(),
});

/** What the platform's prompt wants where the notes don't answer. */
const notInNotes = "NOT_IN_NOTES";

/** `answer-question`: the quotes that came along, each with its number; for less help, where they stand. */
export async function answerQuestion(asked: Asked, request: ConverseRequest): Promise<Said[]> {
  const { question, help, quotes, item } = inputAs(Input, asked);
  const use = toolFor(question, request);
  if (use) return [use];
  const told = toldByTools(request);
  if (told.length > 0) return [{ text: told.join("\n\n") }];
  const said = quotes.map((quote) =>
    quote.mark === "|"
      ? quote
      : { ...quote, text: onOneLine(quote.text), lead: quote.lead && onOneLine(quote.lead) },
  );
  const [best] = said;
  const text = help === "full" ? fully(said, item) : best && pointing(help, question, best, asked.passages);
  const decides = help !== "full" && item ? [`What decides: ${item.decidedBy}`] : [];
  return [{ text: [...decides, ...(text ? [text] : [])].join("\n\n") || notInNotes }];
}

function fully(quotes: readonly Quote[], item: AskedItem | undefined): string {
  return [...(item ? explained(item) : []), quotesAsMarkdown(quotes)]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Why the key is right, and what is wrong with another response. */
function explained(item: AskedItem): string[] {
  const right = optionsOf(item, item.key);
  const wrong = item.correct
    ? []
    : optionsOf(item, item.response).filter((option) => !right.some(({ id }) => id === option.id));
  const why = (options: AskedItem["options"]) => options.map(({ rationale }) => rationale);
  const named = (options: AskedItem["options"]) => options.map(({ text }) => text).join("; ");
  return [
    `The right answer: ${named(right)}`,
    ...why(right),
    ...(wrong.length > 0 ? [`Your answer: ${named(wrong)}`, ...why(wrong)] : []),
    `What decides: ${item.decidedBy}`,
  ];
}

/** Where to look, and a question that leads on; not the answer. */
function pointing(
  help: "hint" | "guided",
  question: string,
  best: Quote,
  passages: readonly Passage[],
): string {
  const place = placeOf(best.number, passages);
  const gap = help === "guided" ? withGap(best, question) : undefined;
  if (gap) return `“${gap}” [${best.number}]\n\nWhat belongs in the gap? It stands in “${place}”.`;
  const topic = sharedWords(question, best.text);
  const leading = topic
    ? `What does it say about “${topic}”?`
    : "Which of its sentences is about your question?";
  return `Look at “${place}” [${best.number}]. ${leading}`;
}

/** Titles begin with the number of the passage in brackets. */
function placeOf(number: number, passages: readonly Passage[]): string {
  const mark = `[${number}]`;
  const title = passages.find((passage) => passage.title.startsWith(mark))?.title.slice(mark.length) ?? "";
  const parts = title.split(" > ").map((part) => part.trim());
  return [...new Set([...parts.slice(0, 1), ...parts.slice(1).slice(-1)])].join(" › ") || "the notes";
}

/** A sentence with a gap in place of what the question doesn't say itself: a figure, or else the last thing named. */
function withGap({ text }: Quote, question: string): string | undefined {
  const known = new Set(contentOf(question));
  const figure = numbersIn(text).find(
    (number) => !numbersIn(question).includes(number) && text.includes(number),
  );
  const phrases = phrasesIn([{ passage: "", title: "", quote: text, text, place: 0 }])
    .map((phrase) => phrase.text)
    .filter((phrase) => !contentOf(phrase).some((word) => known.has(word)));
  const answer = figure ?? phrases.at(-1);
  if (!answer) return undefined;
  const at = text.lastIndexOf(answer);
  return `${text.slice(0, at)}_____${text.slice(at + answer.length)}`;
}

/** The longest run of the question's words that carry meaning and stand in a sentence too. */
function sharedWords(question: string, text: string): string {
  const said = new Set(contentOf(text));
  const words = question.match(/[\p{L}\p{N}'’-]+/gu) ?? [];
  let [longest, run]: [string[], string[]] = [[], []];
  for (const word of words) {
    const isShared = contentOf(word).length > 0 && said.has(stemOf(word.toLowerCase()));
    run = isShared ? [...run, word] : [];
    if (run.length > longest.length) longest = run;
  }
  return longest.join(" ");
}

/** Without a mark of a list, which would make another list of it. */
const onOneLine = (text: string): string =>
  text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/^(?:[-*+>]|\d{1,2}[.)])\s+/, "");
