import { itemsToPass } from "@lyceum/backend/attempts/readiness/rules";
import { passShare } from "@lyceum/backend/exams/rules";
import { type Exam, exams, middleDifference, usualLives, worstDifference } from "./evaluation.ts";
import { type Run, seedCount } from "./runs.ts";

/** The runs as Markdown: what was simulated, and a table for each question. */
export function report(exam: Exam, learners: number, runs: readonly Run[]): string {
  const of = (table: Run["table"]) => runs.filter((run) => run.table === table);
  const [first] = runs;
  return [
    `${exam.code}: ${exam.scoredItems} scored items in ${exam.domains.length} domains, ${itemsToPass(passShare(exam.scale), exam.scoredItems)} right to pass. ` +
      `${learners} learners live ${usualLives} times through six weeks, each time with ${exams} exams at the end.`,
    "",
    `Brier scores (lower is better) of the estimate and of three baselines, with ${seedCount} seeds; in brackets with one exam`,
    "after each life. *Interval*: how often the 95 % interval holds the learner's true probability.",
    "",
    ...table(
      [
        "",
        "estimated",
        "refused",
        "passed",
        "estimate",
        "base rate",
        "last mock",
        "last mock's record",
        "interval",
        "furthest tenth",
      ],
      of("seeds").map(({ name, estimated, refused, passed, scores, oneExam, covered, tenths }) => [
        name,
        estimated,
        refused,
        percent(passed),
        ...(["estimate", "baseRate", "lastMock", "lastMockRecord"] as const).map(
          (key) => `${scores[key].toFixed(3)} (${oneExam[key].toFixed(3)})`,
        ),
        percent(covered),
        points(worstDifference(tenths)),
      ]),
    ),
    "",
    `Calibration with ${first?.name}: what was estimated, and what share of the exams was passed then.`,
    "",
    ...table(
      ["estimate", "lives", "learners", "mean estimate", "passed", "difference"],
      (first?.tenths ?? []).map(({ from, cases, learners: distinct, estimate, observed, difference }) => [
        `${(100 * from).toFixed(0)}-${(100 * (from + 0.1)).toFixed(0)} %`,
        cases,
        distinct,
        percent(estimate),
        percent(observed),
        points(difference),
      ]),
    ),
    "",
    "Where the assumptions do not hold. *Middle*: how much higher estimates from 20 to 80 % are than what came of them, in",
    "points.",
    "",
    ...table(["", "estimate", "interval", "middle"], of("worlds").map(comparison)),
    "",
    "With other settings, for the same lives.",
    "",
    ...table(["", "estimate", "interval", "middle"], of("settings").map(comparison)),
  ].join("\n");
}

const comparison = ({ name, scores, covered, tenths }: Run) => [
  name,
  scores.estimate.toFixed(4),
  percent(covered),
  points(middleDifference(tenths)),
];

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** A difference of shares, with its sign. */
function points(difference: number | undefined): string {
  if (difference === undefined) return "";
  const text = (100 * difference).toFixed(1);
  return difference > 0 ? `+${text}` : text;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  return [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows].map(
    (row) => `| ${row.join(" | ")} |`,
  );
}

const marks = {
  start: "<!-- figures: written by npm run eval -- readiness -->",
  end: "<!-- end of figures -->",
};

/**
 * The page with new figures between its marks.
 *
 * @throws TypeError where the page has no marks
 */
export function withFigures(page: string, figures: string): string {
  const start = page.indexOf(marks.start);
  const end = page.indexOf(marks.end);
  if (start < 0 || end < start) throw new TypeError(`the page has no ${marks.start} ... ${marks.end}`);
  return `${page.slice(0, start + marks.start.length)}\n\n${figures}\n\n${page.slice(end)}`;
}
