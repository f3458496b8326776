import { Fault } from "@lyceum/shared/contract/fault";
import type { AnswerCitation, Claim, Help, RetrievedPassage, ToolUse } from "@lyceum/shared/tutor";
import type { Models, Spender } from "../models/models.ts";
import { composed, normalised, type Statement, statementsOf, type Verdict } from "./claims/rules.ts";
import { type AskedItem, inWords } from "./item/rules.ts";
import { inCommon, isAboutProgress, isFromTools, isQuoted } from "./support/rules.ts";

interface Deps {
  ground: Models["ground"];
  /** The sentence of a passage that says a claim best, as it stands there. */
  sentenceFor: (claim: string, passage: string) => string | undefined;
}

/** What an answer may rest on. */
export interface Grounds {
  question: string;
  help: Help;
  passages: readonly RetrievedPassage[];
  tools: readonly ToolUse[];
  item: AskedItem | undefined;
  spender: Spender;
  /** ms since 1970; no model is asked where it is 0. */
  deadline: number;
}

export interface Checked {
  text: string;
  claims: Claim[];
  citations: AnswerCitation[];
}

/** From here on a source counts as saying the same: the guardrail's own threshold (infra/src/constructs/models.ts). */
const enough = 0.7;
/** How many claims are checked at the same time, and at all. */
const atOnce = 4;
const mostClaims = 30;

/**
 * Checks an answer: each claim against the passages that it cites, then against all of them, the item and the results of
 * tools. Numbers that don't support their claim are taken out, and what nothing supports is marked.
 * @returns also what the checks have cost, in US dollars
 */
export const checking =
  ({ ground, sentenceFor }: Deps) =>
  async (said: string, grounds: Grounds): Promise<Checked & { usd: number }> => {
    const { passages, help } = grounds;
    const text = normalised(said, passages.length);
    const statements = statementsOf(text, help);
    const claims = statements.filter(({ isClaim }) => isClaim);
    const verdicts = new Map<Statement, Claim>();
    const left = claims.entries();
    let usd = 0;
    const worker = async () => {
      for (const [index, statement] of left) {
        verdicts.set(statement, await verdictOf(statement, grounds, index < mostClaims));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));

    const found = claims.flatMap((statement) => verdicts.get(statement) ?? []);
    const marks = claims.flatMap((statement): Verdict[] => {
      const claim = verdicts.get(statement);
      return claim ? [{ ...statement, numbers: claim.numbers, unsupported: claim.support === "none" }] : [];
    });
    const mentioned = statements.filter(({ isClaim }) => !isClaim).flatMap(({ numbers }) => numbers);
    return {
      text: composed(text, marks),
      claims: found,
      citations: citationsOf(found, mentioned, grounds, sentenceFor),
      usd,
    };

    async function verdictOf(statement: Statement, known: Grounds, isInTime: boolean): Promise<Claim> {
      const { text: claim, numbers } = statement;
      const cited = passages.filter(({ number }) => numbers.includes(number));
      if (cited.length === 0 && known.item && isQuoted(claim, textOf(known.item))) return as("item", [], 1);
      const quoted = (cited.length > 0 ? cited : passages).filter((passage) => isQuoted(claim, passage.text));
      if (quoted.length > 0) return as("notes", quoted.map(({ number }) => number).slice(0, 2), 1);
      if (isFromTools(claim, known.question, known.tools)) return as("tool", [], 1);
      if (known.deadline === 0 || !isInTime) return as("unchecked", numbers, null);
      try {
        return await checked();
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        return as("unchecked", numbers, null);
      }

      async function checked(): Promise<Claim> {
        const byCited = cited.length > 0 ? await scoreOf(cited.map(sourceOf)) : 0;
        if (byCited >= enough) return as("notes", await sayingItAlone(cited), byCited);
        const byItem = known.item ? await scoreOf([textOf(known.item)]) : 0;
        if (byItem >= enough) return as("item", [], byItem);
        const byAll = cited.length < passages.length ? await scoreOf(passages.map(sourceOf)) : 0;
        if (byAll >= enough) return as("notes", nearest(passages), byAll);
        if (isAboutProgress(claim, known.tools)) return as("unchecked", [], null);
        return as("none", [], Math.max(byCited, byItem, byAll));
      }

      async function scoreOf(sources: readonly string[]): Promise<number> {
        const scores = await ground(claim, {
          sources,
          question: known.question.slice(0, mostOfQuestion),
          spender: known.spender,
          deadline: known.deadline,
        });
        usd += scores.usd;
        return Math.min(1, Math.max(0, Math.round(scores.grounding * 100) / 100));
      }

      /** Of those that say it together, those that say it alone; all, where it takes them together. */
      async function sayingItAlone(from: readonly RetrievedPassage[]): Promise<number[]> {
        const numbers = from.map(({ number }) => number);
        if (from.length < 2) return numbers;
        const scores = await Promise.all(from.map((passage) => scoreOf([sourceOf(passage)])));
        const alone = numbers.filter((_, index) => (scores[index] ?? 0) >= enough);
        return alone.length > 0 ? alone : numbers;
      }

      /** The one whose best sentence has most in common with the claim. */
      function nearest(from: readonly RetrievedPassage[]): number[] {
        const [best] = from
          .map(({ number, text: passage }) => ({
            number,
            shared: inCommon(claim, sentenceFor(claim, passage) ?? ""),
          }))
          .sort((one, other) => other.shared - one.shared);
        return best ? [best.number] : [];
      }

      function as(support: Claim["support"], supporting: number[], score: number | null): Claim {
        return { text: claim, numbers: supporting, support, score };
      }
    }
  };

/** Characters that a guardrail takes of a question. */
const mostOfQuestion = 1_000;

const sourceOf = ({ noteTitle, headings, text }: RetrievedPassage): string =>
  `${[noteTitle, ...headings].join(" > ")}\n\n${text}`;

/** An item as a source. */
const textOf = (item: AskedItem): string =>
  [
    item.stem,
    ...item.options.map(({ text, rationale }) => `${text}: ${rationale}`),
    `The right answer: ${inWords(item.key, item)}`,
    `What decides: ${item.decidedBy}`,
    item.response ? `Your answer: ${inWords(item.response, item)}` : "You have not answered it.",
  ].join("\n");

/** Characters of a quotation. */
const mostQuoted = 600;

/**
 * The sentences that support claims, once each; of passages that are only pointed to, the one that fits the question.
 */
export function citationsOf(
  claims: readonly Claim[],
  mentioned: readonly number[],
  { passages, question }: Pick<Grounds, "passages" | "question">,
  sentenceFor: Deps["sentenceFor"],
): AnswerCitation[] {
  const cited = claims.flatMap(({ numbers, text }) => numbers.map((number) => ({ number, text })));
  const pointed = mentioned
    .filter((number) => !cited.some((each) => each.number === number))
    .map((number) => ({ number, text: question }));
  const all = [...cited, ...pointed].flatMap(({ number, text }): AnswerCitation[] => {
    const passage = passages.find((each) => each.number === number);
    const quote = passage && (sentenceFor(text, passage.text) ?? beginningOf(passage.text));
    if (!passage || !quote) return [];
    const { noteId, version, ordinal, cohortId, noteTitle } = passage;
    return [{ number, noteId, version, ordinal, cohortId, title: noteTitle, quote: cut(quote) }];
  });
  const distinct = new Map(all.map((citation) => [`${citation.number} ${citation.quote}`, citation]));
  return [...distinct.values()].sort((a, b) => a.number - b.number);
}

/** Whole words, as they stand in the note. */
const cut = (quote: string): string =>
  quote.length <= mostQuoted ? quote : quote.slice(0, mostQuoted).replace(/\s+\S*$/, "");

const beginningOf = (text: string): string => text.trim().split("\n", 1).join("").trim();
