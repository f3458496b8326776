import { namedOptions } from "@lyceum/shared/questions";
import type { Claim, Help, RetrievedPassage } from "@lyceum/shared/tutor";
import { type CitedQuote, quotesAsMarkdown } from "@lyceum/shared/tutor-quotes";
import { type AskedItem, inWords } from "../item/rules.ts";
import { harmless } from "../markdown/rules.ts";

// The answer where no model can write one.

interface Known {
  help: Help;
  passages: readonly RetrievedPassage[];
  quotes: readonly CitedQuote[];
  item: AskedItem | undefined;
}

/** The sentences of the notes that fit best, each with its number; in place of a hint, where they stand. */
export function quotesAnswer({ help, passages, quotes, item }: Known): { text: string; claims: Claim[] } {
  const about = item && help === "full" ? explained(item) : [];
  const statements: Claim[] = about.map((text) => ({ text, numbers: [], support: "item", score: 1 }));
  if (help !== "full") {
    const text = [...(item ? [`What decides: ${item.decidedBy}`] : []), ...pointers(passages, quotes)];
    return { text: text.join("\n\n"), claims: [] };
  }
  const said = quotes.map((quote) => {
    // A cell may be nothing but what would be the mark of an item elsewhere.
    const safe = quote.mark === "|" ? harmless : flat;
    return { ...quote, text: safe(quote.text), lead: quote.lead && safe(quote.lead) };
  });
  const claims = said
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
    .map(
      ({ text, number, mark }): Claim => ({
        text: mark === "|" ? inCells(text) : text,
        numbers: [number],
        support: "notes",
        score: 1,
      }),
    );
  const text = [...about, quotesAsMarkdown(said)].filter((part) => part !== "").join("\n\n");
  return { text, claims: [...statements, ...claims] };
}

/** Why the key is right, and what was wrong with the response. */
function explained(item: AskedItem): string[] {
  const rationale = (ids: readonly string[]) =>
    item.options.filter(({ id }) => ids.includes(id)).map((option) => option.rationale);
  const key = namedOptions(item.key);
  const wrong =
    item.correct || !item.response ? [] : namedOptions(item.response).filter((id) => !key.includes(id));
  return [
    `The right answer: ${inWords(item.key, item)}`,
    ...rationale(key),
    ...(wrong.length > 0 ? [`Your answer: ${inWords(item.response, item)}`, ...rationale(wrong)] : []),
    `What decides: ${item.decidedBy}`,
  ].map(harmless);
}

const mostPointers = 2;

function pointers(passages: readonly RetrievedPassage[], quotes: readonly CitedQuote[]): string[] {
  const numbers = [
    ...new Set([...quotes.map(({ number }) => number), ...passages.map(({ number }) => number)]),
  ];
  return numbers.slice(0, mostPointers).flatMap((number, index) => {
    const passage = passages.find((each) => each.number === number);
    if (!passage) return [];
    const place = [passage.noteTitle, ...passage.headings.slice(-1)].join(" › ");
    return [`${index === 0 ? "Look at" : "Then at"} “${harmless(flat(place))}” [${number}].`];
  });
}

/** On one line, without what makes it an item of a list. */
const flat = (text: string): string =>
  harmless(
    text
      .replaceAll(/\s+/g, " ")
      .trim()
      .replace(/^(?:[-*+>#]+|\d{1,3}[.)])\s+/, ""),
  );

/** A row of a table as a text. */
const inCells = (text: string): string =>
  text.replaceAll(/^\|\s*|\s*\|$/g, "").replaceAll(/\s*(?<!\\)\|\s*/g, "; ");
