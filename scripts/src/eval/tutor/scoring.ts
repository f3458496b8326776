import type { Answer } from "@lyceum/shared/tutor";
import { type GoldenQuestion, needsMetBy, plain } from "./golden.ts";
import { average, type Estimate, estimate, quantileOf, ratio, recallAt } from "./measures.ts";

/** A golden question as the tutor has answered it. */
export interface Scored {
  question: GoldenQuestion;
  answer: Answer;
  /** From the request to the first text and to the end, as the one who asks waits for it, in ms. */
  firstTextMs: number | null;
  ms: number;
}

export interface AnswerRow {
  eval: "tutor";
  table: "answers";
  measure: string;
  /** Which questions. */
  of: string;
  estimate: Estimate;
}

/** From this share of its words on, a sentence counts as said. */
const mostOfIt = 0.8;

const common = new Set(
  `a an and are as at be but by can do does for from has have if in into is it its may no not of on one only or so than
  that the their them they this to was were what when which while who with`.split(/\s+/),
);

/** The words that say something; plurals and singulars are one. */
const wordsOf = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
      .filter((word) => !common.has(word))
      .map((word) => (word.length > 3 ? word.replace(/s$/, "") : word)),
  );

/** How much of a sentence's content a text says, from 0 to 1. */
export function contentIn(text: string, sentence: string): number {
  const wanted = wordsOf(sentence);
  const said = wordsOf(text);
  return wanted.size === 0 ? 1 : wanted.intersection(said).size / wanted.size;
}

/** For each need of a question, how much of it a text says, by the sentence of which it says most. */
export const coverageOf = ({ needs }: Pick<GoldenQuestion, "needs">, text: string): number[] =>
  needs.map((quotes) => Math.max(...quotes.map(({ quote }) => contentIn(plain(text), quote))));

/** The passages that a text cites, as numbers. */
export const citedIn = (text: string): number[] => [
  ...new Set([...text.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number))),
];

/** Measures of answers, each with what it is computed from. */
export function scoreAnswers(scored: readonly Scored[]): AnswerRow[] {
  const groups = {
    all: scored,
    "half for tests": scored.filter(({ question }) => question.split === "test"),
    "one note": scored.filter(({ question }) => question.expects === "one_note"),
    "two notes": scored.filter(({ question }) => question.expects === "two_notes"),
  };
  return Object.entries(groups).flatMap(([of, rows]) =>
    Object.entries(measuresOf(rows)).flatMap(([measure, value]): AnswerRow[] =>
      value ? [{ eval: "tutor", table: "answers", measure, of, estimate: value }] : [],
    ),
  );
}

const share = <Row>(rows: readonly Row[], isSo: (row: Row) => boolean): Estimate | undefined =>
  estimate(rows.map((row) => (isSo(row) ? 1 : 0)));

function measuresOf(rows: readonly Scored[]): Record<string, Estimate | undefined> {
  const isRefused = ({ answer }: Scored) => answer.state === "not_in_notes";
  const answerable = rows.filter(({ question }) => question.needs.length > 0);
  const absent = rows.filter(({ question }) => question.needs.length === 0);
  const refused = rows.filter(isRefused);
  const answered = rows.filter(({ answer }) => answer.state === "answered");
  const known = answered.filter(({ question }) => question.needs.length > 0);
  const metBy = ({ question, answer }: Scored, numbers: readonly number[]) =>
    numbers.map((number) => {
      const passage = answer.passages.find((each) => each.number === number);
      return passage ? needsMetBy(question, passage) : [];
    });
  const cited = (row: Scored) => metBy(row, citedIn(row.answer.text));
  const retrieved = (row: Scored) =>
    metBy(
      row,
      row.answer.passages.map(({ number }) => number),
    );
  const counted = <Each>(list: readonly Each[], isSo: (each: Each) => boolean) => ({
    part: list.filter(isSo).length,
    whole: list.length,
  });
  const times = <Key extends "firstTextMs" | "ms">(key: Key) =>
    rows.flatMap((row) => (row[key] === null ? [] : [row[key]]));
  const used = (of: (usage: NonNullable<Answer["usage"]>) => number) =>
    average(rows.flatMap(({ answer }) => (answer.usage ? [of(answer.usage)] : [])));

  return {
    "passages that answer, among those shown": estimate(
      answerable.map((row) =>
        recallAt(row.answer.passages.length, row.question.needs.length, retrieved(row)),
      ),
    ),
    "answered, of what the notes answer": share(answerable, ({ answer }) => answer.state === "answered"),
    "faithfulness, by the tutor's own checks": ratio(
      answered.map(({ answer }) =>
        counted(
          answer.claims,
          ({ support }) => support === "notes" || support === "item" || support === "tool",
        ),
      ),
    ),
    "faithfulness, by the golden sentences": ratio(
      known.map((row) =>
        counted(row.answer.claims, ({ numbers }) => metBy(row, numbers).some((met) => met.length > 0)),
      ),
    ),
    "coverage of the golden sentences": ratio(
      answerable.map((row) => ({
        part: coverageOf(row.question, saidBy(row)).reduce((sum, covered) => sum + covered, 0),
        whole: row.question.needs.length,
      })),
    ),
    "whole golden answer in the text": share(answerable, (row) =>
      coverageOf(row.question, saidBy(row)).every((covered) => covered >= mostOfIt),
    ),
    "citation precision": ratio(known.map((row) => counted(cited(row), (met) => met.length > 0))),
    "citation recall": ratio(
      known.map((row) => ({ part: new Set(cited(row).flat()).size, whole: row.question.needs.length })),
    ),
    "refusal precision": share(
      absent.length > 0 && answerable.length > 0 ? refused : [],
      ({ question }) => question.needs.length === 0,
    ),
    "refusal recall": share(absent, isRefused),
    "refusal recall, near": share(
      absent.filter(({ question }) => question.kind === "near"),
      isRefused,
    ),
    "refusal recall, far": share(
      absent.filter(({ question }) => question.kind === "far"),
      isRefused,
    ),
    "failed or declined": share(
      rows,
      ({ answer }) => answer.state === "failed" || answer.state === "declined",
    ),
    "first text, ms, p50": quantileOf(0.5, times("firstTextMs")),
    "first text, ms, p95": quantileOf(0.95, times("firstTextMs")),
    "whole answer, ms, p50": quantileOf(0.5, times("ms")),
    "whole answer, ms, p95": quantileOf(0.95, times("ms")),
    "input tokens": used(({ inputTokens }) => inputTokens),
    "output tokens": used(({ outputTokens }) => outputTokens),
    "US dollars": used(({ usd }) => usd),
  };
}

/** What is said without answering is no answer. */
const saidBy = ({ answer }: Scored): string => (answer.state === "answered" ? answer.text : "");

/** Versions of what has answered, as a report names them. */
export const answeredBy = (scored: readonly Scored[]): string[] => [
  ...new Set(
    scored.flatMap(({ answer: { by } }) =>
      by ? [`${by.how === "model" ? by.model : "quotes without a model"}, prompt ${by.prompt}`] : [],
    ),
  ),
];
