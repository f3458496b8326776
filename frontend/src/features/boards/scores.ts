import type { Board } from "@lyceum/shared/cohorts";

/** A rank or a number of people, in the reader's locale. */
export const wholeNumber = (count: number, locale?: string): string =>
  new Intl.NumberFormat(locale).format(count);

/** The highest score of every board; the contract's. */
const most = 9999;
/** The score of the improvement board that means no change. */
const unchanged = 5000;
const mostDecimals = 2;

/**
 * The fewest decimals with which scores that differ also look different, so that what looks like a tie is one.
 * @param scores as the server sends them, 0 to 9999
 */
export function decimalsFor(board: Board, scores: readonly number[]): number {
  const different = new Set(scores);
  for (let decimals = 0; decimals < mostDecimals; decimals++) {
    const texts = new Set([...different].map((score) => scoreText(board, score, decimals, "en")));
    if (texts.size === different.size) return decimals;
  }
  return mostDecimals;
}

/**
 * A score in the unit of its board: per cent of the exam, points, or percentage points of change.
 * @param score 0 to 9999
 */
export function scoreText(board: Board, score: number, decimals: number, locale?: string): string {
  const fixed = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  switch (board) {
    case "mastery":
      return new Intl.NumberFormat(locale, { style: "percent", ...fixed }).format(score / most);
    case "effort":
      return wholeNumber(score, locale);
    case "improvement":
      return new Intl.NumberFormat(locale, { signDisplay: "exceptZero", ...fixed }).format(
        (100 * (score - unchanged)) / (most - unchanged),
      );
  }
}

/** The same with its unit in words, for where no heading says it. */
export function scoreInWords(board: Board, score: number, locale?: string): string {
  const text = scoreText(board, score, 0, locale);
  switch (board) {
    case "mastery":
      return `${text} mastered`;
    case "effort":
      return score === 1 ? `${text} point` : `${text} points`;
    case "improvement":
      return `${text} percentage points`;
  }
}
